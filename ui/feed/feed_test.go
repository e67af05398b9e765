package feed

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newFeed(t *testing.T, fps int) (*Feed, *history.History) {
	t.Helper()
	h, err := history.New(history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return New(h, fps), h
}

func TestNextWaitsForNewsAndThenForTheFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := newFeed(t, 10)
		began := time.Now()
		next := func() Batch {
			b, ok := f.Next()
			if !ok {
				t.Fatal("closed")
			}
			b.Window.Release()
			return b
		}
		go func() {
			time.Sleep(3 * time.Second)
			h.Append(&model.Record{})
			time.Sleep(10 * time.Millisecond)
			h.Append(&model.Record{})
			f.Notify(model.Event{After: 2})
		}()
		if b := next(); b.Window.Received() != 1 || time.Since(began) != 3*time.Second {
			t.Errorf("first: %d records after %v", b.Window.Received(), time.Since(began))
		}
		if b := next(); b.Window.Received() != 2 || len(b.Events) != 1 || time.Since(began) != 3100*time.Millisecond {
			t.Errorf("second: %d records, %d events after %v", b.Window.Received(), len(b.Events), time.Since(began))
		}
	})
}

// Who presses a key is told at once what it did, and the first record of a run
// follows its beginning by no frame.
func TestAChangeOfPhaseDoesNotWaitAndHoldsNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := newFeed(t, 1)
		began := time.Now()
		next := func(want string) {
			t.Helper()
			b, ok := f.Next()
			if !ok {
				t.Fatal("closed")
			}
			defer b.Window.Release()
			if got := fmt.Sprint(b.Window.Received(), len(b.Events), time.Since(began)); got != want {
				t.Errorf("records, events, time: %s, want %s", got, want)
			}
		}
		f.Notify(model.Event{Status: &model.Status{Run: 1, Phase: model.Starting}})
		next("0 1 0s")
		f.Notify(model.Event{Status: &model.Status{Run: 1, Phase: model.Running}})
		next("0 1 0s")
		h.Append(&model.Record{})
		next("1 0 0s")
		h.Append(&model.Record{})
		f.Notify(model.Event{After: 2, Status: &model.Status{Run: 1, Phase: model.Running, Received: 2}})
		next("2 1 1s") // counts wait for their frame
		h.Append(&model.Record{})
		f.Notify(model.Event{After: 3, Status: &model.Status{Run: 1, Phase: model.Stopping}})
		next("3 1 1s")
	})
}

func TestNoEventIsLostAndTheirOrderIsKept(t *testing.T) {
	const events = 10_000
	f, h := newFeed(t, 1000)
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range int64(events) {
			h.Append(&model.Record{Offset: i})
			f.Notify(model.Event{After: i + 1})
		}
	})
	seen := int64(0)
	for seen < events {
		b, ok := f.Next()
		if !ok {
			t.Fatal("closed")
		}
		for _, e := range b.Events {
			if seen++; e.After != seen {
				t.Fatalf("event %d came as number %d", e.After, seen)
			}
			if b.Window.Received() < e.After {
				t.Fatalf("event after %d records came with a window of %d", e.After, b.Window.Received())
			}
		}
		b.Window.Release()
	}
	wg.Wait()
}

func TestCountsThatNobodyTakesDoNotPileUp(t *testing.T) {
	f, _ := newFeed(t, 1000)
	status := func(run int, phase model.Phase, received int64) {
		f.Notify(model.Event{After: received, Status: &model.Status{Run: run, Phase: phase, Received: received}})
	}
	status(1, model.Starting, 0)
	for i := range int64(1000) {
		status(1, model.Running, i)
	}
	f.Notify(model.Event{Fault: model.NewFault(model.FaultNotice, "x", nil)})
	status(1, model.Running, 1000)
	status(1, model.Stopping, 1000)
	b, _ := f.Next()
	defer b.Window.Release()
	var got []int64
	for _, e := range b.Events {
		got = append(got, e.After)
	}
	if want := []int64{0, 999, 0, 1000, 1000}; !slices.Equal(got, want) {
		t.Errorf("events after %v records, want %v", got, want)
	}
}

func TestCloseEndsNext(t *testing.T) {
	f, _ := newFeed(t, 30)
	done := make(chan bool)
	go func() { _, ok := f.Next(); done <- ok }()
	f.Close()
	f.Close()
	if <-done {
		t.Error("Next returned a batch after Close")
	}
	if _, ok := f.Next(); ok {
		t.Error("Next after Close returned a batch")
	}
}

// A screen that is behind is waited for; a change of phase is not.
func TestNextWaitsForTheScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, h := newFeed(t, 10)
		painted := make(chan struct{})
		f.After(func() <-chan struct{} { return painted })
		answers := 0
		go func() {
			for {
				b, ok := f.Next()
				if !ok {
					return
				}
				b.Window.Release()
				answers++
			}
		}()
		h.Append(&model.Record{Value: []byte("v")})
		time.Sleep(time.Minute)
		synctest.Wait()
		if answers != 0 {
			t.Fatalf("%d answers before the screen was painted", answers)
		}
		f.Notify(model.Event{Status: &model.Status{Phase: model.Running, Run: 1}})
		synctest.Wait()
		if answers != 1 {
			t.Errorf("%d answers to a change of phase", answers)
		}
		h.Append(&model.Record{Value: []byte("v")})
		close(painted)
		time.Sleep(time.Second)
		synctest.Wait()
		if answers != 2 {
			t.Errorf("%d answers when the screen was painted", answers)
		}
		f.Close()
	})
}
