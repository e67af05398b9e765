package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// spread is what was measured of one thing, several times.
type spread []float64

// median is the middle one, or the mean of the two in the middle; 0 of nothing.
func (s spread) median() float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// p99 is the smallest that 99 in 100 do not exceed; 0 of nothing.
func (s spread) p99() float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[(99*len(sorted)+99)/100-1]
}

// over gives the ratios of what was measured in the same rounds.
func (s spread) over(other spread) spread {
	ratios := make(spread, 0, len(s))
	for i := range min(len(s), len(other)) {
		if other[i] != 0 {
			ratios = append(ratios, s[i]/other[i])
		}
	}
	return ratios
}

// text is the median and, in brackets, the smallest and the largest.
func (s spread) text(decimals int) string {
	if len(s) == 0 {
		return "–"
	}
	if len(s) == 1 {
		return grouped(s[0], decimals)
	}
	return fmt.Sprintf("%s (%s–%s)", grouped(s.median(), decimals), grouped(slices.Min(s), decimals), grouped(slices.Max(s), decimals))
}

// late is the median, the 99th percentile and the largest, of milliseconds.
func (s spread) late() string {
	if len(s) == 0 {
		return "–"
	}
	return fmt.Sprintf("%s / %s / %s", grouped(s.median(), 0), grouped(s.p99(), 0), grouped(slices.Max(s), 0))
}

// milliseconds of durations.
func milliseconds(durations ...time.Duration) spread {
	s := make(spread, len(durations))
	for i, d := range durations {
		s[i] = float64(d) / float64(time.Millisecond)
	}
	return s
}

// grouped writes a number with commas: "1,234.5".
func grouped(f float64, decimals int) string {
	text := strconv.FormatFloat(f, 'f', decimals, 64)
	whole := len(text)
	if decimals > 0 {
		whole -= decimals + 1
	}
	first := cmp.Compare(0, f)
	for i := whole - 3; i > max(first, 0); i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
