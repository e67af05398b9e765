package kafka

import (
	"time"
)

// work is what a worker is to do next: ask for positions, or fetch.
type work struct {
	seeks   []*partition
	fetches []*partition
	wait    time.Duration // where there is nothing to do: until there may be
}

// idlePause is how long a worker with nothing to do waits for a kick at most.
const idlePause = 10 * time.Second

// pick chooses work for a worker and marks it as under way.
func (c *Consumer) pick(l *leader) work {
	now := time.Now()
	w := work{wait: idlePause}
	var alone *partition
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.parts {
		if p.worker != nil || p.held || p.searching || p.verify != 0 {
			continue
		}
		if p.tail != nil && p.seek == seekNone {
			p.tail.takeUp(p)
		}
		c.overdue(p)
		if p.node() != l.node {
			continue
		}
		if d := p.retryAt.Sub(now); d > 0 {
			w.wait = min(w.wait, d)
			continue
		}
		switch {
		case p.seek != seekNone:
			w.seeks = append(w.seeks, p)
		case p.done():
		case p.alone > 0:
			alone = p
		default:
			w.fetches = append(w.fetches, p)
		}
	}
	switch {
	case len(w.seeks) > 0:
		w.fetches = nil
	case alone != nil:
		w.fetches = []*partition{alone}
	}
	for _, p := range w.seeks {
		p.worker = l
	}
	for _, p := range w.fetches {
		p.worker = l
	}
	return w
}

// release gives partitions back after their answer was delivered, so that a
// broker they moved to meanwhile cannot overtake it.
func (c *Consumer) release(node int32, parts []*partition) {
	if len(parts) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range parts {
		p.worker = nil
		if to := p.node(); to != node && c.leaders[to] != nil {
			c.leaders[to].kick()
		}
	}
}

// leaveOutAll goes on with those partitions behind which something readable was
// found. It reports false where there are none.
func (l *leader) leaveOutAll(parts []*partition) (some bool) {
	for _, p := range parts {
		l.c.mu.Lock()
		ready := p.goOn > 0 && !p.retired
		l.c.mu.Unlock()
		if ready {
			some = true
			l.leaveOut(p)
		}
	}
	l.deliver()
	return some
}
