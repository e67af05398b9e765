package kafka

import (
	"cmp"
	"slices"

	"github.com/kafkathreadmanager/ktm/model"
)

// abortedFilter follows the aborted transactions of an answer. A producer's
// batches are dropped from the first offset of an aborted transaction to the
// control batch that ends it.
type abortedFilter struct {
	committedOnly bool
	coming        []abortedTransaction // by first offset
	open          map[int64]bool       // producer ids inside an aborted transaction
}

func newAbortedFilter(isolation model.Isolation, aborted []abortedTransaction) abortedFilter {
	slices.SortFunc(aborted, func(a, b abortedTransaction) int { return cmp.Compare(a.first, b.first) })
	return abortedFilter{committedOnly: isolation == model.ReadCommitted, coming: aborted}
}

// drops says whether a batch is not for readers. Batches come in log order.
func (f *abortedFilter) drops(b *packed) bool {
	for len(f.coming) > 0 && f.coming[0].first <= b.last {
		if f.open == nil {
			f.open = make(map[int64]bool)
		}
		f.open[f.coming[0].producer] = true
		f.coming = f.coming[1:]
	}
	if b.control {
		if isAbort(b) {
			delete(f.open, b.producer)
		}
		return true
	}
	return f.committedOnly && b.inTxn && f.open[b.producer]
}

// isAbort reads the key of a control record: a version and a type, both of 16
// bits; type 0 is ABORT.
func isAbort(b *packed) bool {
	if b.codec != model.NoCompression || b.count < 1 {
		return false
	}
	c := cursor{rest: b.records}
	c.varint()
	c.take(1)
	c.varint()
	c.varint()
	key := c.varbytes()
	return len(key) >= 4 && key[2] == 0 && key[3] == 0
}
