package tally

import "math/bits"

// Values below exact have a bucket each; above, every octave has steps buckets,
// so that a bucket is at most an eighth of its values wide.
const (
	exact   = 16
	steps   = 8
	octave  = 4 // of the first value that shares its bucket: exact = 1<<octave
	buckets = exact + (63-octave)*steps
)

// Histogram counts values that are not negative, by their order of magnitude.
// The zero value is empty. It is copied by assignment.
type Histogram struct {
	counts [buckets]int64
	total  int64
	max    int64
}

// Add counts a value n times. Negative ones count as 0.
func (h *Histogram) Add(v, n int64) {
	v = max(0, v)
	h.counts[bucket(v)] += n
	h.total += n
	h.max = max(h.max, v)
}

// Total is how many values there are.
func (h *Histogram) Total() int64 { return h.total }

// Max is the highest value, exactly; 0 where there is none.
func (h *Histogram) Max() int64 { return h.max }

// Quantile is a value that a share q of all values, between 0 and 1, does not
// exceed: at most an eighth too high, and exact below 16. It is 0 where there are none.
func (h *Histogram) Quantile(q float64) int64 {
	rank := int64(q*float64(h.total) + 0.999999)
	rank = min(max(1, rank), h.total)
	var seen int64
	for i, n := range h.counts {
		if seen += n; n > 0 && seen >= rank {
			return min(h.max, bound(i+1)-1)
		}
	}
	return 0
}

// Bar is the number of values from Low up to, but without, High.
type Bar struct{ Low, High, Count int64 }

// Bars gives the ranges that have values, the lowest first.
func (h *Histogram) Bars(yield func(Bar) bool) {
	for i, n := range h.counts {
		if n > 0 && !yield(Bar{bound(i), bound(i + 1), n}) {
			return
		}
	}
}

// bucket is the number of the bucket of v.
func bucket(v int64) int {
	if v < exact {
		return int(v)
	}
	e := bits.Len64(uint64(v)) - 1
	return exact + (e-octave)*steps + int(v>>(e-3))&(steps-1)
}

// bound is the lowest value of bucket i.
func bound(i int) int64 {
	if i < exact {
		return int64(i)
	}
	if i >= buckets {
		return 1<<63 - 1
	}
	e := octave + (i-exact)/steps
	return int64(steps+(i-exact)%steps) << (e - 3)
}
