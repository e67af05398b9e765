package kafka

import (
	"errors"
	"fmt"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/consumer/backoff"
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
)

// Why nothing is left out.
var (
	errNotRead  = errors.New("the partition is not read")
	errReadable = errors.New("the partition does not stand before something unreadable there")
)

// Skip implements consumer.Skipper. What is left out are all the batches from
// that offset on, up to the first one that can be read or the log's end. The
// wish holds for all runs of the opener: one that comes there again leaves the
// same out again, and tells.
func (c *Consumer) Skip(at model.TopicPartition, offset int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() != nil {
		return consumer.ErrClosed
	}
	var p *partition
	if t := c.topics[at.Topic]; t != nil {
		p = t.parts[at.Partition]
	}
	switch {
	case p == nil:
		return errNotRead
	case !p.stands || p.standsAt != offset:
		return errReadable
	}
	c.ids.leaveOut(at, span{offset, offset + 1})
	if p.worker == nil && !p.searching { // else its worker sees to it
		c.search(p, c.brokers[p.node()])
	}
	return nil
}

// span is a range of offsets, without to.
type span struct{ from, to int64 }

// unreadable deals with the batch a partition stands before, which cannot be
// read because of err: it is told, and tried again a little later. If it is to be
// left out, what lies behind it is looked for, while others are read.
func (l *leader) unreadable(p *partition, err error) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	p.stands, p.standsAt = true, p.offset
	if !l.c.ids.leftOut(p.TopicPartition, p.offset) {
		l.c.tell(batchFault(l.c.brokers[l.node], p.TopicPartition, p.offset, err))
		p.retryAt = time.Now().Add(backoff.Last)
		return
	}
	l.c.search(p, l.c.brokers[l.node])
}

// search looks for the place where a partition can be read again, while others
// are read. The caller holds mu, and nobody else deals with the partition.
func (c *Consumer) search(p *partition, addr string) {
	p.searching = true
	s := &search{scout: scout{ctx: c.ctx, cfg: c.cfg, addr: addr, at: p.TopicPartition, epoch: p.epoch}, end: p.end.Load()}
	g := &giants{c: c}
	s.room, s.by.room = g.room, g.room
	from := p.standsAt
	c.workers.Go(func() {
		defer g.end()
		defer s.close()
		next, err := s.readable(from)
		c.found(p, addr, next, err)
	})
}

// found notes where a partition can be read again, for its worker to go on there.
func (c *Consumer) found(p *partition, addr string, next int64, err error) {
	if err != nil {
		var code sarama.KError
		if errors.As(err, &code) {
			c.tell(codeFault(addr, p.Topic, []int32{p.Partition}, code))
		} else {
			c.tell(linkFault(addr, err))
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	p.searching = false
	if err != nil {
		p.retryAt = time.Now().Add(backoff.Last)
	} else {
		p.goOn, p.retryAt = next, time.Time{}
	}
	if l := c.leaders[p.node()]; l != nil {
		l.kick()
	}
}

// leaveOut goes on with a partition behind what cannot be read.
func (l *leader) leaveOut(p *partition) bool {
	from, next := p.offset, p.goOn
	p.goOn = 0
	if until := p.until.Load(); until >= 0 {
		next = min(next, until)
	}
	if p.tail != nil {
		next = min(next, p.tail.bound(p))
	}
	if next <= from {
		// It can be read again, or with more of what lies behind it.
		p.bytes = min(maxPartFetch, 4*max(firstFetch, l.share(p)))
		l.c.later(p, backoff.First)
		return true
	}
	l.c.ids.leaveOut(p.TopicPartition, span{from, next})
	st := step{next: next, epoch: -1}
	gap := gapFault(l.address(), p.TopicPartition, span{from, next})
	if p.tail != nil {
		l.c.tell(gap)
		l.gather(p, st)
		return true
	}
	st.gap = gap
	p.offset, p.last = next, lastRead{}
	return l.add(p, st)
}

// gapFault tells what was left out.
func gapFault(addr string, tp model.TopicPartition, s span) *model.Fault {
	what := "1 offset left out, " + format.Count(s.from)
	if n := s.to - s.from; n > 1 {
		what = fmt.Sprintf("%s offsets left out, %s to %s", format.Count(n), format.Count(s.from), format.Count(s.to-1))
	}
	f := model.NewFault(model.FaultOffset, tp.String()+": "+what+" (could not be read)", nil)
	f.Broker, f.Topic, f.Partition, f.Offset, f.Gap = addr, tp.Topic, tp.Partition, s.from, true
	f.Hint = "Another broker's copy of the log may still be whole."
	return f
}
