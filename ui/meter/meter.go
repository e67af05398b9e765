// Package meter turns a counter into a rate and a small picture of its recent
// past.
//
// A [Meter] is fed the total and the time now and then. The rate is that of
// the last second; the picture holds one value a second, the newest on the
// right, on one scale ([ScaleOf]), which under a steady load begins above 0.
package meter

import (
	"strings"
	"time"
)

// Seconds is how far the picture reaches back.
const Seconds = 60

// Meter follows one counter. The zero value is ready.
type Meter struct {
	samples []sample // of about the last second, oldest first
	buckets [Seconds]int64
	second  int64 // Unix second of the newest bucket
	whole   int   // buckets before it since the first sample, at most Seconds-1
}

type sample struct {
	at    time.Time
	total int64
}

// Add takes in the counter's total at now. Totals must not fall and times must
// not go back; a sample that does is left out.
func (m *Meter) Add(now time.Time, total int64) {
	if n := len(m.samples); n > 0 {
		last := m.samples[n-1]
		if now.Before(last.at) || total < last.total {
			return
		}
		m.bucket(now, total-last.total)
	} else {
		m.bucket(now, total)
	}
	m.samples = append(m.samples, sample{now, total})
	// Keep one sample at least a second old, to measure against.
	old := 0
	for old+1 < len(m.samples) && now.Sub(m.samples[old+1].at) >= time.Second {
		old++
	}
	m.samples = append(m.samples[:0], m.samples[old:]...)
}

func (m *Meter) bucket(now time.Time, n int64) {
	s := now.Unix()
	if m.second == 0 {
		m.second = s
	}
	for steps := min(s-m.second, Seconds); steps > 0; steps-- {
		m.whole = min(m.whole+1, Seconds-1)
		copy(m.buckets[:], m.buckets[1:])
		m.buckets[Seconds-1] = 0
	}
	m.second = max(m.second, s)
	m.buckets[Seconds-1] += n
}

// Rate is the number of counts a second over the last second.
func (m *Meter) Rate() int64 {
	if len(m.samples) < 2 {
		return 0
	}
	first, last := m.samples[0], m.samples[len(m.samples)-1]
	d := max(last.at.Sub(first.at), time.Second)
	return int64(float64(last.total-first.total)/d.Seconds() + 0.5)
}

// Total is the total that was last added; 0 before that.
func (m *Meter) Total() int64 {
	if len(m.samples) == 0 {
		return 0
	}
	return m.samples[len(m.samples)-1].total
}

// Over is the number of counts a second over the last whole seconds, as many as
// there were, at most Seconds-1.
func (m *Meter) Over(seconds int) int64 {
	view := m.last(min(seconds, m.whole))
	if len(view) == 0 {
		return m.Rate()
	}
	var sum int64
	for _, v := range view {
		sum += v
	}
	return (sum + int64(len(view))/2) / int64(len(view))
}

// Past gives the counts of each of the last whole seconds, the newest last. It
// is valid until the next Add.
func (m *Meter) Past() []int64 { return m.last(Seconds - 1) }

// last is the last n buckets. The newest one is still filling; it would always
// look like a fall.
func (m *Meter) last(n int) []int64 { return m.buckets[Seconds-1-n : Seconds-1] }

// Spark draws the last width seconds with the given levels, lowest first; a
// second without a count is a blank.
func (m *Meter) Spark(width int, levels []string) string {
	width = min(width, Seconds)
	if width <= 0 {
		return ""
	}
	view := m.last(min(width, Seconds-1))
	scale := ScaleOf(view)
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", width-len(view)))
	for _, v := range view {
		if v == 0 {
			b.WriteByte(' ')
			continue
		}
		b.WriteString(levels[max(1, scale.Level(float64(v), len(levels)))-1])
	}
	return b.String()
}
