package history

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newHistory makes a history whose slabs lie on the Go heap, where the race
// detector watches them, or outside of it as in the program.
func newHistory(t testing.TB, o Options, onHeap bool) *History {
	t.Helper()
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if onHeap {
		h.pool.newSlab = func() slab { return heapSlab(slabBytes, pageEntries) }
	}
	return h
}

func TestNewRefusesNegativeBounds(t *testing.T) {
	for _, o := range []Options{{KeepRecords: -1}, {KeepBytes: -1}, {KeepRecordBytes: -1}} {
		if h, err := New(o); err == nil || h != nil {
			t.Errorf("New(%+v) = %v, %v, want an error", o, h, err)
		}
	}
}

func TestEmptyWindow(t *testing.T) {
	h := newHistory(t, Options{}, false)
	w := h.Window()
	defer w.Release()
	if w.Len() != 0 || w.First() != 0 || w.Received() != 0 {
		t.Errorf("empty history: len %d, first %d, received %d", w.Len(), w.First(), w.Received())
	}
	select {
	case <-h.Changed():
		t.Error("an empty history says that it changed")
	default:
	}
}

func TestContentComesBackUnchanged(t *testing.T) {
	h := newHistory(t, Options{KeepRecords: 20_000, KeepBytes: 64 << 20}, true)
	const n = 10_000
	for i := range int64(n) {
		r := produce(i)
		h.Append(r)
		scribble(r)
	}
	w := h.Window()
	defer w.Release()
	if w.Len() != n || w.First() != 0 {
		t.Fatalf("len %d, first %d, want %d from 0", w.Len(), w.First(), n)
	}
	var r model.Record
	for i := range n {
		check(t, w, i, &r)
	}
	if len(w.pages) < 3 {
		t.Errorf("only %d pages: the test does not cross pages", len(w.pages))
	}
}

func TestNullAndEmptyStayApart(t *testing.T) {
	h := newHistory(t, Options{}, true)
	h.Append(&model.Record{})
	h.Append(&model.Record{Key: []byte{}, Value: []byte{}, Headers: []model.Header{
		{Key: []byte("k")}, {Key: []byte("k"), Value: []byte{}}, {Key: []byte{}, Value: []byte("v")},
	}})
	w := h.Window()
	defer w.Release()
	var r model.Record
	w.Record(0, &r)
	if r.Key != nil || r.Value != nil || len(r.Headers) != 0 {
		t.Errorf("null fields came back as %#v %#v %v", r.Key, r.Value, r.Headers)
	}
	if m := w.Meta(0); m.KeyLen != -1 || m.ValueLen != -1 {
		t.Errorf("null lengths are %d, %d, want -1", m.KeyLen, m.ValueLen)
	}
	w.Record(1, &r)
	if r.Key == nil || r.Value == nil || len(r.Key)+len(r.Value) != 0 {
		t.Errorf("empty fields came back as %#v %#v", r.Key, r.Value)
	}
	if m := w.Meta(1); m.KeyLen != 0 || m.ValueLen != 0 {
		t.Errorf("empty lengths are %d, %d, want 0", m.KeyLen, m.ValueLen)
	}
	if h := r.Headers; len(h) != 3 || h[0].Value != nil || h[1].Value == nil || h[2].Key == nil || string(h[2].Value) != "v" {
		t.Errorf("headers came back as %#v", h)
	}
}

func TestFieldsEndAtTheirCapacity(t *testing.T) {
	h := newHistory(t, Options{}, true)
	h.Append(&model.Record{Key: []byte("key"), Value: []byte("value"), Headers: []model.Header{{Key: []byte("a"), Value: []byte("b")}}})
	w := h.Window()
	defer w.Release()
	var r model.Record
	w.Record(0, &r)
	for _, f := range [][]byte{r.Key, r.Value, r.Headers[0].Key, r.Headers[0].Value} {
		if cap(f) != len(f) {
			t.Errorf("%q has room for %d more bytes of the page", f, cap(f)-len(f))
		}
	}
}

func TestKeepRecordsIsExact(t *testing.T) {
	for _, keep := range []int{1, 7, pageEntries - 1, pageEntries, pageEntries + 1, 3 * pageEntries} {
		t.Run(fmt.Sprint(keep), func(t *testing.T) {
			h := newHistory(t, Options{KeepRecords: keep, KeepBytes: 64 << 20}, true)
			var r model.Record
			for i := range int64(5*pageEntries + 3) {
				h.Append(produce(i))
				if i%977 != 0 {
					continue
				}
				w := h.Window()
				if want := min(int(i)+1, keep); w.Len() != want {
					t.Fatalf("after %d records: %d in the window, want %d", i+1, w.Len(), want)
				}
				addsUp(t, w)
				if len(h.pages) > 1 && h.pages[1].first <= h.first {
					t.Fatalf("a page is held that ends at %d; the oldest record is %d", h.pages[1].first, h.first)
				}
				check(t, w, 0, &r)
				check(t, w, w.Len()-1, &r)
				w.Release()
			}
		})
	}
}

func TestKeepBytesBoundsMemory(t *testing.T) {
	const keep = 2 << 20
	h := newHistory(t, Options{KeepRecords: 1 << 20, KeepBytes: keep}, true)
	value := make([]byte, 1000)
	for i := range int64(50_000) {
		h.Append(&model.Record{Offset: i, Value: value})
		if h.memory > keep {
			t.Fatalf("pages take %d bytes after %d records, want at most %d", h.memory, i+1, keep)
		}
	}
	w := h.Window()
	defer w.Release()
	addsUp(t, w)
	// Whole pages are forgotten, so one page and what a page cannot use is
	// what may be missing.
	if least := (keep/pageMemory - 1) * (slabBytes / 1000); w.Len() < least {
		t.Errorf("%d records kept, want at least %d", w.Len(), least)
	}
	if m := w.Meta(0); m.Offset != w.First() {
		t.Errorf("oldest record is %d, want %d", m.Offset, w.First())
	}
}

func TestRecordsLargerThanAPage(t *testing.T) {
	h := newHistory(t, Options{KeepBytes: 2 << 20, KeepRecordBytes: 4 << 20}, true)
	var r model.Record
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range int64(60) {
		size := 1 + rnd.IntN(100)
		if i%3 == 0 {
			size = slabBytes - 2 + rnd.IntN(5) // around the edge
		}
		if i%7 == 0 {
			size = slabBytes + rnd.IntN(500_000)
		}
		if i == 40 {
			size = 3 << 20 // larger than all that may be kept
		}
		h.Append(sized(i, size))
		w := h.Window()
		addsUp(t, w)
		if w.Len() == 0 {
			t.Fatalf("record %d of %d bytes was forgotten at once", i, size)
		}
		for k := range w.Len() {
			w.Record(k, &r)
			want := sized(w.First()+int64(k), len(r.Value))
			if string(r.Value) != string(want.Value) {
				t.Fatalf("record %d of %d bytes came back changed", w.First()+int64(k), len(r.Value))
			}
		}
		memory := int64(0)
		for _, p := range h.pages {
			memory += p.slab.memory()
		}
		if h.memory != memory || w.Len() > 1 && memory > 2<<20 {
			t.Errorf("pages take %d bytes, %d are counted", memory, h.memory)
		}
		w.Release()
	}
}

func TestClearCountsAsCleared(t *testing.T) {
	h := newHistory(t, Options{KeepRecords: 3000}, true)
	n := int64(0)
	add := func(k int) {
		for range k {
			h.Append(produce(n))
			n++
		}
	}
	add(5000)
	before := h.Window()
	h.Clear()
	w := h.Window()
	if w.Len() != 0 || w.Cleared() != 3000 || w.Forgotten() != 2000 {
		t.Errorf("after Clear: len %d, cleared %d, forgotten %d", w.Len(), w.Cleared(), w.Forgotten())
	}
	w.Release()
	var r model.Record
	for i := range before.Len() {
		check(t, before, i, &r)
	}
	before.Release()

	add(4000)
	w = h.Window()
	defer w.Release()
	addsUp(t, w)
	if w.Len() != 3000 || w.Cleared() != 3000 || w.Forgotten() != 3000 {
		t.Errorf("after 4000 more: len %d, cleared %d, forgotten %d", w.Len(), w.Cleared(), w.Forgotten())
	}
	for i := range w.Len() {
		check(t, w, i, &r)
	}
}

func TestChangedIsSignalledOncePerWindow(t *testing.T) {
	h := newHistory(t, Options{}, true)
	signalled := func() bool {
		select {
		case <-h.Changed():
			return true
		default:
			return false
		}
	}
	h.Append(produce(0))
	h.Append(produce(1))
	if !signalled() {
		t.Error("no signal after Append")
	}
	h.Append(produce(2))
	if signalled() {
		t.Error("a second signal without a Window between")
	}
	h.Window().Release()
	h.Append(produce(3))
	h.Window().Release()
	if signalled() {
		t.Error("a signal for what the Window has already shown")
	}
	h.Clear()
	if !signalled() {
		t.Error("no signal after Clear")
	}
}

func TestBytesCountsPayload(t *testing.T) {
	h := newHistory(t, Options{KeepRecords: 1}, true)
	want := int64(0)
	for i := range int64(50) {
		r := produce(i)
		want += int64(r.Size())
		h.Append(r)
	}
	w := h.Window()
	defer w.Release()
	if w.Bytes() != want {
		t.Errorf("%d payload bytes received, want %d", w.Bytes(), want)
	}
}

func TestRecordOutsideTheWindowPanics(t *testing.T) {
	h := newHistory(t, Options{}, true)
	h.Append(produce(0))
	w := h.Window()
	h.Append(produce(1))
	defer w.Release()
	for _, i := range []int{-1, 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("record %d of a window of 1 was given out", i)
				}
			}()
			w.Meta(i)
		}()
	}
}

// A producer at full speed, windows of a moment and windows held for long: all
// of them must show exactly what was produced.
func TestReadersWhileAppending(t *testing.T) {
	for _, onHeap := range []bool{true, false} {
		t.Run(fmt.Sprintf("heap=%v", onHeap), func(t *testing.T) {
			h := newHistory(t, Options{KeepRecords: 5_000, KeepBytes: MinKeepBytes}, onHeap)
			total := int64(40_000)
			if testing.Short() {
				total = 15_000
			}
			var wg sync.WaitGroup
			wg.Go(func() {
				for i := range total {
					r := produce(i)
					h.Append(r)
					scribble(r)
				}
			})
			for reader := range 2 {
				wg.Go(func() { watch(t, h, total, uint64(reader)) })
			}
			wg.Wait()
		})
	}
}

// watch takes windows until all records have come, freezes one now and then,
// and checks its content again just before it is released.
func watch(t *testing.T, h *History, total int64, seed uint64) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 7))
	var frozen *Window
	var r model.Record
	var seen int64
	for seen < total {
		w := h.Window()
		addsUp(t, w)
		if w.Received() < seen {
			t.Errorf("received went back from %d to %d", seen, w.Received())
		}
		seen = w.Received()
		for range min(w.Len(), 40) {
			check(t, w, rnd.IntN(w.Len()), &r)
		}
		if seed == 1 && w.Len() > 0 && rnd.IntN(50) == 0 {
			h.Clear()
		}
		switch {
		case t.Failed():
			seen = total
			w.Release()
		case frozen == nil:
			frozen = w
		case rnd.IntN(20) == 0:
			for i := range frozen.Len() {
				check(t, frozen, i, &r)
			}
			frozen.Release()
			frozen = w
		default:
			w.Release()
		}
	}
	frozen.Release()
}

// A batch that goes on over pages is told in each of them, also where a page is used
// again that the same batch was told in.
func TestABatchOfManyPages(t *testing.T) {
	h := newHistory(t, Options{KeepBytes: MinKeepBytes}, true)
	r := of100()
	for range 20 * pageEntries {
		h.Append(r)
	}
	w := h.Window()
	defer w.Release()
	for i := range w.Len() {
		var got model.Record
		if w.Record(i, &got); got.Batch != r.Batch {
			t.Fatalf("record %d of %d came in %+v, want %+v", i, w.Len(), got.Batch, r.Batch)
		}
	}
}
