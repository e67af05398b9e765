package latest

import (
	"slices"
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// place is where a row was put: an entry, and the key that it had then.
type place struct {
	entry *entry
	born  int64
}

// Rows are the rows of a table as they were arranged, a list that never changes:
// an index in it is good whatever the table does meanwhile. What they show is read
// from the table when it is asked for.
type Rows struct {
	mu     *sync.Mutex // of the table
	places []place
}

// Row is one key as it is at the moment.
type Row struct {
	ID      int64 // the same for the same key, as long as it is not forgotten; -1: it is
	Message int64 // the same for the same message of the same key only
	Record  model.Record
	Count   int64
	Changed time.Time // zero: before somebody looked

	buf []byte
}

// Rows are those that were arranged last.
func (t *Table) Rows() Rows {
	t.mu.Lock()
	defer t.mu.Unlock()
	return Rows{&t.mu, t.places}
}

// Len is the number of rows.
func (r Rows) Len() int { return len(r.places) }

// ID is that of row i; -1 where there is no such row.
func (r Rows) ID(i int) int64 {
	if i < 0 || i >= len(r.places) {
		return -1
	}
	return r.places[i].born
}

// Find gives the row of an ID, near one where it was before; it is not ok where
// there is none any more.
func (r Rows) Find(id int64, before int) (i int, ok bool) {
	if r.ID(before) == id {
		return before, id >= 0
	}
	i = slices.IndexFunc(r.places, func(p place) bool { return p.born == id })
	return i, i >= 0
}

// Read fills rows with those from index i on, of each value most bytes at most;
// Record.Whole then says how large it is. They are all of one moment. Where a key
// was forgotten since the rows were arranged, and where there is no such row, the
// ID is -1. A record belongs to its row, and is good until that is filled again.
func (r Rows) Read(i int, rows []Row, most int) {
	if r.mu != nil { // of a table, that is
		r.mu.Lock()
		defer r.mu.Unlock()
	}
	for n := range rows {
		rows[n].ID = -1
		if at := i + n; at >= 0 && at < len(r.places) {
			if p := r.places[at]; p.entry.count > 0 && p.entry.born == p.born {
				p.entry.get(&rows[n], most)
			}
		}
	}
}

// ReadOne is Read for a single row. It is false where the key was forgotten, or
// where there is no such row.
func (r Rows) ReadOne(i int, row *Row, most int) bool {
	one := [1]Row{*row}
	r.Read(i, one[:], most)
	*row = one[0]
	return row.ID >= 0
}
