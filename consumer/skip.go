package consumer

import (
	"errors"
	"fmt"
	"sync"

	"github.com/kafkathreadmanager/ktm/model"
)

// opened is the consumer that is being polled, for those who have something to
// say to it meanwhile.
type opened struct {
	mu sync.Mutex
	c  Consumer // nil for none
}

func (o *opened) set(c reportingConsumer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch c := c.(type) {
	case nil:
		o.c = nil
	case *accounted:
		o.c = c.Consumer
	default:
		o.c = c
	}
}

// Why nothing can be left out.
var (
	errNotRunning  = errors.New("nothing is being read now; start first")
	errCannotLeave = errors.New("the consumer cannot leave anything out")
)

// Skip leaves out what the consumer cannot read at an offset of a partition,
// and goes on behind it; see [Skipper]. What was left out is told as a fault
// with Gap set. It is an error if no consumer is open, if the consumer is no
// Skipper, or if the partition does not stand before something unreadable there.
// Skip does not wait for brokers.
func (m *Manager) Skip(at model.TopicPartition, offset int64) error {
	m.opened.mu.Lock()
	defer m.opened.mu.Unlock()
	var err error
	switch c := m.opened.c.(type) {
	case nil:
		err = errNotRunning
	case Skipper:
		err = c.Skip(at, offset)
	default:
		err = errCannotLeave
	}
	if err != nil {
		return fmt.Errorf("%s is not left out: %w", at.At(offset), err)
	}
	return nil
}
