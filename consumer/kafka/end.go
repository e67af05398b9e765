package kafka

import (
	"fmt"
	"math"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// endGrace is how long after an end by time its last messages are waited for:
// they are stamped by producers, and then travel.
const endGrace = time.Second

// never is the offset of what was not asked for, or is not there.
const never = -1

// scope is what is read of every topic.
func (cfg Config) scope() model.Scope {
	s := model.Scope{Span: model.Span{Start: cfg.Start, End: cfg.End}, Apart: cfg.Apart, Closed: len(cfg.Partitions) > 0}
	for _, p := range cfg.Partitions {
		_, own := cfg.Apart[p]
		s.Closed = s.Closed && own
	}
	return s
}

// At gives the configuration with what a scope says is read. Partitions stays
// where the scope leaves that open.
func (cfg Config) At(s model.Scope) Config {
	cfg.Start, cfg.End, cfg.Apart = s.Start, s.End, s.Apart
	if s.Closed {
		cfg.Partitions = s.Partitions()
	}
	return cfg
}

// ends says that runs of this configuration end by themselves. Then nothing is
// waited for that may never come.
func (cfg Config) ends() bool { return cfg.ExitAtEnd || cfg.scope().Bounded() }

// checkSpan says what is wrong with a span; nil for nothing.
func checkSpan(s model.Span) error {
	switch {
	case s.Start.Kind > model.StartAgo:
		return configFault(fmt.Sprintf("start kind %d is unknown", s.Start.Kind), "")
	case s.Start.N < 0:
		return configFault(fmt.Sprintf("a start position of %d is not possible", s.Start.N), "It counts from 0.")
	case s.End.Kind > model.EndAgo:
		return configFault(fmt.Sprintf("end kind %d is unknown", s.End.Kind), "")
	case s.End.N < 0 && s.End.Kind != model.EndAgo:
		return configFault(fmt.Sprintf("an end position of %d is not possible", s.End.N), "It counts from 0.")
	case s.End.Kind == model.EndAfter && s.Start.Kind == model.StartTail:
		return configFault("the last messages do not begin at one offset to count from", "Read them to the end, to an offset or to a time.")
	}
	return nil
}

// startTime is the time at which a partition begins to be read, in milliseconds
// since 1970; ok is false where it begins elsewhere.
func (c *Consumer) startTime(s model.Start) (ms int64, ok bool) {
	switch s.Kind {
	case model.StartTime:
		return s.N, true
	case model.StartAgo:
		return max(0, c.begun.UnixMilli()-s.N), true
	}
	return 0, false
}

// endTime is likewise where it ends.
func (c *Consumer) endTime(e model.End) (ms int64, ok bool) {
	switch e.Kind {
	case model.EndTime:
		return e.N, true
	case model.EndAgo:
		return max(0, c.begun.UnixMilli()-e.N), true
	}
	return 0, false
}

// needsEndTime says whether a partition's end is a time whose place in the log
// is not known.
func (c *Consumer) needsEndTime(p *partition) bool {
	_, timed := c.endTime(p.span.End)
	return timed && p.until.Load() < 0
}

// bound settles where reading a partition ends. Where that is a time which is
// still to come, the partition waits for it: see cut and overdue.
func (l *leader) bound(p *partition, at places) {
	if p.until.Load() >= 0 {
		return
	}
	until := l.c.endOf(p, at)
	if l.c.cfg.ExitAtEnd && (until < 0 || until > at.end) {
		until = at.end
	}
	if until >= 0 {
		p.awaits = 0
	}
	p.until.Store(until)
}

// endOf is the offset at which reading a partition ends, negative for none.
func (c *Consumer) endOf(p *partition, at places) int64 {
	switch p.span.End.Kind {
	case model.EndNone:
		return never
	case model.EndNewest:
		return at.end
	case model.EndOffset:
		return p.span.End.N
	case model.EndAfter:
		// A run that goes on has the end of the one that began.
		if until, ok := c.ids.endOf(p.TopicPartition); ok && p.read {
			return until
		}
		until := p.offset + min(p.span.End.N, math.MaxInt64-p.offset)
		c.ids.endsAt(p.TopicPartition, until)
		return until
	}
	ms, _ := c.endTime(p.span.End)
	switch {
	case at.to >= 0:
		return at.to
	case past(ms):
		return at.end // nothing is as late
	}
	p.awaits, p.earlier = ms, at.end
	return never
}

// past says that nothing more is to come from before a time.
func past(ms int64) bool { return time.Now().After(time.UnixMilli(ms).Add(endGrace)) }

// cut ends a step before the first record that is as late as the end which the
// partition waits for. It reports whether there is one.
func (p *partition) cut(st *step) bool {
	if st.next <= p.earlier {
		return false
	}
	var r model.Record
	for i := range st.batches {
		b := st.batches[i]
		for len(b.raw) > 0 {
			before := len(b.raw)
			b.pop(&r, nil)
			if r.Timestamp < p.awaits {
				continue
			}
			whole := &st.batches[i]
			whole.raw = whole.raw[:len(whole.raw)-before]
			st.batches, st.next = st.batches[:i+1], r.Offset
			if len(whole.raw) == 0 {
				st.batches = st.batches[:i]
			}
			p.awaits = 0
			p.until.Store(r.Offset)
			return true
		}
	}
	return false
}

// overdue has a partition's end looked up once the clock has passed the time it
// waits for. The caller holds mu, and nobody else has the partition.
func (c *Consumer) overdue(p *partition) {
	if p.awaits == 0 || p.seek != seekNone || !past(p.awaits) {
		return
	}
	p.seek = seekEnd
	if l := c.leaders[p.leader]; l != nil {
		l.kick()
	}
}

// asks are the requests for places, in the order in which they are sent: one
// offset of a partition can be asked for at a time.
func (c *Consumer) asks() []listing {
	at := func(offset int64) func(*partition) int64 { return func(*partition) int64 { return offset } }
	return []listing{
		{at(sarama.OffsetOldest), needsStart, func(f *places, offset int64) { f.start = offset }},
		{at(sarama.OffsetNewest), c.needsEnd, func(f *places, offset int64) { f.end = offset }},
		{
			func(p *partition) int64 { ms, _ := c.startTime(p.span.Start); return ms },
			func(p *partition) bool { return p.seek == seekTime }, func(f *places, offset int64) { f.from = offset },
		},
		{
			func(p *partition) int64 { ms, _ := c.endTime(p.span.End); return ms },
			c.needsEndTime, func(f *places, offset int64) { f.to = offset },
		},
	}
}
