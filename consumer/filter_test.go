package consumer_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// ending lets through values that end with a character.
func ending(with byte) *consumer.Filter {
	return consumer.NewFilter(func(r *model.Record) bool { return r.Value[len(r.Value)-1] == with })
}

func TestAFilterLeavesOutWhatDoesNotMatch(t *testing.T) {
	c, f := numbered(100), ending('7')
	s := newSessionOn(t, c, f.Opener(c.open), consumer.WithMaxRecords(3))
	s.start()
	s.wantEnd(model.Stopped, model.ReasonLimit)
	s.wantRows("orders/0@7 7", "orders/0@17 17", "orders/0@27 27")
	if n, bytes := f.LeftOut(); n != 25 || bytes != 41 {
		t.Errorf("%d records of %d bytes were left out", n, bytes)
	}
	if p := s.Status().Positions[0]; p.Next != 28 || p.Received != 28 {
		t.Errorf("the position is %+v, want to be behind 27", p)
	}
	s.start() // goes on behind what was left out
	s.wantEnd(model.Stopped, model.ReasonLimit)
	s.wantRows("orders/0@7 7", "orders/0@17 17", "orders/0@27 27", "orders/0@37 37", "orders/0@47 47", "orders/0@57 57")
}

// Positions go on where nothing matches, and a stop need not wait for a match.
func TestAFilterThatNothingMatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := numbered(100)
		s := newSessionOn(t, c, ending('x').Opener(c.open))
		s.start()
		time.Sleep(time.Second)
		synctest.Wait()
		if st := s.Status(); st.Phase != model.Running || st.Received != 0 || st.Positions[0].Next != 100 {
			t.Errorf("%+v", st)
		}
		s.stop()
		s.wantRows()
	})
}

// A consumer that always has something to read does not keep Poll from its
// timeout.
func TestAFilteredPollEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ending('x')
		c, err := f.Opener(func(context.Context, map[model.TopicPartition]int64) (consumer.Consumer, error) {
			return busy{}, nil
		})(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		var r model.Record
		ok, err := c.Poll(100*time.Millisecond, &r)
		if took := time.Since(began); ok || err != nil || took < 100*time.Millisecond || took > 110*time.Millisecond {
			t.Errorf("%t, %v after %v", ok, err, took)
		}
		if n, _ := f.LeftOut(); n != 10 {
			t.Errorf("%d left out", n)
		}
	})
}

// busy has a record every ten milliseconds.
type busy struct{}

func (busy) Poll(_ time.Duration, r *model.Record) (bool, error) {
	time.Sleep(10 * time.Millisecond)
	r.Value = []byte("a")
	return true, nil
}
func (busy) Interrupt()   {}
func (busy) Close() error { return nil }
