package kafka

import (
	"math"
	"slices"
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	// tailWait is how long the backlog of a topic waits for slow partitions
	// once the first one is read.
	tailWait = time.Second
	// tailMerge is the longest backlog that is put in order of time. A longer
	// one is shared out among the partitions and streamed.
	tailMerge = 10_000
	// tailWide is how many partitions are each read for the whole backlog.
	// Where there are more, each is read for its part of tailWide backlogs.
	tailWide = 16
	// tailBytes bounds the payload a topic's backlog is gathered from.
	tailBytes = 32 << 20
	// tailSteps is how often a partition is looked at further back when
	// compaction or transactions left fewer messages than offsets; every step
	// is tailStride times as wide as the one before.
	tailSteps  = 8
	tailStride = 4
)

// tail gathers the last n messages of one topic from all its partitions,
// before anything else is read of them. The workers bring what they fetch;
// gatherTail waits for them, delivers the backlog and lets the partitions go.
type tail struct {
	topic string
	n     int
	each  int // messages to gather of a partition
	room  int // bytes to gather of a partition

	mu       sync.Mutex
	reaches  map[*partition]*reach
	pending  int
	first    chan struct{} // closed when the first partition is gathered
	all      chan struct{} // closed when every one is
	over     bool          // too late to bring anything
	cut      bool          // something did not fit into room
	released chan struct{} // closed when the backlog was delivered
}

// reach is how far back a partition was read.
type reach struct {
	log         ends
	from, until int64  // the window that is being read
	live        int64  // where to go on after the backlog
	window      []item // read of this window
	fresh       int    // bytes read of it since the oldest were left out
	items       []item // gathered of later windows, ascending
	steps       int
	done        bool
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
		topic: topic, n: int(n), each: each, room: tailBytes / len(parts),
		reaches: make(map[*partition]*reach, len(parts)), pending: len(parts),
		first: make(chan struct{}), all: make(chan struct{}), released: make(chan struct{}),
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
	r := &reach{log: e, from: max(e.start, e.end-int64(t.each)), until: e.end, live: e.end}
	t.reaches[p] = r
	if r.from >= r.until {
		t.close(r)
	}
	return r.from, true
}

// close ends the gathering of a partition. The caller holds mu.
func (t *tail) close(r *reach) {
	r.done = true
	t.pending--
	if t.pending == 0 {
		close(t.all)
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

// gathered says that a partition is read as far back as it should be.
func (t *tail) gathered(p *partition) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.reaches[p].done
}

// add brings what was fetched of a partition. It returns where to fetch next,
// and ok false when the backlog is closed: then stepping tells whether what
// was fetched lies before it and is of no use.
func (t *tail) add(p *partition, st step) (offset int64, ok, stepping bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.reaches[p]
	if t.over {
		return r.live, false, r.steps > 0
	}
	for _, b := range st.batches {
		r.fresh += len(b.raw)
		r.window = b.appendItems(r.window, r.steps > 0, r.until)
	}
	// Going through all of it for every small batch would take long.
	if r.fresh > t.room/8 || st.next >= r.until {
		r.window, r.fresh = t.trim(r.window), 0
	}
	if r.steps == 0 {
		r.live = st.next
	}
	if st.next < r.until {
		return st.next, true, false
	}
	width := r.until - r.from
	r.items = t.trim(append(r.window, r.items...))
	r.window = nil
	if len(r.items) >= t.each || r.from <= r.log.start || r.steps == tailSteps {
		t.close(r)
		return r.live, true, false
	}
	r.steps++
	r.from, r.until = max(r.log.start, r.from-width*tailStride), r.from
	return r.from, true, false
}

// gather brings a batch that was fetched of a partition to the backlog of its
// topic. It reports false where the partition is to be read elsewhere than after
// that batch.
func (l *leader) gather(p *partition, st step) bool {
	t := p.tail
	next, ok, stepping := t.add(p, st)
	switch {
	case !ok:
		// The backlog went without the rest of this partition, which comes
		// after it.
		select {
		case <-t.released:
		case <-l.c.ctx.Done():
		}
		p.tail = nil
		p.offset = next
		if stepping || st.next <= next {
			return false
		}
		p.offset = st.next
		return l.add(p, st)
	case t.gathered(p):
		l.c.hold(p, t, next)
		return false
	default:
		p.offset = next
		return next == st.next
	}
}

// hold keeps a partition that is gathered from being read until the backlog
// was delivered.
func (c *Consumer) hold(p *partition, t *tail, offset int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.tail, p.offset = nil, offset
	select {
	case <-t.released:
	default:
		p.held = true
	}
}

// trim forgets the oldest messages beyond what is asked for, or too large to
// be kept together.
func (t *tail) trim(items []item) []item {
	items = items[max(0, len(items)-t.each):]
	size := 0
	for i, it := range slices.Backward(items) {
		size += it.size
		if size > t.room && i < len(items)-1 {
			t.cut = true
			return items[i+1:]
		}
	}
	return items
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
		items = append(items, item{one, r.Offset, r.Timestamp, r.Size()})
	}
	return items
}
