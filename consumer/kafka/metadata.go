package kafka

import (
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer/backoff"
)

// disbelief is how many answers in a row have to say that a topic does not
// exist before it is believed: a broker that has just started does not know
// all of them yet.
const disbelief = 4

// followMetadata keeps the picture of topics, partitions and leaders fresh,
// over a connection of its own: every few seconds, and at once when somebody
// asks because an answer did not fit the picture.
func (c *Consumer) followMetadata() {
	var (
		l     *link
		retry backoff.Backoff
		limit = metadataWait
	)
	for c.ctx.Err() == nil {
		if l == nil {
			l = c.anyBroker()
		}
		settled := false
		if l != nil {
			var err error
			l.bound(limit, maxMetadata)
			settled, err = c.refreshMetadata(l)
			switch {
			case err == nil:
				limit = metadataWait
			case isTimeout(err):
				limit = min(2*limit, longSilence)
			}
			if err != nil {
				c.tell(linkFault(l.addr, err))
				c.unsettle()
				l.close()
				l = nil
			}
		}
		wait := refreshEvery
		if settled {
			retry = 0
		} else {
			wait = retry.Next()
		}
		c.awaitRefresh(wait)
	}
	if l != nil {
		l.close()
	}
}

// unsettle notes that the picture may be out of date.
func (c *Consumer) unsettle() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settled = false
	c.assess()
}

// awaitRefresh waits until it is time for the next refresh: after wait, or
// sooner when one is asked for, but never without a short pause.
func (c *Consumer) awaitRefresh(wait time.Duration) {
	pause(c.ctx, min(wait, backoff.First/2))
	t := time.NewTimer(wait - min(wait, backoff.First/2))
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.refresh:
	case <-c.ctx.Done():
	}
}

// refreshMetadata asks once. settled is false while something is amiss that
// another look soon may find mended.
func (c *Consumer) refreshMetadata(l *link) (settled bool, err error) {
	c.mu.Lock()
	c.refreshed++
	number := c.refreshed
	c.mu.Unlock()
	request := sarama.NewMetadataRequest(sarama.MaxVersion, c.cfg.Topics)
	answer, err := ask(l, (*sarama.Broker).GetMetadata, request)
	if err != nil {
		return false, err
	}
	settled, missing := c.learn(l.addr, number, answer)
	for _, name := range missing {
		c.tellMissing(l, name)
	}
	return settled, nil
}

// learn takes over what metadata says. missing are the topics found not to
// exist, each told once.
func (c *Consumer) learn(addr string, number uint64, answer *sarama.MetadataResponse) (settled bool, missing []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.brokers)
	for _, b := range answer.Brokers {
		c.brokers[b.ID()] = b.Addr()
	}
	settled = true
	for _, m := range answer.Topics {
		t := c.topics[m.Name]
		if t == nil {
			continue
		}
		switch m.Err {
		case sarama.ErrNoError:
			settled = c.learnTopic(addr, t, m, answer.Version >= 7) && settled
		case sarama.ErrUnknownTopicOrPartition:
			settled = false
			if t.amiss++; t.amiss == disbelief {
				missing = append(missing, t.name)
				c.lose(t)
			}
		default:
			// An ACL may be given any time, but there is no hurry to ask.
			settled = settled && m.Err == sarama.ErrTopicAuthorizationFailed
			c.tell(codeFault(addr, t.name, nil, m.Err))
		}
		for _, p := range t.parts {
			if p.verify < number && m.Err == sarama.ErrNoError {
				p.verify = 0
			}
		}
	}
	c.settled = true
	c.assess()
	c.dispatch()
	return settled, missing
}

// workerCount is how many workers there are.
func (c *Consumer) workerCount() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.leaders)
}

// dispatch makes sure that every broker with a partition of ours has a worker,
// and wakes them. The caller holds mu.
func (c *Consumer) dispatch() {
	for _, p := range c.parts {
		for _, node := range [...]int32{p.leader, p.nearby} {
			if node == noNode || c.leaders[node] != nil || c.ctx.Err() != nil {
				continue
			}
			l := newLeader(c, node)
			c.leaders[node] = l
			c.workers.Go(l.run)
		}
	}
	for _, l := range c.leaders {
		l.kick()
	}
}
