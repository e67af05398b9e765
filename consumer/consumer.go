package consumer

import (
	"context"
	"errors"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Consumer is what a Manager polls: one open tail of one or more topics.
// Poll and Positions are called from one goroutine, the run's; Interrupt and
// Close from any.
type Consumer interface {
	// Poll waits at most timeout for the next record and puts it into r.
	// (false, nil) means that none came within the timeout, or that Interrupt
	// was called. r and what it points to are valid until the next Poll.
	//
	// An error does not end the consumer unless it is ErrEnd, ErrClosed or a
	// *model.Fault with Fatal set; the next Poll goes on.
	Poll(timeout time.Duration, r *model.Record) (ok bool, err error)

	// Interrupt makes the current Poll, or else the next one, return at once.
	Interrupt()

	// Close releases everything, within 250 ms whatever the broker does. It
	// may be called twice, and while Poll is waiting, which then returns
	// ErrClosed.
	Close() error
}

// Reporter is implemented by consumers that know where they are. A Manager
// puts what they say into its Status.
type Reporter interface {
	// Positions gives a snapshot, one entry a partition, sorted by topic and
	// partition. Next counts only what Poll has handed out, never what is
	// merely fetched: a run that ends here is resumed here.
	Positions() []model.Position

	// Health tells whether anything can be read right now.
	Health() Health
}

// Teller is implemented by consumers that hold faults back before Poll tells
// them. A Manager calls Untold once it has closed the consumer, so that no
// fault is lost in the moment of the stop.
type Teller interface {
	// Untold gives what Poll has not told, in order, and keeps nothing. It is
	// called by the goroutine that has polled.
	Untold() []*model.Fault
}

// Skipper is implemented by consumers that stop a partition before messages
// they cannot read, and can be told to leave those out.
type Skipper interface {
	// Skip makes the consumer leave out what it cannot read at an offset of a
	// partition and go on behind it. What was left out is told by Poll, as a
	// fault with Gap set. It fails when the partition does not stand before
	// something unreadable there. It may be called from any goroutine and does
	// not wait for brokers.
	Skip(at model.TopicPartition, offset int64) error
}

// Health is what a consumer says of its connections.
type Health uint8

// A consumer is Opening until it can read from at least one partition (or
// knows that there is nothing to read), then Live; Down when no partition can
// be read for the moment.
const (
	Opening Health = iota
	Live
	Down
)

// Opener opens a consumer for one run. from holds the offset to go on at for
// every partition that an earlier run of the session has read, and is nil for
// a run that begins anew at the session's start position. Opening must not
// wait for brokers beyond what ctx allows: ctx ends when the run is stopped.
type Opener func(ctx context.Context, from map[model.TopicPartition]int64) (Consumer, error)

// What Poll returns besides faults.
var (
	// ErrEnd: every partition has reached the end position that was asked for.
	ErrEnd = errors.New("end position reached")
	// ErrClosed: the consumer was closed.
	ErrClosed = errors.New("consumer is closed")
)
