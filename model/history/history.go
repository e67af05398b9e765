package history

import (
	"fmt"
	"strings"
	"sync"

	"github.com/kafkathreadmanager/ktm/model"
)

// Defaults and limits of Options.
const (
	DefaultKeepRecords = 100_000
	DefaultKeepBytes   = 24 << 20
	// DefaultKeepRecordBytes is that of Options.KeepRecordBytes.
	DefaultKeepRecordBytes = 1 << 20
	// MaxHeaders is the number of headers kept of one record.
	MaxHeaders = 1000
	// MinKeepBytes is the least that is kept: smaller values are raised to it.
	MinKeepBytes = int64(4 * pageMemory)
)

// Options bound what a History keeps.
type Options struct {
	// KeepRecords is the number of records kept at most; 0 means
	// DefaultKeepRecords.
	KeepRecords int
	// KeepBytes is the memory in bytes that pages take at most, unused room in
	// them included; 0 means DefaultKeepBytes.
	KeepBytes int64
	// KeepRecordBytes is how many payload bytes of one record are kept; 0 means
	// DefaultKeepRecordBytes.
	KeepRecordBytes int
}

// History is a bounded memory of records. Append is for one goroutine; all
// other methods may be called from any.
type History struct {
	keepRecords int64
	keepBytes   int64
	keepRecord  int
	changed     chan struct{}

	// Of Append alone.
	open    *page          // the last of pages
	headers []model.Header // of a record that is cut; reused
	ids     map[string]uint32
	topic   string // the topic of the record before, and its id: mostly the next one's too
	topicID uint32

	mu      sync.Mutex
	pages   []*page // oldest first
	memory  int64   // bytes of pages
	first   int64   // sequence number of the oldest record kept
	next    int64   // of the record to come: the number received
	cleared int64   // of the records before first, those that Clear took
	bytes   int64   // payload bytes received
	topics  []string
	told    bool // Changed was signalled since the last Window
	pool    pool
}

// New makes an empty history. It fails when a bound is negative.
func New(o Options) (*History, error) {
	if o.KeepRecords < 0 {
		return nil, fmt.Errorf("cannot keep %d records: the number must not be negative", o.KeepRecords)
	}
	if o.KeepBytes < 0 {
		return nil, fmt.Errorf("cannot keep %d bytes: the number must not be negative", o.KeepBytes)
	}
	if o.KeepRecordBytes < 0 {
		return nil, fmt.Errorf("cannot keep %d bytes of a record: the number must not be negative", o.KeepRecordBytes)
	}
	if o.KeepRecordBytes == 0 {
		o.KeepRecordBytes = DefaultKeepRecordBytes
	}
	if o.KeepRecords == 0 {
		o.KeepRecords = DefaultKeepRecords
	}
	if o.KeepBytes == 0 {
		o.KeepBytes = DefaultKeepBytes
	}
	return &History{
		keepRecords: int64(o.KeepRecords),
		keepBytes:   max(o.KeepBytes, MinKeepBytes),
		keepRecord:  o.KeepRecordBytes,
		changed:     make(chan struct{}, 1),
		ids:         make(map[string]uint32),
		pool:        pool{newSlab: newSlab},
	}, nil
}

// Append copies a record to the end, or the beginning of a giant. It never
// waits for a reader of windows, and keeps nothing that r points to. It is for
// one goroutine at a time.
func (h *History) Append(r *model.Record) {
	if r.Topic != h.topic || len(h.ids) == 0 {
		h.intern(r.Topic)
	}
	payload := r.Size()
	size := payload
	if payload > h.keepRecord || len(r.Headers) > MaxHeaders {
		r = h.beginning(r)
		size = r.Size()
	}
	if size += overhead(r); h.open == nil || !h.open.fits(size) {
		h.turn(size)
	}
	// Windows read only what was published under the lock, so the copy, which
	// may be large, needs none.
	h.open.write(r, h.topicID)
	if r.Whole != nil {
		clear(h.headers) // they point to the record's own memory
	}

	h.mu.Lock()
	h.next++
	h.bytes += int64(payload)
	if h.next-h.first > h.keepRecords {
		h.first++
		h.dropPassed()
	}
	h.tell()
	h.mu.Unlock()
}

// Changed is signalled when records came or were cleared since the last
// Window. The channel is the same for all callers and never closed.
func (h *History) Changed() <-chan struct{} { return h.changed }

// Clear forgets all records on purpose: they count as cleared, not as
// forgotten. Windows taken before still show them.
func (h *History) Clear() {
	h.mu.Lock()
	h.cleared += h.next - h.first
	h.first = h.next
	for len(h.pages) > 1 { // Append is writing to the last one
		h.dropOldest()
	}
	h.tell()
	h.mu.Unlock()
}

// turn makes an open page with room for size bytes, and forgets the oldest
// pages where memory would pass its bound.
func (h *History) turn(size int) {
	var p *page
	if size > slabBytes {
		p = newOwnPage(size) // before the lock: it may be large
	}
	need := int64(pageMemory)
	if p != nil {
		need = p.slab.memory()
	}

	h.mu.Lock()
	for len(h.pages) > 0 && h.memory+need > h.keepBytes {
		h.dropOldest()
	}
	if p == nil {
		p = h.pool.take()
	}
	p.first, p.kept = h.next, true
	h.pages = append(h.pages, p)
	h.memory += need
	h.open = p
	h.mu.Unlock()
}

// dropPassed drops the pages whose records all lie before first.
func (h *History) dropPassed() {
	for len(h.pages) > 1 && h.pages[1].first <= h.first {
		h.dropOldest()
	}
}

// dropOldest drops the oldest page and forgets the records it still had.
func (h *History) dropOldest() {
	p := h.pages[0]
	n := copy(h.pages, h.pages[1:])
	h.pages[n] = nil
	h.pages = h.pages[:n]
	h.memory -= p.slab.memory()
	end := h.next
	if n > 0 {
		end = h.pages[0].first
	}
	h.first = max(h.first, end)
	p.kept = false
	h.pool.giveBack(p)
}

// tell signals Changed, once until the next Window.
func (h *History) tell() {
	if h.told {
		return
	}
	h.told = true
	select {
	case h.changed <- struct{}{}:
	default:
	}
}

// intern makes topic the current one. The table only grows; a session has few
// topics, and windows read it without a lock.
func (h *History) intern(topic string) {
	id, ok := h.ids[topic]
	if !ok {
		topic = strings.Clone(topic) // it may be a piece of a fetch buffer
		id = uint32(len(h.ids))
		h.ids[topic] = id
		h.mu.Lock()
		h.topics = append(h.topics, topic)
		h.mu.Unlock()
	}
	h.topic, h.topicID = topic, id
}
