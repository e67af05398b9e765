package meter

import "slices"

// Scale is what a picture of values goes from and to. It begins above 0 where all
// values are far from it, for else they would be columns of one height; it never
// is so narrow that chance looks like a rise and a fall. 0 itself is a blank.
type Scale struct{ Low, High float64 }

// narrowest is the least height of a scale, as a part of its highest value.
const narrowest = 0.25

// ScaleOf is the scale of values. The few lowest, such as a second that was not
// whole, do not stretch it.
func ScaleOf[N int64 | float64](values []N) Scale {
	sorted := slices.Sorted(func(yield func(N) bool) {
		for _, v := range values {
			if v > 0 && !yield(v) {
				return
			}
		}
	})
	if len(sorted) == 0 {
		return Scale{}
	}
	s := Scale{float64(sorted[len(sorted)/10]), float64(sorted[len(sorted)-1])}
	if least := narrowest * s.High; s.High-s.Low < least { // in the middle
		middle := (s.Low + s.High) / 2
		s.Low, s.High = middle-least/2, middle+least/2
	}
	if s.Low < s.High/2 { // it would save little
		s.Low = 0
	}
	return s
}

// Level is the height of a value above the scale's begin, of so many levels; at
// least 1 for what is not 0.
func (s Scale) Level(v float64, levels int) int {
	if v <= 0 || s.High <= s.Low {
		return 0
	}
	return min(levels, max(1, int((v-s.Low)/(s.High-s.Low)*float64(levels)+0.5)))
}
