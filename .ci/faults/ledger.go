package main

import (
	"hash/fnv"
	"sync"
	"time"
)

// entry is one record: where it lies and what it says. The same place holds
// another record once a topic was created again or a log was truncated.
type entry struct {
	partition int32
	offset    int64
	hash      uint64
}

func newEntry(partition int32, offset int64, key, value []byte) entry {
	h := fnv.New64a()
	_, _ = h.Write(key) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write(value)
	return entry{partition, offset, h.Sum64()}
}

// ledger holds what the cluster acknowledged beside what ktm handed over.
type ledger struct {
	mu      sync.Mutex
	acked   map[entry]time.Time
	refused int // records the cluster did not take
	pending int // acknowledged and not handed over yet
	handed  map[entry]handover
	outages []outage
	starts  map[int32]int64 // what lies before was deleted
}

// handover is when ktm handed a record over first, and how often.
type handover struct {
	first time.Time
	times int
}

// outage is a time in which ktm cannot read, whatever it does. It ends for all
// partitions at once or, where leaders were lost, for each when it has one again.
type outage struct {
	begin, end time.Time
	leaders    map[int32]time.Time // by partition; nil where no leaders were lost
}

// inFlight is how long an acknowledgment of a leader that was lost may still be
// on its way to us.
const inFlight = 500 * time.Millisecond

func newLedger() *ledger {
	return &ledger{acked: make(map[entry]time.Time), handed: make(map[entry]handover), starts: make(map[int32]int64)}
}

func (l *ledger) acknowledge(e entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.acked[e] = now
	for _, o := range l.outages {
		if _, led := o.leaders[e.partition]; o.leaders != nil && !led && now.Sub(o.begin) > inFlight {
			o.leaders[e.partition] = now // that a record is taken shows it
		}
	}
	if l.handed[e].times == 0 {
		l.pending++
	}
}

func (l *ledger) refuse() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused++
}

func (l *ledger) hand(e entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.handed[e]
	if h.times == 0 {
		h.first = time.Now()
		if _, ok := l.acked[e]; ok {
			l.pending--
		}
	}
	h.times++
	l.handed[e] = h
}

// beginOutage and endOutage enclose a time in which nothing can be read.
func (l *ledger) beginOutage() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.outages = append(l.outages, outage{begin: time.Now()})
}

func (l *ledger) endOutage() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.outages[len(l.outages)-1].end = time.Now()
}

// expire notes that the records of a partition before an offset are deleted.
func (l *ledger) expire(partition int32, before int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.starts[partition] = before
}

// open is how many acknowledged records are still to be handed over.
func (l *ledger) open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.starts) == 0 {
		return l.pending
	}
	n := 0
	for e := range l.acked {
		if l.handed[e].times == 0 && e.offset >= l.starts[e.partition] {
			n++
		}
	}
	return n
}

// loseLeaders notes that leaders are about to be lost. A partition has one
// again when the next record is acknowledged in it.
func (l *ledger) loseLeaders() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.outages = append(l.outages, outage{begin: time.Now(), leaders: make(map[int32]time.Time)})
}

// written is the number of records that the cluster acknowledged.
func (l *ledger) written() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acked)
}

// tally is what the comparison of the two sides says.
type tally struct {
	produced int
	handed   int // with every repetition
	lost     int // acknowledged, never handed over, although it was kept
	expired  int // acknowledged, never handed over, and deleted
	deleted  int // expired or handed over before
	doubled  int // handed over once more
	unknown  int // handed over, never acknowledged
	refused  int

	// How long acknowledged records waited to be handed over, since ktm could
	// read them.
	waits   spread
	slowest time.Time // when the record that waited longest was acknowledged
}

func (l *ledger) tally() tally {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := tally{produced: len(l.acked), refused: l.refused}
	waits := make([]time.Duration, 0, len(l.acked))
	longest := time.Duration(0)
	for e, at := range l.acked {
		h, ok := l.handed[e]
		deleted := e.offset < l.starts[e.partition]
		if deleted {
			t.deleted++
		}
		switch {
		case !ok && deleted:
			t.expired++
			continue
		case !ok:
			t.lost++
			continue
		}
		wait := max(0, h.first.Sub(l.readable(e.partition, at)))
		if wait > longest {
			longest, t.slowest = wait, at
		}
		waits = append(waits, wait)
	}
	for e, h := range l.handed {
		t.handed += h.times
		t.doubled += h.times - 1
		if _, ok := l.acked[e]; !ok {
			t.unknown++
		}
	}
	t.waits = spreadOf(waits)
	return t
}

// readable is when a record acknowledged at a time could be read: then, or at
// the end of the outage that covers it. Records acknowledged within a second
// before an outage may not have been fetched when it began.
func (l *ledger) readable(partition int32, at time.Time) time.Time {
	for _, o := range l.outages {
		end := o.end
		if o.leaders != nil {
			end = o.leaders[partition]
		}
		if at.After(o.begin.Add(-time.Second)) && at.Before(end) {
			return end
		}
	}
	return at
}
