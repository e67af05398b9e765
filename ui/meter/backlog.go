package meter

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	// far is how many offsets there are to read at least for a backlog.
	far = 10_000
	// The pace of a backlog is measured over both of these, and the slower one
	// counts: a gap that is jumped over is no pace to go on at.
	longPace, shortPace = 5 * time.Second, time.Second
	// near is how much of the pace of reading a tail is behind at most,
	// for as long as nearFor.
	near, nearFor = time.Second / 2, time.Second
)

// Backlog follows how a run reads what was there before it, up to its end or to
// the tail of the log. It counts offsets: where compaction and transactions left
// gaps, the position jumps over them, and so does the share that is read. The zero
// value is ready.
type Backlog struct {
	run     int
	begun   map[model.TopicPartition]int64 // where the run began
	done    int64
	left    int64
	reading bool
	over    bool      // the run has reached its end or the tail
	near    time.Time // since when the tail is near; zero = it is not
	samples []progress
}

type progress struct {
	at         time.Time
	done, left int64
}

// Add takes in the status at now.
func (b *Backlog) Add(now time.Time, s model.Status) {
	if s.Run != b.run || b.begun == nil {
		*b = Backlog{run: s.Run, begun: make(map[model.TopicPartition]int64)}
	}
	if !s.Phase.Active() {
		b.over = true
	}
	if b.over {
		b.reading = false
		return
	}
	done, left, unknown := int64(0), int64(0), 0
	for i := range s.Positions {
		p := &s.Positions[i]
		if p.Next < 0 || p.End < 0 && p.Until < 0 {
			unknown++
			continue
		}
		begun, ok := b.begun[p.TopicPartition]
		if !ok || p.Next < begun { // it was created again
			begun = p.Next
			b.begun[p.TopicPartition] = begun
		}
		done += p.Next - begun
		left += p.Left()
	}
	b.done, b.left = done, left
	b.sample(now)
	switch {
	case len(s.Positions) == 0:
	case b.reading:
		if float64(left) > b.pace(read)*near.Seconds() {
			b.near = time.Time{}
		} else if b.near.IsZero() {
			b.near = now
		}
		b.over = left == 0 || !b.near.IsZero() && now.Sub(b.near) >= nearFor
		b.reading = !b.over
	case done+left >= far && left > 0:
		b.reading = true
	case unknown == 0:
		b.over = true // it is short, or none
	}
}

func (b *Backlog) sample(now time.Time) {
	if n := len(b.samples); n > 0 && !now.After(b.samples[n-1].at) {
		return
	}
	b.samples = append(b.samples, progress{now, b.done, b.left})
	old := 0
	for old+1 < len(b.samples) && now.Sub(b.samples[old+1].at) >= longPace {
		old++
	}
	b.samples = append(b.samples[:0], b.samples[old:]...)
}

// pace is how many offsets a second something comes to.
func (b *Backlog) pace(of func(from, to progress) int64) float64 {
	if len(b.samples) < 2 {
		return 0
	}
	to := b.samples[len(b.samples)-1]
	recent := len(b.samples) - 2
	for recent > 0 && to.at.Sub(b.samples[recent].at) < shortPace {
		recent--
	}
	since := func(from progress) float64 { return float64(of(from, to)) / to.at.Sub(from.at).Seconds() }
	return min(since(b.samples[0]), since(b.samples[recent]))
}

// read is how much was read, shorter by how much the backlog became shorter: it
// grows while it is read.
func read(from, to progress) int64    { return to.done - from.done }
func shorter(from, to progress) int64 { return from.left - to.left }

// Reading says that a backlog is being read.
func (b *Backlog) Reading() bool { return b.reading }

// Share is how much of it is read, from 0 to 1.
func (b *Backlog) Share() float64 {
	if b.done+b.left == 0 {
		return 0
	}
	return float64(b.done) / float64(b.done+b.left)
}

// ToGo is how long the rest takes at the pace of the last seconds; ok is false
// where that is not known, or the backlog becomes no shorter.
func (b *Backlog) ToGo() (d time.Duration, ok bool) {
	pace := b.pace(shorter)
	if len(b.samples) < 2 || b.samples[len(b.samples)-1].at.Sub(b.samples[0].at) < time.Second || pace <= 0 {
		return 0, false
	}
	seconds := float64(b.left) / pace
	if seconds > (100 * 24 * time.Hour).Seconds() {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)), true
}
