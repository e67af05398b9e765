package consumer

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// offsets says where to go on, by partition.
type offsets map[model.TopicPartition]int64

// after gives o brought forward to positions. What is not known stays.
func (o offsets) after(positions []model.Position) offsets {
	n := maps.Clone(o)
	for _, p := range positions {
		if p.Next < 0 {
			continue
		}
		if n == nil {
			n = offsets{}
		}
		n[p.TopicPartition] = p.Next
	}
	return n
}

// handed is what the closed consumers of the session have handed out, by
// partition: the first offset, -1 for none, and the number of records.
type handed map[model.TopicPartition]struct{ first, received int64 }

// with adds h to what an open consumer says of itself. A partition that the
// consumer does not know, or not yet, goes on at its offset in resume.
func (h handed) with(positions []model.Position, resume offsets) []model.Position {
	if len(h) == 0 {
		return positions
	}
	positions = slices.Clone(positions)
	missing := maps.Clone(h)
	for i := range positions {
		p := &positions[i]
		before, ok := h[p.TopicPartition]
		if !ok {
			continue
		}
		delete(missing, p.TopicPartition)
		p.Received += before.received
		if before.first >= 0 {
			p.First = before.first
		}
	}
	for tp, before := range missing {
		p := model.Position{TopicPartition: tp, Next: -1, Start: -1, End: -1, Stable: -1, Until: -1, First: before.first, Received: before.received}
		if next, ok := resume[tp]; ok {
			p.Next = next
		}
		positions = append(positions, p)
	}
	slices.SortFunc(positions, inOrder)
	return positions
}

// inOrder sorts positions as a Reporter does.
func inOrder(a, b model.Position) int {
	return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Partition, b.Partition))
}

// after gives h brought forward to positions, which with has made.
func (h handed) after(positions []model.Position) handed {
	n := maps.Clone(h)
	if n == nil {
		n = handed{}
	}
	for _, p := range positions {
		n[p.TopicPartition] = struct{ first, received int64 }{p.First, p.Received}
	}
	return n
}

// handBack gives positions as they were before r was polled.
func handBack(positions []model.Position, r *model.Record) []model.Position {
	positions = slices.Clone(positions)
	for i := range positions {
		p := &positions[i]
		if p.TopicPartition != r.TopicPartition {
			continue
		}
		p.Next = r.Offset
		if p.Received--; p.Received == 0 {
			p.First = -1
		}
	}
	return positions
}

type reportingConsumer interface {
	Consumer
	Reporter
}

// reporting gives c itself if it reports, and else c with an account of what
// it hands out.
func reporting(c Consumer) reportingConsumer {
	if r, ok := c.(reportingConsumer); ok {
		return r
	}
	return &accounted{Consumer: c, positions: map[model.TopicPartition]*model.Position{}}
}

// accounted makes a Reporter of any Consumer, from what Poll returns.
type accounted struct {
	Consumer
	positions map[model.TopicPartition]*model.Position
	last      *model.Position // of the last record: most records come in a row
	health    Health
}

func (a *accounted) Poll(timeout time.Duration, r *model.Record) (bool, error) {
	ok, err := a.Consumer.Poll(timeout, r)
	if err != nil {
		// A fault may concern one partition of many; anything else is taken
		// for the whole.
		var f *model.Fault
		if !errors.As(err, &f) {
			a.health = Down
		}
		return ok, err
	}
	a.health = Live
	if ok {
		a.handedOut(r)
	}
	return ok, nil
}

func (a *accounted) handedOut(r *model.Record) {
	p := a.last
	if p == nil || p.TopicPartition != r.TopicPartition {
		if p = a.positions[r.TopicPartition]; p == nil {
			p = &model.Position{TopicPartition: r.TopicPartition, Start: -1, End: -1, Stable: -1, Until: -1, First: r.Offset}
			a.positions[r.TopicPartition] = p
		}
		a.last = p
	}
	p.Next = r.Offset + 1
	p.Received++
}

func (a *accounted) Positions() []model.Position {
	all := make([]model.Position, 0, len(a.positions))
	for _, p := range a.positions {
		all = append(all, *p)
	}
	slices.SortFunc(all, inOrder)
	return all
}

func (a *accounted) Health() Health { return a.health }

// Untold implements Teller for a consumer that does.
func (a *accounted) Untold() []*model.Fault {
	if t, ok := a.Consumer.(Teller); ok {
		return t.Untold()
	}
	return nil
}
