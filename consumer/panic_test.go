package consumer_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

func numbered(n int) *cluster {
	c := newCluster()
	for i := range n {
		c.produce("orders", 0, []byte(strconv.Itoa(i)))
	}
	return c
}

func panicDeepDown() { panic("boom") }

func TestCallbackPanicIsToldAndTheRunGoesOn(t *testing.T) {
	s := newSession(t, newCluster("a", "b", "c"), consumer.WithMaxRecords(3))
	s.onRecord = func(r *model.Record) {
		if r.Offset == 1 {
			panicDeepDown()
		}
	}
	s.start()
	s.wantEnd(model.Stopped, model.ReasonLimit)
	s.wantRows("orders/0@0 a", "orders/0@1 b", "orders/0@2 c")
	if st := s.Status(); st.Panics != 1 || st.Received != 3 {
		t.Errorf("%d panics in %d records, want 1 in 3", st.Panics, st.Received)
	}
	faults := s.faults()
	if len(faults) != 1 {
		t.Fatalf("faults %v, want 1", faults)
	}
	f := faults[0]
	var p *consumer.PanicError
	if f.Kind != model.FaultCallback || f.Where() != "orders/0@1" || !strings.Contains(f.Text, "boom") || !errors.As(f, &p) {
		t.Fatalf("fault %+v", f)
	}
	if p.Value != "boom" || !strings.Contains(string(p.Stack), "panicDeepDown") {
		t.Errorf("value %v, stack\n%s", p.Value, p.Stack)
	}
}

func TestTenPanicsInARowFailTheRun(t *testing.T) {
	sentinel := errors.New("no such row")
	s := newSession(t, numbered(30))
	broken := true
	s.onRecord = func(r *model.Record) {
		// Nine in a row, one that works, then ten in a row.
		if broken && r.Offset != 9 {
			panic(sentinel)
		}
	}
	s.start()
	s.wantEnd(model.Failed, model.ReasonPanic)
	st := s.Status()
	if st.Received != 20 || st.Panics != 19 {
		t.Errorf("%d panics in %d records, want 19 in 20", st.Panics, st.Received)
	}
	if !errors.Is(st.Err, sentinel) || !strings.Contains(st.Err.Error(), "orders/0@19") {
		t.Errorf("error %v, want one that names the place and wraps the value", st.Err)
	}
	broken = false
	s.start()
	s.untilRows(30)
	s.stop()
	if st := s.Status(); st.Received != 30 || st.Panics != 19 {
		t.Errorf("after a new start: %d panics in %d records, want 19 in 30", st.Panics, st.Received)
	}
}

func TestPanicsAreFoldedButCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, numbered(1000))
		s.onRecord = func(r *model.Record) {
			if r.Offset%2 == 1 {
				panic(fmt.Sprint("at ", r.Offset)) // no two alike
			}
		}
		s.start()
		synctest.Wait()
		s.stop()
		var sum int
		faults := s.faults()
		for _, f := range faults {
			sum += f.Count
		}
		if st := s.Status(); sum != 500 || st.Panics != 500 || len(faults) != 2 {
			t.Errorf("%d faults count %d panics, the status %d; want 2, 500, 500", len(faults), sum, st.Panics)
		}
	})
}

func TestGoexitInCallbackFailsTheRun(t *testing.T) {
	s := newSession(t, newCluster("a", "b"))
	s.onRecord = func(r *model.Record) {
		if r.Offset == 0 {
			runtime.Goexit()
		}
	}
	s.start()
	s.wantEnd(model.Failed, model.ReasonPanic)
	s.stop()
	s.wantRows("orders/0@0 a")
	s.start()
	s.untilRows(2)
}

func TestGoexitInObserverLosesNoEvent(t *testing.T) {
	s := newSession(t, newCluster("a"))
	s.onEvent = func(model.Event) { runtime.Goexit() }
	s.start()
	s.untilRows(1)
	s.stop()
	if last := s.statuses(); last[len(last)-1].Phase != model.Stopped {
		t.Errorf("the last status told is %+v", last[len(last)-1])
	}
}

func TestConsumerPanicFailsTheRun(t *testing.T) {
	c := newCluster()
	s := newSession(t, c)
	c.failPoll(panickyError{})
	s.start()
	s.wantEnd(model.Failed, model.ReasonError)
	var p *consumer.PanicError
	if st := s.Status(); !errors.As(st.Err, &p) || len(p.Stack) == 0 {
		t.Errorf("error %v, want the panic with its stack", st.Err)
	}
}

func TestGoexitInConsumerFailsTheRun(t *testing.T) {
	c := newCluster()
	c.onOpen = func(context.Context) { runtime.Goexit() }
	s := newSession(t, c)
	s.start()
	s.wantEnd(model.Failed, model.ReasonError)
	if st := s.Status(); st.Err == nil || !strings.Contains(st.Err.Error(), "Goexit") {
		t.Errorf("error %v", st.Err)
	}
}

// panickyError panics when it is looked into, on the consumer's side of Poll.
type panickyError struct{}

func (panickyError) Error() string { return "panicky" }
func (panickyError) Is(error) bool { panic("a bug in the consumer") }
