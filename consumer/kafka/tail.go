package kafka

import (
	"slices"
	"sync"
	"time"

	"github.com/IBM/sarama"
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
	items       []item // gathered of later windows, ascending
	steps       int
	done        bool
}

// item is one message of a backlog, with bytes of its own: the answer it came
// in may hold much that is not shown.
type item struct {
	batch batch // of just this record
	size  int
}

// newTail prepares to gather the last n messages of parts. It returns nil
// where they are too many to be put in order.
func newTail(topic string, n int64, parts []*partition) *tail {
	if n > tailMerge || len(parts) == 0 {
		return nil
	}
	each := int(n)
	if len(parts) > tailWide {
		each = int(share(tailWide*n, len(parts)))
	}
	return &tail{
		topic: topic, n: int(n), each: each, room: tailBytes / len(parts),
		reaches: make(map[*partition]*reach, len(parts)), pending: len(parts),
		first: make(chan struct{}), all: make(chan struct{}), released: make(chan struct{}),
	}
}

// share is a partition's part of n messages, rounded up.
func share(n int64, partitions int) int64 { return (n + int64(partitions) - 1) / int64(partitions) }

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

// gathered says that a partition is read as far back as it should be.
func (t *tail) gathered(p *partition) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.reaches[p].done
}

// add brings what was fetched of a partition. It returns where to fetch next,
// and ok false when the backlog is closed: then stepping tells whether what
// was fetched lies before it and is of no use.
func (t *tail) add(p *partition, u unpacked) (offset int64, ok, stepping bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.reaches[p]
	if t.over {
		return r.live, false, r.steps > 0
	}
	for _, b := range u.batches {
		for _, rec := range b.records {
			if r.steps == 0 || b.base+rec.OffsetDelta < r.until {
				r.window = append(r.window, newItem(b, rec))
			}
		}
	}
	r.window = t.trim(r.window)
	if r.steps == 0 {
		r.live = u.next
	}
	if u.next < r.until {
		return u.next, true, false
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

// gather brings what was fetched of a partition to the backlog of its topic,
// and appends what is to be delivered at once.
func (l *leader) gather(p *partition, u unpacked, blocks []block) []block {
	t := p.tail
	next, ok, stepping := t.add(p, u)
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
		if !stepping && u.next > next {
			p.offset = u.next
			blocks = append(blocks, block{part: p, batches: u.batches, next: u.next})
		}
	case t.gathered(p):
		l.c.hold(p, t, next)
	default:
		p.offset = next
	}
	return blocks
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

func newItem(b batch, rec *sarama.Record) item {
	one := &sarama.Record{Key: cloned(rec.Key), Value: cloned(rec.Value)}
	size := len(rec.Key) + len(rec.Value)
	for _, h := range rec.Headers {
		one.Headers = append(one.Headers, &sarama.RecordHeader{Key: cloned(h.Key), Value: cloned(h.Value)})
		size += len(h.Key) + len(h.Value)
	}
	return item{batch{records: []*sarama.Record{one}, base: b.base + rec.OffsetDelta, time: b.timeOf(rec), stamp: b.stamp}, size}
}

// cloned copies bytes and keeps null and empty apart.
func cloned(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}
