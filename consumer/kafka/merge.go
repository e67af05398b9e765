package kafka

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
)

// gatherTail waits until the backlog of a topic is gathered, but not for
// partitions of which nothing comes, delivers it and lets the partitions go on.
func (c *Consumer) gatherTail(t *tail) {
	if !c.awaitTail(t) {
		return
	}
	blocks, short := t.finish()
	if short != "" {
		c.tellShort(t, short)
	}
	if !c.deliver(blocks) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	close(t.released)
	for p := range t.reaches {
		p.held = false
	}
	c.dispatch()
}

// awaitTail waits until there is nothing left to gather, or to wait for. False
// means that the consumer ends.
func (c *Consumer) awaitTail(t *tail) bool {
	select {
	case <-t.opened:
	case <-c.ctx.Done():
		return false
	}
	most := time.NewTimer(tailMost)
	defer most.Stop()
	select {
	case <-t.first:
	case <-most.C:
		return true
	case <-c.ctx.Done():
		return false
	}
	late := time.NewTimer(tailWait)
	defer late.Stop()
	for {
		select {
		case <-t.all:
			if !c.deepen(t) {
				return true
			}
		case <-late.C:
			wait := tailWait - t.still()
			if wait <= 0 {
				return true
			}
			late.Reset(wait)
		case <-most.C:
			return true
		case <-c.ctx.Done():
			return false
		}
	}
}

// still is how long nothing has come.
func (t *tail) still() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Since(t.moved)
}

// deepen has those partitions read further back of which all that is gathered
// belongs to the last messages: what lies before it may, too. It reports false
// where there are none.
func (c *Consumer) deepen(t *tail) (some bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.undecided() {
		some = true
		r := t.reaches[s.part]
		r.want = min(t.n, r.want*tailStride)
		r.back()
		r.done, r.again = false, true
		t.pending++
		s.part.held = false
	}
	if some {
		c.dispatch()
	}
	return some
}

// undecided are the partitions that ran out of messages while the last n were
// chosen, although their logs hold more. The caller holds mu.
func (t *tail) undecided() []*source {
	sources := t.sources()
	chosen := choose(sources, t.n)
	return slices.DeleteFunc(sources, func(s *source) bool {
		r := t.reaches[s.part]
		// Where its oldest one was chosen last, nothing was chosen without it.
		last := len(chosen) == t.n && chosen[len(chosen)-1].part == s.part
		return s.left > 0 || r.from <= r.log.start || r.enough || last
	})
}

// source is one partition of a backlog: what is gathered of it, the number of
// messages not chosen yet, and how many were.
type source struct {
	part  *partition
	items []item
	left  int
	taken int
	live  int64
}

// sources are the partitions of the backlog in their order, with what is gathered
// of them: also in a window that is being read. The caller holds mu.
func (t *tail) sources() []*source {
	var sources []*source
	for p, r := range t.reaches {
		items := slices.Concat(r.window, r.items)
		sources = append(sources, &source{part: p, items: items, left: len(items), live: r.live})
	}
	slices.SortFunc(sources, func(a, b *source) int {
		return cmp.Or(strings.Compare(a.part.Topic, b.part.Topic), cmp.Compare(a.part.Partition, b.part.Partition))
	})
	return sources
}

// prune forgets what does not belong to the last n of what is gathered so far,
// and so to no last n, and the oldest of what is too large to be kept. The caller
// holds mu.
func (t *tail) prune() {
	sources := t.sources()
	chosen := choose(sources, t.n)
	fits, room := 0, tailBytes*7/8
	for ; fits < len(chosen); fits++ {
		if room -= len(chosen[fits].batches[0].raw) + tailItem; room < 0 && fits > 0 {
			t.cut = true
			break
		}
	}
	kept := make(map[*partition]int, len(sources))
	for _, b := range chosen[:fits] {
		kept[b.part]++
	}
	for _, s := range sources {
		s.left = len(s.items) - kept[s.part]
	}
	t.kept = 0
	for _, s := range sources {
		r := t.reaches[s.part]
		r.enough = r.enough || s.left > 0
		dropped := min(s.left, len(r.window))
		r.window = slices.Clone(r.window[dropped:])
		r.items = slices.Clone(r.items[s.left-dropped:])
		for _, it := range slices.Concat(r.window, r.items) {
			t.kept += it.size
		}
	}
}

// finish closes the backlog and returns it as blocks, in order of time, the
// order of every partition kept. short says why messages are missing that were to
// be shown; "" for none.
func (t *tail) finish() (blocks []block, short string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	for _, r := range t.reaches {
		if r.steps > 0 && !r.done {
			r.window = nil // what lies between it and the items is missing
		}
	}
	sources := t.sources()
	chosen := choose(sources, t.n)
	for _, s := range sources {
		first := s.live
		if s.left < len(s.items) {
			first = s.items[s.left].offset
		}
		blocks = append(blocks, block{part: s.part, next: first})
	}
	for _, b := range slices.Backward(chosen) {
		blocks = append(blocks, b)
	}
	for _, s := range sources {
		blocks = append(blocks, block{part: s.part, next: s.live})
	}
	switch {
	case t.cut && len(chosen) < t.n:
		short = "are large; the oldest of them are left out"
	case t.pending > 0:
		short = "may not all be shown: not every partition could be read in time"
	}
	return blocks, short
}

// choose takes the latest n messages, the latest first. Of every partition it
// takes a run up to its end, so that nothing is left out in between even where
// producers' clocks disagree. Where times are equal, or there are none, the
// partitions take turns.
func choose(sources []*source, n int) []block {
	var chosen []block
	for len(chosen) < n {
		var latest *source
		for _, s := range sources {
			if s.left > 0 && (latest == nil || s.later(latest)) {
				latest = s
			}
		}
		if latest == nil {
			break
		}
		latest.left--
		latest.taken++
		it := latest.items[latest.left]
		chosen = append(chosen, block{part: latest.part, batches: []batch{it.batch}, next: it.offset + 1})
	}
	return chosen
}

// later says whether the last message left of s goes before that of other.
func (s *source) later(other *source) bool {
	a, b := s.items[s.left-1].time, other.items[other.left-1].time
	return a > b || a == b && s.taken < other.taken
}

// tellShort tells that the backlog is not what was asked for.
func (c *Consumer) tellShort(t *tail, why string) {
	f := model.NewFault(model.FaultNotice, fmt.Sprintf("the last %s messages of %s %s", format.Count(int64(t.n)), t.topic, why), nil)
	f.Topic, f.Hint = t.topic, "Begin at an offset or a time to see all of them."
	c.tell(f)
}
