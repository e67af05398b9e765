package kafka

import (
	"math"
	"slices"
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	// tailWait is how long the backlog of a topic waits, once a partition is
	// read, while nothing comes of the others; tailMost is how long in all.
	tailWait = time.Second
	tailMost = 10 * time.Second
	// tailMerge is the longest backlog that is put in order of time. A longer
	// one is shared out among the partitions and streamed.
	tailMerge = 10_000
	// tailWide is how many partitions are each read for the whole backlog.
	// Where there are more, each is read for its part of tailWide backlogs at
	// first.
	tailWide = 16
	// tailBytes bounds what a backlog takes while it is gathered, and tailItem is
	// what a message takes besides its payload.
	tailBytes = 32 << 20
	tailItem  = 128
	// A partition is looked at further back where compaction or transactions
	// left fewer messages than offsets, or where it has more of the last messages
	// than its part. Every step is tailStride times as wide as the one before.
	tailStride = 4
)

// tail gathers the last n messages of one topic from all its partitions,
// before anything else is read of them. The workers bring what they fetch;
// gatherTail waits for them, has those read further back of which older messages
// may belong to the last n, delivers the backlog and lets the partitions go.
type tail struct {
	topic string
	n     int
	each  int // messages to gather of a partition at first

	mu       sync.Mutex
	reaches  map[*partition]*reach
	kept     int           // bytes of all items
	pending  int           // partitions that are not gathered
	moved    time.Time     // when something came last
	opened   chan struct{} // closed when the first partition is begun
	first    chan struct{} // closed when the first partition is gathered
	all      chan struct{} // told when every one is
	over     bool          // too late to bring anything
	cut      bool          // something did not fit into tailBytes
	released chan struct{} // closed when the backlog was delivered
}

// reach is how far back a partition was read.
type reach struct {
	log         ends
	from, until int64  // the window that is being read
	live        int64  // where to go on after the backlog
	window      []item // read of this window
	items       []item // gathered of later windows, ascending
	want        int    // messages to gather
	enough      bool   // some of them did not belong to the last n: older ones do not either
	steps       int
	done        bool
	again       bool // it was done, and is to be read from further back
}

// item is one message of a backlog, with bytes of its own: the answer it came
// in may hold much that is not shown.
type item struct {
	batch  batch // of just this record
	offset int64
	time   int64
	size   int
}

// newTail prepares to gather the last n messages of parts. It returns nil
// where they are too many to be put in order.
func newTail(topic string, n int64, parts []*partition) *tail {
	if n > tailMerge || len(parts) == 0 {
		return nil
	}
	each := int(n)
	if len(parts) > tailWide {
		each = int(tailShare(tailWide*n, len(parts)))
	}
	return &tail{
		topic: topic, n: int(n), each: each,
		reaches: make(map[*partition]*reach, len(parts)), pending: len(parts),
		opened: make(chan struct{}), first: make(chan struct{}), all: make(chan struct{}, 1), released: make(chan struct{}),
	}
}

// tailShare is a partition's part of n messages, rounded up.
func tailShare(n int64, partitions int) int64 { return (n + int64(partitions) - 1) / int64(partitions) }

// open begins with a partition whose log is e and returns where to fetch. ok
// is false when the backlog was delivered without it.
func (t *tail) open(p *partition, e ends) (offset int64, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return 0, false
	}
	r := &reach{log: e, from: max(e.start, e.end-int64(t.each)), until: e.end, live: e.end, want: t.each}
	if len(t.reaches) == 0 {
		close(t.opened)
	}
	t.reaches[p], t.moved = r, time.Now()
	if r.from >= r.until {
		t.close(r)
	}
	return r.from, true
}

// close ends the gathering of a partition, for now. The caller holds mu.
func (t *tail) close(r *reach) {
	r.done = true
	t.pending--
	if t.pending == 0 {
		t.all <- struct{}{} // it has room: nobody tells again before gatherTail has looked
	}
	select {
	case <-t.first:
	default:
		close(t.first)
	}
}

// bound is how far a partition is read for the backlog.
func (t *tail) bound(p *partition) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.reaches[p]; !t.over && r.steps > 0 {
		return r.until
	}
	return math.MaxInt64
}

// done says that a partition is read as far back as it should be.
func (t *tail) done(p *partition) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.reaches[p].done
}

// added is what became of what was brought to a backlog.
type added uint8

const (
	goOn     added = iota // there is more to fetch
	gathered              // that was all, for now
	tooLate               // the backlog is closed; what was brought comes after it
	useless               // the backlog is closed, and what was brought lies before it
)

// add brings what was fetched of a partition, and gives where to fetch next.
func (t *tail) add(p *partition, st step) (offset int64, a added) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.reaches[p]
	switch {
	case t.over && r.steps > 0:
		return r.live, useless
	case t.over:
		return r.live, tooLate
	}
	t.moved = time.Now()
	had := len(r.window)
	for _, b := range st.batches {
		r.window = b.appendItems(r.window, r.steps > 0, r.until)
	}
	for _, it := range r.window[had:] {
		t.kept += it.size
	}
	if t.kept > tailBytes || len(r.window) > 2*t.n {
		t.prune()
	}
	if r.steps == 0 {
		r.live = st.next
	}
	if st.next < r.until {
		return st.next, goOn
	}
	r.items, r.window = append(r.window, r.items...), nil
	if len(r.items) >= r.want || r.enough || r.from <= r.log.start {
		t.close(r)
		return r.live, gathered
	}
	r.back()
	return r.from, goOn
}

// back goes on with the window before the one that was read.
func (r *reach) back() {
	width := max(1, r.until-r.from)
	r.steps++
	r.from, r.until = max(r.log.start, r.from-width*tailStride), r.from
}

// gather brings a batch that was fetched of a partition to the backlog of its
// topic. It reports false where the partition is to be read elsewhere than after
// that batch.
func (l *leader) gather(p *partition, st step) bool {
	t := p.tail
	next, a := t.add(p, st)
	switch a {
	case tooLate, useless:
		// The backlog went without the rest of this partition, which comes
		// after it.
		select {
		case <-t.released:
		case <-l.c.ctx.Done():
		}
		p.tail = nil
		p.offset = next
		if a == useless || st.next <= next {
			return false
		}
		p.offset = st.next
		return l.add(p, st)
	case gathered:
		l.c.hold(p, t, next)
		return false
	default:
		p.offset = next
		return next == st.next
	}
}

// hold keeps a partition that is gathered from being read until the backlog
// was delivered, or is to be read from further back.
func (c *Consumer) hold(p *partition, t *tail, offset int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.offset = offset
	p.held = t.holds(p)
}

func (t *tail) holds(p *partition) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-t.released:
		return false
	default:
		return !t.reaches[p].again
	}
}

// takeUp has a partition of a backlog read where it is to be read now. The caller
// holds the consumer's mutex, and nobody else has the partition.
func (t *tail) takeUp(p *partition) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.reaches[p]
	select {
	case <-t.released:
		p.tail, p.offset = nil, r.live
	default:
		if r.again {
			r.again, p.offset = false, r.from
		}
	}
}

// appendItems appends copies of the records of a batch, where bounded only of
// those before offset until.
func (b batch) appendItems(items []item, bounded bool, until int64) []item {
	var r model.Record
	for len(b.raw) > 0 {
		whole := b.raw
		b.pop(&r, nil)
		if bounded && r.Offset >= until {
			break
		}
		one := b
		one.raw = slices.Clone(whole[:len(whole)-len(b.raw)])
		items = append(items, item{one, r.Offset, r.Timestamp, r.Size() + tailItem})
	}
	return items
}
