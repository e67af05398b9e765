package kafka

import (
	"encoding/binary"
	"slices"
)

// point is where a partition goes on: see partition.
type point struct {
	offset int64
	last   lastRead
}

// points are where partitions are to be read next.
func points(parts []*partition) []point {
	at := make([]point, len(parts))
	for i, p := range parts {
		at[i] = point{p.offset, p.last}
	}
	return at
}

// goAhead sends the request that follows rq before its answer is taken over. So
// the broker puts the next answer together while this one is verified and
// unpacked, and neither waits for the other in turn. What it asks for is read off
// the heads of the batches that have come. Where a batch turns out to be damaged,
// or a partition goes on elsewhere, its share of the next answer is left out: see
// current. Where anything is out of the ordinary nothing is sent. parts are all that
// may be asked for, also those that rq did not.
func (l *leader) goAhead(rq *fetchRequest, a *fetchAnswer, parts []*partition) {
	if a.size < firstFetch || a.throttle > 0 || l.renew || len(l.current(rq)) < len(rq.parts) {
		return
	}
	asked := rq.asked()
	at, more := points(parts), false
	for i, p := range parts {
		if p.tail != nil || p.awaits > 0 || p.alone > 0 || p.bytes > 0 {
			return
		}
		if !asked[p] {
			continue
		}
		pa := a.parts[p.TopicPartition]
		if pa == nil || pa.code != 0 || pa.parts != nil || pa.nearby >= 0 {
			return
		}
		var ok bool
		if at[i], ok = behind(pa.log, at[i]); !ok {
			return
		}
		if until := p.until.Load(); until >= 0 && at[i].offset >= until {
			return
		}
		more = more || at[i].offset < pa.limit(l.c.cfg.Isolation)
	}
	if !more {
		return
	}
	next := l.fetchRequest(parts, at)
	if l.link.send(next) == nil { // else the next request finds the connection broken
		l.ahead = next
	}
}

// drain reads an answer that nobody waits for any more.
func (l *leader) drain() {
	defer l.giants.end()
	answer, ok, err := l.answer(l.ahead, nil)
	if ok && err == nil {
		answer.body.letGo()
	}
}

// current are the partitions that are still to be read from where a request asks:
// not those whose topic was created again meanwhile.
func (l *leader) current(rq *fetchRequest) (parts []*partition) {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	parts = make([]*partition, 0, len(rq.parts))
	for i := range rq.parts {
		if q := &rq.parts[i]; q.of.worker == l && !q.of.retired && q.of.offset == q.offset {
			parts = append(parts, q.of)
		}
	}
	return parts
}

// behind is the point behind the batches of a log that came whole, by their
// heads. ok is false where not one came whole, or one says little of itself.
func behind(log []byte, at point) (next point, ok bool) {
	next, ok = at, len(log) == 0
	for len(log) >= batchHead {
		size := headSize + int64(int32(binary.BigEndian.Uint32(log[8:])))
		if log[magicAt] != 2 || size < batchHead {
			return next, false
		}
		if size > int64(len(log)) {
			break
		}
		last := int64(binary.BigEndian.Uint64(log)) + int64(int32(binary.BigEndian.Uint32(log[lastDeltaAt:])))
		if epoch := int32(binary.BigEndian.Uint32(log[epochAt:])); last >= next.offset {
			next = point{last + 1, lastRead{known: epoch >= 0, epoch: epoch, offset: last + 1}}
			ok = true
		}
		log = log[size:]
	}
	return next, ok
}

// took remembers the last partition of which an answer brought something. Brokers
// fill answers in the order of requests: where there is more of the first ones than
// an answer has room for, the others come first in the next. some says that there
// was one.
func (l *leader) took(rq *fetchRequest, a *fetchAnswer) (some bool) {
	for i := range rq.parts {
		if pa := a.parts[rq.parts[i].TopicPartition]; pa != nil && len(pa.log) > 0 {
			l.turn, some = rq.parts[i].TopicPartition, true
		}
	}
	return some
}

// begin is the partition that the next request begins with.
func (l *leader) begin(parts []*partition) int {
	i := slices.IndexFunc(parts, func(p *partition) bool { return p.TopicPartition == l.turn })
	return (i + 1) % max(1, len(parts))
}
