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

// gatherTail waits until the backlog of a topic is gathered, but not long for
// the slowest partitions, delivers it and lets the partitions go on.
func (c *Consumer) gatherTail(t *tail) {
	select {
	case <-t.first:
	case <-c.ctx.Done():
		return
	}
	late := time.NewTimer(tailWait)
	defer late.Stop()
	select {
	case <-t.all:
	case <-late.C:
	case <-c.ctx.Done():
		return
	}
	blocks, short := t.finish()
	if short {
		c.tellShort(t)
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

// source is one partition of a backlog: what is gathered of it, the number of
// messages not chosen yet, and how many were.
type source struct {
	part  *partition
	items []item
	left  int
	taken int
	live  int64
}

// finish closes the backlog and returns it as blocks, in order of time, the
// order of every partition kept. short says that messages which were to be
// shown were too large to be kept.
func (t *tail) finish() (blocks []block, short bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	var sources []*source
	for p, r := range t.reaches {
		items := r.items
		if r.steps == 0 && !r.done {
			items = r.window // it is slow: what has come so far joins what will
		}
		sources = append(sources, &source{part: p, items: items, left: len(items), live: r.live})
	}
	slices.SortFunc(sources, func(a, b *source) int {
		return cmp.Or(strings.Compare(a.part.Topic, b.part.Topic), cmp.Compare(a.part.Partition, b.part.Partition))
	})
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
	return blocks, t.cut && len(chosen) < t.n
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

// tellShort tells that the backlog is shorter than was asked for.
func (c *Consumer) tellShort(t *tail) {
	f := model.NewFault(model.FaultNotice, fmt.Sprintf("the last %s messages of %s are large; the oldest of them are left out", format.Count(int64(t.n)), t.topic), nil)
	f.Topic, f.Hint = t.topic, "Start at an offset to see all of them."
	c.tell(f)
}
