package latest

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Order is the order of the rows.
type Order uint8

// The orders, in the sequence in which a key steps through them.
const (
	ByKey    Order = iota // topics and keys by their bytes: rows stay where they are
	ByChange              // the key that changed last first
	ByCount               // the key that came most often first
	orders
)

// String names the order.
func (o Order) String() string {
	return [...]string{"by key", "last change first", "most often first"}[o]
}

// Next is the order that a key steps to.
func (o Order) Next() Order { return (o + 1) % orders }

// place is a row: an entry, and the key that it had when the rows were arranged.
type place struct {
	id   int32
	born int64
}

// patience is how many times as long as arranging took there is until it is done
// again: a large table is not sorted all the time.
const patience = 8

// Arrange puts the rows in an order, unless it is the one that they were put in a
// moment ago. It says whether it did; where it did not, it should be called again.
func (t *Table) Arrange(o Order) bool {
	begun := time.Now()
	if o == t.order && begun.Sub(t.sorted) < patience*t.sorting {
		return false
	}
	rows := make([]place, 0, len(t.ids))
	for id := t.newest; id != none; id = t.entries[id].older {
		rows = append(rows, place{id, t.entries[id].born})
	}
	switch o {
	case ByKey:
		slices.SortFunc(rows, func(a, b place) int { return t.compare(a.id, b.id) })
	case ByCount:
		slices.SortFunc(rows, func(a, b place) int {
			return cmp.Or(cmp.Compare(t.entries[b.id].count, t.entries[a.id].count), t.compare(a.id, b.id))
		})
	}
	t.mu.Lock()
	t.rows = rows
	t.mu.Unlock()
	t.order, t.sorted = o, time.Now()
	t.sorting = t.sorted.Sub(begun)
	return true
}

// compare orders entries by topic and key.
func (t *Table) compare(a, b int32) int {
	x, y := &t.entries[a], &t.entries[b]
	return cmp.Or(cmp.Compare(x.at.Topic, y.at.Topic), bytes.Compare(x.key(), y.key()))
}

// Row is one key as it is at the moment.
type Row struct {
	ID      int64 // the same for the same key, as long as it is not forgotten
	Record  model.Record
	Count   int64
	Changed time.Time // zero: before somebody looked

	buf []byte
}

// Len is the number of rows when they were arranged.
func (t *Table) Len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rows)
}

// Row fills row with row i, of its value most bytes at most; Record.Whole then says
// how large it is. It is false where the key was forgotten after the rows were
// arranged. The record belongs to row, and is good until that is filled again.
func (t *Table) Row(i int, row *Row, most int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.rows[i]
	e := &t.entries[p.id]
	if e.count == 0 || e.born != p.born {
		return false
	}
	e.get(row, most)
	return true
}

// ID is that of row i.
func (t *Table) ID(i int) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rows[i].born
}

// Find gives the row of an ID, near one where it was before; it is not ok where
// there is none any more.
func (t *Table) Find(id int64, before int) (i int, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if before < len(t.rows) && t.rows[before].born == id {
		return before, true
	}
	i = slices.IndexFunc(t.rows, func(p place) bool { return p.born == id })
	return i, i >= 0
}
