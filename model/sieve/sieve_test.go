package sieve

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// every lets through offsets that it divides.
type every int64

func (e every) Match(r *model.Record) bool { return r.Offset%int64(e) == 0 }

// held is a filter whose search stands still until it is let go.
type held struct {
	every
	begun, gate chan struct{}
}

func hold(e every) *held { return &held{e, make(chan struct{}, 1), make(chan struct{})} }

func (h *held) Match(r *model.Record) bool {
	select {
	case h.begun <- struct{}{}:
	default:
	}
	<-h.gate
	return h.every.Match(r)
}

type fixture struct {
	*Sieve
	t       *testing.T
	all     *history.History
	next    int64
	changes chan struct{}
}

func newFixture(t *testing.T, all, matches history.Options) *fixture {
	t.Helper()
	h, err := history.New(all)
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, all: h, changes: make(chan struct{}, 1)}
	f.Sieve, err = New(h, matches, func() {
		select {
		case f.changes <- struct{}{}:
		default:
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Clear)
	return f
}

func (f *fixture) append(n int) {
	for range n {
		r := model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Offset: f.next, Value: []byte(strconv.FormatInt(f.next, 10))}
		f.Append(&r)
		f.next++
	}
}

// await waits for a view in which nothing of the backlog is left.
func (f *fixture) await() (offsets []int64, v View) {
	f.t.Helper()
	for {
		v, ok := f.View()
		if !ok {
			f.t.Fatal("there is no filter")
		}
		searched := v.Backlog == 0 && f.current.Load().searched()
		if searched {
			v.Window.Release()
			v, _ = f.View() // with what came during the search
			defer v.Window.Release()
			return offsetsOf(v.Window), v
		}
		v.Window.Release()
		<-f.changes
	}
}

func (f *sift) searched() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.pending == nil
}

func offsetsOf(w *history.Window) (offsets []int64) {
	var r model.Record
	for i := range w.Len() {
		w.Record(i, &r)
		offsets = append(offsets, r.Offset)
	}
	return offsets
}

func multiples(of, from, to int64) (n []int64) {
	for i := from; i < to; i++ {
		if i%of == 0 {
			n = append(n, i)
		}
	}
	return n
}

func TestMatchesAreThoseKeptAndThoseToCome(t *testing.T) {
	f := newFixture(t, history.Options{}, history.Options{})
	f.append(2000)
	f.Filter(every(7), every(7))
	f.append(1000)
	got, v := f.await()
	if want := multiples(7, 0, 3000); !slices.Equal(got, want) {
		t.Errorf("got %d matches %v, want %d", len(got), got, len(want))
	}
	if v.Scanned != 3000 || v.Matched != int64(len(got)) || v.Forgotten != 0 {
		t.Errorf("view says %+v", v)
	}
}

func TestWhatComesDuringTheSearchStandsBehindIt(t *testing.T) {
	f := newFixture(t, history.Options{}, history.Options{})
	f.append(100)
	backlog := hold(3)
	f.Filter(every(3), backlog)
	<-backlog.begun
	f.append(100)
	v, _ := f.View()
	if v.Backlog != 100 || v.Matched != int64(len(multiples(3, 100, 200))) || v.Window.Len() != 0 {
		t.Errorf("while the search stands still: %+v", v)
	}
	v.Window.Release()
	close(backlog.gate)
	if got, _ := f.await(); !slices.Equal(got, multiples(3, 0, 200)) {
		t.Errorf("got %v", got)
	}
}

func TestANeedleStaysWhenTheStreamHasLongForgottenIt(t *testing.T) {
	f := newFixture(t, history.Options{KeepRecords: 10}, history.Options{KeepRecords: 5})
	f.Filter(every(1000), every(1000))
	f.append(4500)
	got, _ := f.await()
	if want := []int64{0, 1000, 2000, 3000, 4000}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	f.append(1000)
	got, v := f.await()
	if !slices.Equal(got, []int64{1000, 2000, 3000, 4000, 5000}) || v.Forgotten != 1 || v.Matched != 6 {
		t.Errorf("got %v, %+v", got, v)
	}
}

func TestTheNextFilterBeginsAnew(t *testing.T) {
	f := newFixture(t, history.Options{}, history.Options{KeepRecords: 20})
	f.append(100)
	f.Filter(every(2), every(2)) // forgets some
	f.await()
	stuck := hold(5)
	f.Filter(every(5), stuck)
	<-stuck.begun
	go close(stuck.gate) // the next filter waits for the one record it has in hand
	f.Filter(every(10), every(10))
	got, v := f.await()
	if !slices.Equal(got, multiples(10, 0, 100)) || v.Scanned != 100 || v.Matched != 10 || v.Forgotten != 0 {
		t.Errorf("got %v, %+v", got, v)
	}
}

func TestWithoutAFilterThereIsNoView(t *testing.T) {
	f := newFixture(t, history.Options{}, history.Options{})
	f.append(10)
	if _, ok := f.View(); ok {
		t.Error("there is a view before there is a filter")
	}
	f.Filter(every(1), every(1))
	f.Clear()
	f.append(10)
	if _, ok := f.View(); ok {
		t.Error("there is a view after the filter was cleared")
	}
	w := f.all.Window()
	defer w.Release()
	if w.Len() != 20 {
		t.Errorf("the stream has %d records, want 20", w.Len())
	}
}

// A record that is kept in part keeps its whole size among the matches.
func TestAGiantFromTheBacklogStillKnowsItsSize(t *testing.T) {
	f := newFixture(t, history.Options{KeepRecordBytes: 1000}, history.Options{KeepRecordBytes: 1000})
	f.Append(&model.Record{Value: bytes.Repeat([]byte("x"), 5000)})
	f.next++
	f.Filter(every(1), every(1))
	f.await()
	v, _ := f.View()
	defer v.Window.Release()
	var r model.Record
	v.Window.Record(0, &r)
	if r.Whole == nil || r.Whole.Value != 5000 {
		t.Errorf("whole is %+v, want a value of 5000 bytes", r.Whole)
	}
}

// Records come, filters change and views are taken at the same time; in the
// end every match is there once, in order.
func TestEveryRecordIsAskedForOnce(t *testing.T) {
	const records = 50_000
	f := newFixture(t, history.Options{KeepRecords: records}, history.Options{KeepRecords: records})
	var stop atomic.Bool
	looked := make(chan struct{})
	go func() {
		defer close(looked)
		for !stop.Load() {
			if v, ok := f.View(); ok {
				offsets := offsetsOf(v.Window)
				if !slices.IsSorted(offsets) || v.Matched > v.Scanned {
					t.Errorf("not in order, or counted wrong: %+v", v)
				}
				v.Window.Release()
			}
		}
	}()
	filtered := make(chan struct{})
	go func() {
		defer close(filtered)
		random := rand.New(rand.NewPCG(1, 2))
		for range 50 {
			n := every(1 + random.Int64N(50))
			f.Filter(n, n)
			if random.IntN(5) == 0 {
				f.Clear()
			}
		}
		f.Filter(every(3), every(3))
	}()
	f.append(records)
	<-filtered
	got, v := f.await()
	stop.Store(true)
	<-looked
	if want := multiples(3, 0, records); !slices.Equal(got, want) || v.Scanned != records {
		t.Errorf("got %d matches of %d, want %d of %d", len(got), v.Scanned, len(want), records)
	}
}

func BenchmarkAppend(b *testing.B) {
	h, err := history.New(history.Options{})
	if err != nil {
		b.Fatal(err)
	}
	r := model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Key: make([]byte, 12), Value: make([]byte, 88)}
	for _, c := range []struct {
		name   string
		filter bool
	}{{"plain", false}, {"filtered", true}} {
		b.Run(c.name, func(b *testing.B) {
			s, err := New(h, history.Options{}, func() {})
			if err != nil {
				b.Fatal(err)
			}
			if c.filter {
				s.Filter(every(1000), every(1000))
				defer s.Clear()
			}
			b.ReportAllocs()
			for b.Loop() {
				r.Offset++
				s.Append(&r)
			}
		})
	}
}

// late matches "yes" once it is ready, and cannot judge before.
type late struct {
	ready *atomic.Bool
	open  bool
}

func (l *late) Match(r *model.Record) bool {
	l.open = !l.ready.Load() && string(r.Value) == "yes"
	return l.ready.Load() && string(r.Value) == "yes"
}
func (l *late) Undecided() bool { return l.open }

// What could not be judged is not lost: of what was there, and of what comes.
func TestRetryFindsWhatCouldNotBeJudged(t *testing.T) {
	h, err := history.New(history.Options{KeepRecords: 10})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(h, history.Options{}, func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Clear()
	add := func(n int, value string) {
		for range n {
			s.Append(&model.Record{Value: []byte(value)})
		}
	}
	view := func() View {
		v, _ := s.View()
		v.Window.Release()
		return v
	}
	ready := new(atomic.Bool)
	add(2, "yes")
	s.Filter(&late{ready: ready}, &late{ready: ready})
	for view().Backlog > 0 {
		runtime.Gosched()
	}
	add(3, "yes")
	add(100, "no") // which the stream forgets the others for
	s.Retry(&late{ready: ready})
	if v := view(); v.Undecided != 5 || v.Matched != 0 {
		t.Errorf("before it is ready: %d undecided, %d matched", v.Undecided, v.Matched)
	}
	ready.Store(true)
	s.Retry(&late{ready: ready})
	if v := view(); v.Undecided != 0 || v.Matched != 5 || v.Failures != 0 {
		t.Errorf("when it is: %d undecided, %d matched, %d failures", v.Undecided, v.Matched, v.Failures)
	}
	ready.Store(false)
	add(mostParked+7, "yes")
	if v := view(); v.Undecided > mostParked || v.Undecided+v.Failures != mostParked+7 {
		t.Errorf("too many: %d undecided, %d failures", v.Undecided, v.Failures)
	}
}
