package kafka

import (
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// Poll implements consumer.Consumer. While records are at hand it costs no
// lock and no allocation.
func (c *Consumer) Poll(timeout time.Duration, r *model.Record) (bool, error) {
	var deadline time.Time
	for {
		for c.signals.Load() != 0 {
			if stop, err := c.attend(); stop {
				return false, err
			}
		}
		if c.next(r) {
			return true, nil
		}
		if gap := c.gap; gap != nil {
			c.gap = nil
			return false, gap
		}
		now := time.Now()
		if f := c.faults.next(now); f != nil {
			return false, f
		}
		select {
		case c.delivery = <-c.deliveries:
			continue
		default:
		}
		if c.ends && c.atEnd() {
			return false, consumer.ErrEnd
		}
		if deadline.IsZero() {
			deadline = now.Add(timeout)
		}
		wait := deadline.Sub(now)
		if wait <= 0 {
			return false, nil
		}
		if due, ok := c.faults.due(now); ok {
			wait = min(wait, due)
		}
		c.timer.Reset(wait)
		select {
		case c.delivery = <-c.deliveries:
		case <-c.wake:
		case <-c.timer.C:
		}
		c.timer.Stop()
	}
}

// attend looks at the signals; stop says that Poll returns with err.
func (c *Consumer) attend() (stop bool, err error) {
	s := c.signals.Load()
	switch {
	case s&closed != 0:
		return true, consumer.ErrClosed
	case s&interrupted != 0:
		c.signals.And(^interrupted)
		return true, nil
	case s&faulty != 0:
		if f := c.faults.next(time.Now()); f != nil {
			return true, f
		}
		// Cleared before the second look, so that what is told in between
		// sets it again.
		c.signals.And(^faulty)
		if f := c.faults.next(time.Now()); f != nil {
			c.signals.Or(faulty)
			return true, f
		}
		return false, nil
	case s&failed != 0:
		c.ended = true
		return true, error(c.fatal.Load())
	}
	return false, nil
}

// next fills in the next record at hand and moves its partition's position.
func (c *Consumer) next(r *model.Record) bool {
	for len(c.batch.raw) == 0 {
		if !c.advance() {
			return false
		}
	}
	p := c.current.part
	r.TopicPartition = p.TopicPartition
	c.headers = c.batch.pop(r, c.headers[:0])
	r.Headers = nil
	if len(c.headers) > 0 {
		r.Headers = c.headers
	}
	p.next = r.Offset + 1
	p.handed.received++
	if p.handed.first < 0 {
		p.handed.first = r.Offset
	}
	return true
}

// advance takes up the next batch, and at the end of a block moves the
// position past what the block holds besides records.
func (c *Consumer) advance() bool {
	for {
		if len(c.batches) > 0 {
			c.batch, c.batches = c.batches[0], c.batches[1:]
			return true
		}
		if c.current != nil {
			c.current.part.next = c.current.next
			c.letGo(c.current.weight)
			c.current.body.letGo()
			c.gap = c.current.gap
			c.current.batches = nil
			c.current, c.batch = nil, batch{}
			if c.gap != nil {
				return false
			}
		}
		if len(c.delivery) == 0 {
			c.delivery = nil
			return false
		}
		c.current, c.delivery = &c.delivery[0], c.delivery[1:]
		c.batches = c.current.batches
	}
}

// atEnd says whether everything up to the ends of all partitions was handed out.
func (c *Consumer) atEnd() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.topics {
		if !t.known {
			return false
		}
	}
	for _, p := range c.parts {
		if until := p.until.Load(); until < 0 || p.next < until {
			return false
		}
	}
	return true
}
