package consumer_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// skipping is a consumer that can leave offsets out.
type skipping struct {
	consumer.Consumer
	skipped []string
	closed  bool
	refusal error
}

func (s *skipping) Skip(at model.TopicPartition, offset int64) error {
	if s.closed {
		return errors.New("Skip after Close")
	}
	s.skipped = append(s.skipped, at.At(offset))
	return s.refusal
}

func (s *skipping) Close() error {
	s.closed = true
	return s.Consumer.Close()
}

func TestSkipReachesTheConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster("a")
		var last *skipping
		s := newSessionOn(t, c, func(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
			open, err := c.open(ctx, from)
			last = &skipping{Consumer: open}
			return last, err
		})
		at := model.TopicPartition{Topic: "orders", Partition: 1}
		if err := s.Skip(at, 10); err == nil {
			t.Error("something is left out while nothing runs")
		}
		s.start()
		time.Sleep(time.Second)
		if err := s.Skip(at, 10); err != nil || len(last.skipped) != 1 || last.skipped[0] != "orders/1@10" {
			t.Errorf("err %v, skipped %q", err, last.skipped)
		}
		last.refusal = errors.New("it is whole")
		if err := s.Skip(at, 11); !errors.Is(err, last.refusal) {
			t.Errorf("err %v, want the consumer's own", err)
		}
		s.stop()
		if err := s.Skip(at, 12); err == nil || len(last.skipped) != 2 {
			t.Errorf("after the stop: err %v, skipped %q", err, last.skipped)
		}
	})
}

func TestSkipOfAConsumerThatCannot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster("a"))
		s.start()
		time.Sleep(time.Second)
		if err := s.Skip(model.TopicPartition{Topic: "orders"}, 0); err == nil {
			t.Error("no error")
		}
	})
}
