package kafka

import "slices"

// portionSize is what a portion may weigh, or a worker's share of the memory
// where that is less: what is handed on soon is read while it is in the
// processor's cache, and its bytes are free for the next.
const portionSize = 4 << 20

// portion is what a worker has taken of an answer and not delivered yet, at most
// portionSize and a batch.
type portion struct {
	blocks []block
	weight int64
}

// add takes what came of a partition. It reports false where the consumer was
// closed while there was no room for more.
func (l *leader) add(p *partition, st step) bool {
	d := &l.portion
	l.c.store.held.Add(st.weight)
	d.weight += st.weight
	if d.joins(p, st) {
		last := &d.blocks[len(d.blocks)-1]
		last.batches = append(last.batches, st.batches...)
		last.next = st.next
		last.weight += st.weight
	} else {
		st.body.hold()
		d.blocks = append(d.blocks, block{part: p, batches: slices.Clone(st.batches), next: st.next, weight: st.weight, gap: st.gap, body: st.body})
	}
	l.giants.end() // it is in the store now
	if d.weight < min(portionSize, share(l.c.workerCount())) {
		return true
	}
	return l.deliver() && l.awaitRoom(0)
}

// joins says that a step can be told by the last block.
func (d *portion) joins(p *partition, st step) bool {
	if len(d.blocks) == 0 {
		return false
	}
	last := &d.blocks[len(d.blocks)-1]
	return last.part == p && last.gap == nil && st.gap == nil && (last.body == st.body || len(st.batches) == 0)
}

// deliver hands the portion to Poll. It reports false when the consumer ends
// instead.
func (l *leader) deliver() bool {
	ok := l.c.deliver(l.portion.blocks)
	l.portion = portion{}
	return ok
}
