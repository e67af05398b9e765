package latest

import (
	"cmp"
	"slices"
	"time"
)

// Order is the order of the rows.
type Order uint8

// The orders, in the sequence in which a key steps through them.
const (
	ByKey    Order = iota // topics and keys in natural order: rows stay where they are
	ByChange              // the key that changed last first
	ByCount               // the key that came most often first
	orders
)

// Orders is how many there are.
const Orders = int(orders)

// String names the order.
func (o Order) String() string {
	return [...]string{"by key", "last change first", "most often first"}[o]
}

// Next is the order that a key steps to.
func (o Order) Next() Order { return (o + 1) % orders }

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
	places := make([]place, 0, t.counts.Keys)
	for e := t.newest; e != nil; e = e.older {
		places = append(places, place{e, e.born})
	}
	switch o {
	case ByKey:
		slices.SortFunc(places, func(a, b place) int { return a.entry.compare(b.entry) })
	case ByCount:
		slices.SortFunc(places, func(a, b place) int {
			return cmp.Or(cmp.Compare(b.entry.count, a.entry.count), a.entry.compare(b.entry))
		})
	}
	t.mu.Lock()
	t.places = places
	t.mu.Unlock()
	t.order, t.sorted = o, time.Now()
	t.sorting = t.sorted.Sub(begun)
	return true
}
