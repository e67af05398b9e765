package consumer_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// cluster is a log in memory, and the account of the consumers opened on it.
// Each open and each poll first takes what was scripted with failOpen and
// failPoll.
type cluster struct {
	mu      sync.Mutex
	records []model.Record
	changed chan struct{} // closed when there is something new to poll
	health  consumer.Health

	openErrs []error
	pollErrs []error
	always   error                     // every poll gives it
	onOpen   func(ctx context.Context) // runs before each open
	closeErr error
	onClose  func() // runs within each close
	plain    bool   // consumers are no Reporter
	untold   []*model.Fault
	late     error // what a Poll gives that is interrupted

	opened []map[model.TopicPartition]int64 // the from of each open
	tries  int                              // calls of the opener
	polls  int
	alive  int
	most   int // alive at the same time
	closes int
	after  int // calls after Close
}

func newCluster(values ...string) *cluster {
	c := &cluster{changed: make(chan struct{}), health: consumer.Live}
	for _, v := range values {
		c.produce("orders", 0, []byte(v))
	}
	return c
}

func (c *cluster) produce(topic string, partition int32, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := model.Record{TopicPartition: model.TopicPartition{Topic: topic, Partition: partition}, Value: value}
	r.Offset = c.end(r.TopicPartition)
	c.records = append(c.records, r)
	c.wake()
}

// failPoll scripts errors for the next polls, before any record.
func (c *cluster) failPoll(errs ...error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pollErrs = append(c.pollErrs, errs...)
	c.wake()
}

func (c *cluster) setHealth(h consumer.Health) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.health = h
}

func (c *cluster) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *cluster) end(tp model.TopicPartition) (n int64) {
	for _, r := range c.records {
		if r.TopicPartition == tp {
			n++
		}
	}
	return n
}

// open is the consumer.Opener of the cluster; a session starts at offset 0.
func (c *cluster) open(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
	if c.onOpen != nil {
		c.onOpen(ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries++
	if len(c.openErrs) > 0 {
		err := c.openErrs[0]
		c.openErrs = c.openErrs[1:]
		return nil, err
	}
	c.opened = append(c.opened, maps.Clone(from))
	c.alive++
	c.most = max(c.most, c.alive)
	t := &tail{c: c, woken: make(chan struct{}, 1), positions: map[model.TopicPartition]*model.Position{}}
	for tp, next := range from {
		t.at(tp).Next = next
	}
	if c.plain {
		return plainTeller{t, t}, nil
	}
	return t, nil
}

// plainTeller is a consumer that does not know where it is.
type plainTeller struct {
	consumer.Consumer
	consumer.Teller
}

// tail is a consumer of a cluster.
type tail struct {
	c         *cluster
	woken     chan struct{}
	scanned   int // records of the cluster that were looked at
	positions map[model.TopicPartition]*model.Position
	closed    bool
}

func (t *tail) at(tp model.TopicPartition) *model.Position {
	p := t.positions[tp]
	if p == nil {
		p = &model.Position{TopicPartition: tp, First: -1, Stable: -1}
		t.positions[tp] = p
	}
	return p
}

func (t *tail) Poll(timeout time.Duration, r *model.Record) (bool, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		ok, changed, err := t.next(r)
		if ok || err != nil {
			return ok, err
		}
		select {
		case <-changed:
		case <-t.woken:
			return false, t.c.late
		case <-timer.C:
			return false, nil
		}
	}
}

// next gives the next record, or else what to wait for.
func (t *tail) next(r *model.Record) (ok bool, changed <-chan struct{}, err error) {
	c := t.c
	c.mu.Lock()
	defer c.mu.Unlock()
	c.polls++
	switch {
	case t.closed:
		c.after++
		return false, nil, consumer.ErrClosed
	case c.always != nil:
		return false, nil, c.always
	case len(c.pollErrs) > 0:
		err := c.pollErrs[0]
		c.pollErrs = c.pollErrs[1:]
		return false, nil, err
	}
	for ; t.scanned < len(c.records); t.scanned++ {
		rec := c.records[t.scanned]
		p := t.at(rec.TopicPartition)
		if rec.Offset < p.Next {
			continue
		}
		if p.First < 0 {
			p.First = rec.Offset
		}
		p.Next = rec.Offset + 1
		p.Received++
		t.scanned++
		*r = rec
		return true, nil, nil
	}
	return false, c.changed, nil
}

func (t *tail) Interrupt() {
	t.c.mu.Lock()
	if t.closed {
		t.c.after++
	}
	t.c.mu.Unlock()
	select {
	case t.woken <- struct{}{}:
	default:
	}
}

func (t *tail) Close() error {
	t.c.mu.Lock()
	t.c.closes++
	if !t.closed {
		t.c.alive--
	}
	t.closed = true
	hook, err := t.c.onClose, t.c.closeErr
	t.c.mu.Unlock()
	if hook != nil {
		hook()
	}
	return err
}

func (t *tail) Untold() []*model.Fault {
	t.c.mu.Lock()
	defer t.c.mu.Unlock()
	if !t.closed {
		t.c.after++
	}
	untold := t.c.untold
	t.c.untold = nil
	return untold
}

func (t *tail) Positions() []model.Position {
	t.c.mu.Lock()
	defer t.c.mu.Unlock()
	var all []model.Position
	for tp, p := range t.positions {
		q := *p
		q.End = t.c.end(tp)
		all = append(all, q)
	}
	slices.SortFunc(all, func(a, b model.Position) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Partition, b.Partition))
	})
	return all
}

func (t *tail) Health() consumer.Health {
	t.c.mu.Lock()
	defer t.c.mu.Unlock()
	return t.c.health
}

// checkClosed fails unless every consumer was closed exactly once, never used
// afterwards, and never beside another.
func (c *cluster) checkClosed(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.alive != 0 || c.closes != len(c.opened) {
		t.Errorf("%d consumers opened, %d closed, %d still open", len(c.opened), c.closes, c.alive)
	}
	if c.most > 1 {
		t.Errorf("%d consumers were open at the same time", c.most)
	}
	if c.after > 0 {
		t.Errorf("%d calls of a consumer after its Close", c.after)
	}
}

// froms gives the from of every open.
func (c *cluster) froms() []map[model.TopicPartition]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.opened)
}
