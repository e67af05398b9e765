package kafka

import (
	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// ends is where a log begins and ends; -1 for what was not asked.
type ends struct{ start, end int64 }

// resolve finds out where partitions begin to be read.
func (l *leader) resolve(parts []*partition) {
	var starting, ranging []*partition
	for _, p := range parts {
		if p.seek == seekRange {
			ranging = append(ranging, p)
		} else {
			starting = append(starting, p)
		}
	}
	// Whether an offset lies in the log is asked of the whole log, open
	// transactions included.
	if l.resolveAt(starting, l.c.cfg.isolation()) {
		l.resolveAt(ranging, sarama.ReadUncommitted)
	}
}

// resolveAt resolves with one request for all the starts that matter and one
// for the ends. False means that a request failed.
func (l *leader) resolveAt(parts []*partition, isolation sarama.IsolationLevel) bool {
	found := make(map[*partition]ends, len(parts))
	for _, p := range parts {
		found[p] = ends{-1, -1}
	}
	parts, ok := l.list(parts, sarama.OffsetOldest, isolation, needsStart, func(p *partition, offset int64) {
		found[p] = ends{offset, found[p].end}
	})
	if ok {
		parts, ok = l.list(parts, sarama.OffsetNewest, isolation, l.c.needsEnd, func(p *partition, offset int64) {
			found[p] = ends{found[p].start, offset}
		})
	}
	if !ok {
		return false
	}
	blocks := make([]block, 0, len(parts))
	for _, p := range parts {
		if l.settle(p, found[p]) {
			blocks = append(blocks, block{part: p, next: p.offset})
		}
	}
	l.c.mu.Lock()
	l.c.setReading(true, parts...)
	l.c.mu.Unlock()
	return l.c.deliver(blocks)
}

// needsStart says whether the log's start matters for a seek.
func needsStart(p *partition) bool { return p.seek != seekNewest }

// needsEnd says whether the log's end matters for a seek.
func (c *Consumer) needsEnd(p *partition) bool { return p.seek != seekOldest || c.cfg.ExitAtEnd }

// list asks for the starts or the ends of those partitions that need it. It
// returns the partitions for which one can go on; false means that the
// request failed.
func (l *leader) list(parts []*partition, at int64, isolation sarama.IsolationLevel,
	needs func(*partition) bool, found func(*partition, int64),
) ([]*partition, bool) {
	rq := sarama.NewOffsetRequest(sarama.MaxVersion)
	rq.IsolationLevel = isolation
	var asked []*partition
	good := make([]*partition, 0, len(parts))
	for _, p := range parts {
		if !needs(p) {
			good = append(good, p)
			continue
		}
		rq.AddBlock(p.Topic, p.Partition, at, 1)
		asked = append(asked, p)
	}
	if len(asked) == 0 {
		return good, true
	}
	answer, ok, err := request(l, parts, (*sarama.Broker).GetAvailableOffsets, rq)
	if err != nil {
		l.lost(l.address(), parts, err)
	}
	if !ok {
		return nil, false
	}
	refused := make(map[sarama.KError][]*partition)
	for _, p := range asked {
		b := answer.GetBlock(p.Topic, p.Partition)
		switch {
		case b == nil || b.Err == sarama.ErrNoError && len(b.Offsets) == 0:
			l.c.later(p, p.pause.Next())
		case b.Err != sarama.ErrNoError:
			refused[b.Err] = append(refused[b.Err], p)
		default:
			found(p, b.Offsets[0])
			good = append(good, p)
		}
	}
	for code, parts := range refused {
		l.refuse(parts, code)
	}
	return good, true
}

// settle sets the position a partition is read from. It reports false where
// the backlog of the topic will say where that is.
func (l *leader) settle(p *partition, e ends) (placed bool) {
	placed = true
	if l.c.cfg.ExitAtEnd && p.until.Load() < 0 {
		p.until.Store(e.end)
	}
	switch p.seek {
	case seekOldest:
		p.offset = e.start
	case seekNewest:
		p.offset = e.end
	case seekTail:
		placed = l.openTail(p, e)
	case seekOffset, seekRange:
		l.reseat(p, e)
	}
	p.seek = seekNone
	if e.start >= 0 {
		p.start.Store(e.start)
	}
	if e.end >= 0 && p.end.Load() < 0 && l.c.cfg.Isolation == model.ReadUncommitted {
		p.end.Store(e.end)
	}
	return placed
}

// openTail begins with a partition's part of the backlog of its topic. It
// reports false where the partition takes part in it.
func (l *leader) openTail(p *partition, e ends) (placed bool) {
	p.offset = max(e.start, e.end-p.share)
	if p.tail == nil {
		return true
	}
	offset, ok := p.tail.open(p, e)
	switch {
	case !ok:
		p.tail = nil
		return true
	case p.tail.gathered(p):
		l.c.hold(p, p.tail, e.end)
	default:
		p.offset = offset
	}
	return false
}
