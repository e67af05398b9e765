package kafka

import (
	"context"
	"slices"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// nextBroker is how long a broker has before the next one is tried beside it.
const nextBroker = 400 * time.Millisecond

// anyBroker connects to the first broker that accepts us: those metadata has
// named, then the bootstrap brokers. They are tried one after the other, but
// one that does not answer holds up nobody for long. Failures are told; nil
// means that all of them failed.
func (c *Consumer) anyBroker() *link { return dialAny(c.ctx, c.connect, c.candidates(), c.tell) }

// connecting opens a link as Config.connect does.
type connecting func(life, attempt context.Context, addr string) (*link, error)

// dialAny connects to the first of addrs that accepts us, for as long as life
// lasts.
func dialAny(life context.Context, connect connecting, addrs []string, tell func(*model.Fault)) *link {
	ctx, cancel := context.WithCancel(life)
	defer cancel()

	type attempt struct {
		addr string
		link *link
		err  error
	}
	attempts := make(chan attempt)
	started, running := 0, 0
	start := func() {
		addr := addrs[started]
		started++
		running++
		go func() {
			l, err := connect(life, ctx, addr)
			attempts <- attempt{addr, l, err}
		}()
	}
	start()
	stagger := time.NewTicker(nextBroker)
	defer stagger.Stop()
	var won *link
	for running > 0 {
		select {
		case <-stagger.C:
			if won == nil && started < len(addrs) {
				start()
			}
			continue
		case a := <-attempts:
			running--
			switch {
			case a.err == nil && won == nil:
				won = a.link
				cancel()
			case a.err == nil:
				a.link.close()
			case won == nil:
				tell(linkFault(a.addr, a.err))
			}
		}
		if won == nil && started < len(addrs) && life.Err() == nil {
			start()
		}
	}
	return won
}

// candidates are the addresses to look for metadata at, without repetition.
func (c *Consumer) candidates() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var addrs []string
	for _, addr := range c.brokers {
		addrs = append(addrs, addr)
	}
	slices.Sort(addrs)
	for _, addr := range c.cfg.Brokers {
		if !slices.Contains(addrs, addr) {
			addrs = append(addrs, addr)
		}
	}
	return addrs
}
