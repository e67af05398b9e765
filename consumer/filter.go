package consumer

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Filter leaves out what does not match, between the consumers of a session and
// its manager: the callback is given matches only, and WithMaxRecords counts
// them, while positions go on past what was left out. Make one with NewFilter.
type Filter struct {
	match   func(r *model.Record) bool
	records atomic.Int64
	bytes   atomic.Int64
}

// NewFilter makes a filter of match, which is called by the run's goroutine and
// keeps nothing of the record.
func NewFilter(match func(r *model.Record) bool) *Filter { return &Filter{match: match} }

// LeftOut is the number of records that did not match so far, and of their
// payload bytes.
func (f *Filter) LeftOut() (records, bytes int64) { return f.records.Load(), f.bytes.Load() }

// Opener opens the consumers of open, filtered.
func (f *Filter) Opener(open Opener) Opener {
	return func(ctx context.Context, from map[model.TopicPartition]int64) (Consumer, error) {
		c, err := open(ctx, from)
		if err != nil || c == nil {
			return nil, err
		}
		return &filtered{reporting(c), f}, nil
	}
}

// filtered is a consumer of which only what matches comes.
type filtered struct {
	reportingConsumer
	filter *Filter
}

// Poll goes on over what does not match until its timeout is over. Interrupt
// ends the Poll of the consumer below, or its next one, and with it this one.
func (c *filtered) Poll(timeout time.Duration, r *model.Record) (bool, error) {
	for end := time.Now().Add(timeout); ; {
		ok, err := c.reportingConsumer.Poll(timeout, r)
		if !ok || err != nil || c.filter.match(r) {
			return ok, err
		}
		c.filter.records.Add(1)
		c.filter.bytes.Add(int64(r.Size()))
		if timeout = time.Until(end); timeout <= 0 {
			return false, nil
		}
	}
}

// Untold implements Teller for a consumer that does.
func (c *filtered) Untold() []*model.Fault {
	if t, ok := c.reportingConsumer.(Teller); ok {
		return t.Untold()
	}
	return nil
}

// Skip implements Skipper for a consumer that does.
func (c *filtered) Skip(at model.TopicPartition, offset int64) error {
	below := Consumer(c.reportingConsumer)
	if a, ok := below.(*accounted); ok {
		below = a.Consumer
	}
	if s, ok := below.(Skipper); ok {
		return s.Skip(at, offset)
	}
	return errCannotLeave
}
