package latest

import (
	"bytes"
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
	Keys      int   // that it has
	Deleted   int   // of these, those whose last value is null
	Taken     int64 // messages it was filled with, those without a key included
	Keyless   int64 // messages without a key
	Forgotten int64 // keys that were pushed out by the bounds
	Skipped   int64 // messages that were forgotten before they could be taken in
	Waiting   int64 // messages of the window being taken in that are still to come
}

// Table is the latest message of each key. One goroutine at a time may fill it
// (Take, Arrange); all other methods may be called from any.
type Table struct {
	options Options
	seed    maphash.Seed

	// Of the filling goroutine, which writes under mu and reads without it.
	entries []entry
	free    []int32
	ids     map[uint64]int32 // the first entry of a hash
	oldest  int32            // by their last messages, none = -1
	newest  int32
	bytes   int64
	births  int64
	next    int64 // sequence number of the message to be taken in; -1 = none was
	live    int64 // from this one on, a message changes a row that is looked at
	sorting time.Duration
	sorted  time.Time
	order   Order

	mu     sync.Mutex
	rows   []place
	counts Counts
}

// none is the number of no entry.
const none = int32(-1)

// New makes an empty table.
func New(o Options) *Table {
	return &Table{options: o, seed: maphash.MakeSeed(), ids: map[uint64]int32{}, oldest: none, newest: none, next: -1}
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
	id := t.find(hash, r)
	if id == none {
		id = t.create(hash)
	} else {
		t.unlink(id)
	}
	e := &t.entries[id]
	if e.count > 0 && e.valueLen < 0 {
		t.counts.Deleted--
	}
	t.bytes -= e.memory()
	e.set(r)
	t.bytes += e.memory()
	if r.Value == nil {
		t.counts.Deleted++
	}
	e.count++
	e.changed = at
	t.link(id)
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

// find gives the entry of the record's key.
func (t *Table) find(hash uint64, r *model.Record) int32 {
	id, ok := t.ids[hash]
	if !ok {
		return none
	}
	for ; id != none; id = t.entries[id].chain {
		if e := &t.entries[id]; e.at.Topic == r.Topic && bytes.Equal(e.key(), r.Key) {
			return id
		}
	}
	return none
}

// create makes an entry without a message.
func (t *Table) create(hash uint64) int32 {
	id := int32(len(t.entries))
	if n := len(t.free); n > 0 {
		id, t.free = t.free[n-1], t.free[:n-1]
	} else {
		t.entries = append(t.entries, entry{})
		t.bytes += t.entries[id].memory()
	}
	chain, ok := t.ids[hash]
	if !ok {
		chain = none
	}
	e := &t.entries[id]
	e.hash, e.chain, e.count, e.born = hash, chain, 0, t.births
	t.births++
	t.ids[hash] = id
	t.counts.Keys++
	return id
}

// forget takes an entry out. Its room is used again.
func (t *Table) forget(id int32) {
	t.unlink(id)
	e := &t.entries[id]
	if e.valueLen < 0 {
		t.counts.Deleted--
	}
	if first := t.ids[e.hash]; first != id {
		for t.entries[first].chain != id {
			first = t.entries[first].chain
		}
		t.entries[first].chain = e.chain
	} else if e.chain != none {
		t.ids[e.hash] = e.chain
	} else {
		delete(t.ids, e.hash)
	}
	t.bytes -= e.memory()
	e.release()
	t.bytes += e.memory()
	t.free = append(t.free, id)
	t.counts.Keys--
}

// link puts an entry behind all others in the order of their last messages.
func (t *Table) link(id int32) {
	e := &t.entries[id]
	e.older, e.newer = t.newest, none
	if t.newest != none {
		t.entries[t.newest].newer = id
	} else {
		t.oldest = id
	}
	t.newest = id
}

func (t *Table) unlink(id int32) {
	e := &t.entries[id]
	if e.older != none {
		t.entries[e.older].newer = e.newer
	} else {
		t.oldest = e.newer
	}
	if e.newer != none {
		t.entries[e.newer].older = e.older
	} else {
		t.newest = e.older
	}
}
