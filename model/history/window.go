package history

import (
	"fmt"
	"slices"
	"sort"

	"github.com/kafkathreadmanager/ktm/model"
)

// Window is an unchanging view of the records a history kept at one moment.
// Any number of goroutines may read it until it is released.
type Window struct {
	history   *History
	pages     []*page
	topics    []string
	first     int64
	len       int
	bytes     int64
	forgotten int64
	cleared   int64
}

// Meta is what a record says besides its bytes. Lengths are in bytes, -1 for
// null, and those of the whole record where only its beginning is kept.
type Meta struct {
	model.TopicPartition
	Offset        int64
	Timestamp     int64 // milliseconds since the Unix epoch, -1 for none
	TimestampType model.TimestampType
	KeyLen        int
	ValueLen      int
}

// Window takes a view of all records kept now. It takes a few microseconds and
// must be released. Changed is quiet until something happens after it.
func (h *History) Window() *Window {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = false
	select {
	case <-h.changed:
	default:
	}
	w := &Window{
		history:   h,
		pages:     make([]*page, len(h.pages)),
		topics:    h.topics,
		first:     h.first,
		len:       int(h.next - h.first),
		bytes:     h.bytes,
		forgotten: h.first - h.cleared,
		cleared:   h.cleared,
	}
	copy(w.pages, h.pages)
	for _, p := range w.pages {
		p.held++
	}
	return w
}

// First is the sequence number of the oldest record in the window, from 0 for
// the first of the session. In an empty window it is that of the record to
// come.
func (w *Window) First() int64 { return w.first }

// Len is the number of records in the window.
func (w *Window) Len() int { return w.len }

// Received is the number of records the history had received:
// Len + Forgotten + Cleared.
func (w *Window) Received() int64 { return w.first + int64(w.len) }

// Bytes is the number of payload bytes the history had received.
func (w *Window) Bytes() int64 { return w.bytes }

// Forgotten is the number of records the bounds had pushed out.
func (w *Window) Forgotten() int64 { return w.forgotten }

// Cleared is the number of records Clear had taken.
func (w *Window) Cleared() int64 { return w.cleared }

// Record fills r with record i, counted from 0 for the oldest. Key, Value and
// Headers alias the window's memory: they are valid until Release and must not
// be written to. Where only the beginning is kept, Whole says so. The room of
// r.Headers is used again, so that nothing is allocated but Whole. It panics when i is not in [0, Len).
func (w *Window) Record(i int, r *model.Record) {
	p, n := w.find(i)
	p.read(n, w.topics, r)
}

// Meta gives what record i says besides its bytes. It panics when i is not in
// [0, Len).
func (w *Window) Meta(i int) Meta {
	p, n := w.find(i)
	e := &p.slab.entries[n]
	m := Meta{
		TopicPartition: model.TopicPartition{Topic: w.topics[e.topic], Partition: e.partition},
		Offset:         e.offset,
		Timestamp:      e.timestamp,
		TimestampType:  e.timeType,
		KeyLen:         int(e.keyLen),
		ValueLen:       int(e.valueLen),
	}
	if e.has&isCut != 0 {
		whole, _ := readExtent(p.slab.bytes[e.pos:])
		m.KeyLen, m.ValueLen = wholeLen(m.KeyLen, whole.Key), wholeLen(m.ValueLen, whole.Value)
	}
	return m
}

// find gives the page of record i and its place there.
func (w *Window) find(i int) (*page, int) {
	if i < 0 || i >= w.len {
		panic(fmt.Sprintf("history: record %d of a window of %d", i, w.len))
	}
	seq := w.first + int64(i)
	after := sort.Search(len(w.pages), func(k int) bool { return w.pages[k].first > seq })
	p := w.pages[after-1]
	return p, int(seq - p.first)
}

// Share gives the same view once more, to be released by itself: for somebody who
// reads it longer than its owner. The window must not have been released.
func (w *Window) Share() *Window {
	h := w.history
	h.mu.Lock()
	defer h.mu.Unlock()
	c := *w
	c.pages = slices.Clone(w.pages)
	for _, p := range c.pages {
		p.held++
	}
	return &c
}

// Find gives the sequence number of the record at an offset, the newest one where it
// is there twice.
func (w *Window) Find(at model.TopicPartition, offset int64) (seq int64, ok bool) {
	for i := w.Len() - 1; i >= 0; i-- {
		if m := w.Meta(i); m.Offset == offset && m.TopicPartition == at {
			return w.First() + int64(i), true
		}
	}
	return 0, false
}

// Release gives the window's pages back. It may be called twice and on nil;
// afterwards only the counters may be asked for.
func (w *Window) Release() {
	if w == nil {
		return
	}
	h := w.history
	h.mu.Lock()
	for _, p := range w.pages {
		p.held--
		h.pool.giveBack(p)
	}
	w.pages = nil
	surplus := h.pool.surplus()
	h.mu.Unlock()
	h.cool(surplus)
}

// cool gives the memory of pages that nobody uses back to the system.
func (h *History) cool(pages []*page) {
	for _, p := range pages {
		if p.slab.cool() {
			h.mu.Lock()
			h.pool.cold = append(h.pool.cold, p)
			h.mu.Unlock()
		}
	}
}
