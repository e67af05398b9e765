package kafka

import (
	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// ends is where a log begins and ends; -1 for what was not asked.
type ends struct{ start, end int64 }

// places is where a partition's log begins and ends, and where the times lie
// in it that matter; -1 for what was not asked, or lies nowhere.
type places struct {
	ends
	from int64 // the first message as late as the span's start
	to   int64 // as its end
}

// listing is one request for places.
type listing struct {
	of    func(*partition) int64 // the time to ask for, or what sarama calls the two ends
	needs func(*partition) bool
	found func(*places, int64)
}

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

// resolveAt resolves with one request for each kind of place that matters. False
// means that a request failed.
func (l *leader) resolveAt(parts []*partition, isolation sarama.IsolationLevel) bool {
	found := make(map[*partition]*places, len(parts))
	for _, p := range parts {
		found[p] = &places{ends{never, never}, never, never}
	}
	for _, ask := range l.c.asks() {
		var ok bool
		parts, ok = l.list(parts, isolation, ask, found)
		if !ok {
			return false
		}
	}
	blocks := make([]block, 0, len(parts))
	for _, p := range parts {
		if l.settle(p, *found[p]) {
			blocks = append(blocks, block{part: p, next: p.offset})
		}
	}
	l.c.mu.Lock()
	l.c.setReading(true, parts...)
	l.c.mu.Unlock()
	return l.c.deliver(blocks)
}

// needsStart says whether the log's start matters for a seek.
func needsStart(p *partition) bool {
	return p.seek != seekNewest && p.seek != seekTime && p.seek != seekEnd
}

// needsEnd says whether the log's end matters for a seek.
func (c *Consumer) needsEnd(p *partition) bool {
	return p.seek != seekOldest || c.cfg.ExitAtEnd || p.span.End.Kind == model.EndNewest || c.needsEndTime(p)
}

// list asks for a place of those partitions that need it. It returns the
// partitions for which one can go on; false means that the request failed.
func (l *leader) list(parts []*partition, isolation sarama.IsolationLevel, ask listing, found map[*partition]*places) ([]*partition, bool) {
	rq := sarama.NewOffsetRequest(sarama.MaxVersion)
	rq.IsolationLevel = isolation
	var asked []*partition
	good := make([]*partition, 0, len(parts))
	for _, p := range parts {
		if !ask.needs(p) {
			good = append(good, p)
			continue
		}
		rq.AddBlock(p.Topic, p.Partition, ask.of(p), 1)
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
			ask.found(found[p], b.Offsets[0])
			good = append(good, p)
		}
	}
	for code, parts := range refused {
		l.refuse(parts, code)
	}
	return good, true
}

// settle sets the position a partition is read from, and where that ends. It
// reports false where the backlog of the topic will say where it begins.
func (l *leader) settle(p *partition, at places) (placed bool) {
	placed = true
	switch p.seek {
	case seekOldest:
		p.offset = at.start
	case seekNewest:
		p.offset = at.end
	case seekAfter:
		p.offset = at.start + min(p.span.Start.N, at.end-at.start)
	case seekTime:
		if p.offset = at.from; p.offset < 0 {
			p.offset = at.end // nothing is as late
		}
	case seekOffset:
		if p.offset < at.start || p.offset > at.end {
			l.reseat(p, at.ends)
		}
	case seekRange:
		l.reseat(p, at.ends)
	}
	l.bound(p, at)
	if p.seek == seekTail {
		placed = l.openTail(p, at.ends)
	}
	p.seek = seekNone
	if at.start >= 0 {
		p.start.Store(at.start)
	}
	if at.end >= 0 && p.end.Load() < 0 && l.c.cfg.Isolation == model.ReadUncommitted {
		p.end.Store(at.end)
	}
	return placed
}

// openTail begins with a partition's part of the backlog of its topic, which
// lies before the end of its span. It reports false where the partition takes
// part in it.
func (l *leader) openTail(p *partition, e ends) (placed bool) {
	if until := p.until.Load(); until >= 0 {
		e.end = max(e.start, min(e.end, until))
	}
	p.offset = max(e.start, e.end-p.share)
	if p.tail == nil {
		return true
	}
	offset, ok := p.tail.open(p, e)
	switch {
	case !ok:
		p.tail = nil
		return true
	case p.tail.done(p):
		l.c.hold(p, p.tail, e.end)
	default:
		p.offset = offset
	}
	return false
}
