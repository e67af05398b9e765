package latest

import (
	"hash/maphash"
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Options bound a table. Both must be positive.
type Options struct {
	Keys  int
	Bytes int64 // of keys, values and headers, and of the table's own
}

// Counts say what a table has taken in.
type Counts struct {
	Keys       int   // that it has
	Tombstones int64 // of these, those whose last value is null
	Taken      int64 // messages it was filled with, those without a key included
	Keyless    int64 // messages without a key
	Forgotten  int64 // keys that were pushed out by the bounds
	Skipped    int64 // messages that were forgotten before they could be taken in
	Waiting    int64 // messages of the window being taken in that are still to come
}

// Table is the latest message of each key. One goroutine at a time may fill it
// (Take, Arrange); all other methods may be called from any.
type Table struct {
	options Options
	seed    maphash.Seed

	// Of the filling goroutine, which writes under mu and reads without it.
	ids     map[uint64]*entry // the first one of a hash
	free    []*entry
	oldest  *entry // by their last messages
	newest  *entry
	bytes   int64
	births  int64
	next    int64 // sequence number of the message to be taken in; -1 = none was
	live    int64 // from this one on, a message changes a row that is looked at
	sorting time.Duration
	sorted  time.Time
	order   Order

	mu     sync.Mutex
	places []place // never changed, only replaced
	counts Counts
}

// New makes an empty table.
func New(o Options) *Table {
	return &Table{options: o, seed: maphash.MakeSeed(), ids: map[uint64]*entry{}, next: -1}
}

// Counts says what was taken in so far.
func (t *Table) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts
}

// add takes in one message. mu is held.
func (t *Table) add(r *model.Record, at time.Time) {
	t.counts.Taken++
	if r.Key == nil {
		t.counts.Keyless++
		return
	}
	hash := t.hash(r)
	e := t.find(hash, r)
	if e == nil {
		e = t.create(hash)
	} else {
		t.unlink(e)
		t.bytes -= e.memory()
		if e.valueLen < 0 {
			t.counts.Tombstones--
		}
	}
	e.set(r)
	t.bytes += e.memory()
	if r.Value == nil {
		t.counts.Tombstones++
	}
	e.count++
	e.message, e.changed = t.counts.Taken, at
	t.link(e)
	for t.counts.Keys > t.options.Keys || t.bytes > t.options.Bytes && t.counts.Keys > 1 {
		t.forget(t.oldest)
		t.counts.Forgotten++
	}
}

func (t *Table) hash(r *model.Record) uint64 {
	var h maphash.Hash
	h.SetSeed(t.seed)
	_, _ = h.WriteString(r.Topic)
	_ = h.WriteByte(0)
	_, _ = h.Write(r.Key)
	return h.Sum64()
}

// find gives the entry of the record's key, nil where there is none.
func (t *Table) find(hash uint64, r *model.Record) *entry {
	for e := t.ids[hash]; e != nil; e = e.chain {
		if e.is(r) {
			return e
		}
	}
	return nil
}

// create makes an entry without a message.
func (t *Table) create(hash uint64) *entry {
	e := &entry{}
	if n := len(t.free); n > 0 {
		e, t.free = t.free[n-1], t.free[:n-1]
	}
	e.hash, e.chain, e.born = hash, t.ids[hash], t.births
	t.births++
	t.ids[hash] = e
	t.counts.Keys++
	return e
}

// forget takes an entry out.
func (t *Table) forget(e *entry) {
	t.unlink(e)
	t.bytes -= e.memory()
	if e.valueLen < 0 {
		t.counts.Tombstones--
	}
	if first := t.ids[e.hash]; first != e {
		for first.chain != e {
			first = first.chain
		}
		first.chain = e.chain
	} else if e.chain != nil {
		t.ids[e.hash] = e.chain
	} else {
		delete(t.ids, e.hash)
	}
	e.release()
	if len(t.free) < mostFree {
		t.free = append(t.free, e)
	} else {
		e.buf = nil // rows that are not arranged again may still point to it
	}
	t.counts.Keys--
}

// link puts an entry behind all others in the order of their last messages.
func (t *Table) link(e *entry) {
	e.older, e.newer = t.newest, nil
	if t.newest != nil {
		t.newest.newer = e
	} else {
		t.oldest = e
	}
	t.newest = e
}

func (t *Table) unlink(e *entry) {
	if e.older != nil {
		e.older.newer = e.newer
	} else {
		t.oldest = e.newer
	}
	if e.newer != nil {
		e.newer.older = e.older
	} else {
		t.newest = e.older
	}
}
