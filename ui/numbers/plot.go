package numbers

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/tally"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// plot draws columns in height lines, the highest value as high as that. A value
// that is not 0 is seen.
func (p *Pane) plot(values []float64, height int) []string {
	return p.plotOn(meter.Scale{High: slices.Max(append(values, 0))}, values, height)
}

// plotOn is plot on a scale that may begin above 0.
func (p *Pane) plotOn(scale meter.Scale, values []float64, height int) []string {
	levels := p.glyphs.Spark
	lines := make([]string, height)
	for row := range lines {
		var b strings.Builder
		below := (height - 1 - row) * len(levels)
		for _, v := range values {
			n := scale.Level(v, height*len(levels)) - below
			if n <= 0 {
				b.WriteByte(' ')
			} else {
				b.WriteString(levels[min(n, len(levels))-1])
			}
		}
		lines[row] = b.String()
	}
	return lines
}

// bar draws how large n is beside most in at most so many cells.
func (p *Pane) bar(l *paint.Line, ink theme.Ink, n, most int64, cells int) {
	end := l.Cols() + cells
	if n > 0 && most > 0 {
		halves := max(1, int(float64(n)/float64(most)*float64(2*cells)+0.5))
		l.Text(ink, strings.Repeat(p.glyphs.Full, halves/2))
		if halves%2 > 0 {
			l.Text(ink, p.glyphs.Half)
		}
	}
	l.Rule(p.theme.Faint, end)
}

// percent writes a share: "12 %", "<1 %".
func percent(n, of int64) string {
	switch {
	case n <= 0 || of <= 0:
		return "0 %"
	case float64(n)*100 < float64(of):
		return "<1 %"
	}
	return strconv.Itoa(int(float64(n)*100/float64(of)+0.5)) + " %"
}

// scale is the range of a logarithmic axis, in octaves. It grows, and does not
// shrink.
type scale struct{ low, high float64 }

// leastOctaves keeps few different values from filling a plot.
const leastOctaves = 5

// place is where a value stands on an axis: 0 has a place, too.
func place(v int64) float64 { return math.Log2(1 + float64(v)) }

// take makes the scale so large that it holds all of h.
func (s *scale) take(h *tally.Histogram) {
	for b := range h.Bars {
		if s.high == 0 {
			s.low = math.Floor(place(b.Low))
		}
		s.low = min(s.low, math.Floor(place(b.Low)))
		s.high = max(s.high, math.Ceil(place(b.High)))
	}
	s.high = max(s.high, s.low+leastOctaves)
}

// columns shares the counts of h out over so many columns. Few values have wide
// bins, of columns that are equally high: narrow ones would be a comb.
func (s *scale) columns(h *tally.Histogram, width int) []float64 {
	values := make([]float64, width)
	per := (s.high - s.low) / float64(width)
	for b := range h.Bars {
		from, to := (place(b.Low)-s.low)/per, (place(b.High)-s.low)/per
		for c := int(from); c < width && float64(c) < to; c++ {
			part := min(to, float64(c+1)) - max(from, float64(c))
			values[c] += float64(b.Count) * part / (to - from)
		}
	}
	bin := max(1, int(math.Ceil(1/(per*binsFor(h.Total())))))
	for bin := range slices.Chunk(values, bin) {
		sum := 0.0
		for _, v := range bin {
			sum += v
		}
		for i := range bin {
			bin[i] = sum / float64(len(bin))
		}
	}
	return values
}

// binsFor is how many bins an octave has for so many values.
func binsFor(values int64) float64 {
	switch {
	case values < 300:
		return 2
	case values < 5_000:
		return 4
	}
	return 8
}

// axis writes marks under a plot, each at the column where its value begins: the
// first of the sets that all have room, or what there is room for of the last one.
func (s *scale) axis(l *paint.Line, ink theme.Ink, width int, sets [][]mark) {
	begin := l.Cols()
	for i, marks := range sets {
		row, all := s.marks(width, marks)
		if !all && i < len(sets)-1 {
			continue
		}
		for _, m := range row {
			l.Pad(begin+m.at).Text(ink, m.text)
		}
		return
	}
}

// marks gives those of the marks within the scale that have room, and whether all
// of them have.
func (s *scale) marks(width int, marks []mark) (row []mark, all bool) {
	all = true
	end := -markGap
	for _, m := range marks {
		m.text = tick + m.text
		m.at = int(math.Round((place(m.value) - s.low) / (s.high - s.low) * float64(width)))
		switch cols := safetext.Width(m.text); {
		case m.at < 0 || m.at >= width:
		case m.at < end+markGap:
			all = false
		case m.at+cols <= width:
			row = append(row, m)
			end = m.at + cols
		}
	}
	return row, all
}

const (
	markGap = 2   // columns between marks
	tick    = "'" // points up at the column of a mark
)

// mark is a value on an axis.
type mark struct {
	value int64
	text  string
	at    int // its column
}

// sizeMarks are sets of marks, the finest first.
var sizeMarks = sizesEvery(1, 2, 4)

// sizesEvery gives sets of marks so many octaves apart, from 0 to 1 GiB.
func sizesEvery(octaves ...int) [][]mark {
	var sets [][]mark
	for _, step := range octaves {
		set := []mark{{value: 0, text: "0"}}
		for e := step; e <= 30; e += step {
			set = append(set, mark{value: 1 << e, text: format.Bytes(1 << e)})
		}
		sets = append(sets, set)
	}
	return sets
}

// The units of delays, in milliseconds.
const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// delayMarks are sets of marks, the finest first.
var delayMarks = [][]mark{delaysEvery(1, 2, 5), delaysEvery(1, 3), delaysEvery(1)}

// delaysEvery marks these steps of each power of ten of the units of time.
func delaysEvery(steps ...int64) []mark {
	marks := []mark{{value: 0, text: "0"}}
	for _, u := range [...]struct {
		ms, below int64 // the next unit begins there
		name      string
	}{{1, second, "ms"}, {second, minute, "s"}, {minute, hour, "min"}, {hour, day, "h"}, {day, 100_000 * day, "d"}} {
		for power := u.ms; power < u.below; power *= 10 {
			for _, step := range steps {
				if v := power * step; v < u.below {
					marks = append(marks, mark{value: v, text: format.Count(v/u.ms) + " " + u.name})
				}
			}
		}
	}
	return marks
}

// delay writes a number of milliseconds.
func delay(ms int64) string {
	f := func(unit int64, name string) string {
		v, prec := float64(ms)/float64(unit), 0
		if v < 9.95 {
			prec = 1
		}
		return strconv.FormatFloat(v, 'f', prec, 64) + name
	}
	switch {
	case ms < second:
		return strconv.FormatInt(ms, 10) + " ms"
	case ms < 2*minute:
		return f(second, " s")
	case ms < 2*hour:
		return f(minute, " min")
	case ms < 2*day:
		return f(hour, " h")
	}
	return f(day, " d")
}
