package numbers

import (
	"math"
	"slices"
	"strconv"
	"strings"

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

// columns shares the counts of h out over so many columns.
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
	return values
}

// axis writes marks under a plot, as many as there is room for.
func (s *scale) axis(l *paint.Line, ink theme.Ink, width int, marks []mark) {
	begin := l.Cols()
	for _, m := range marks {
		at := int(math.Round((place(m.value) - s.low) / (s.high - s.low) * float64(width)))
		if at < 0 || at+safetext.Width(m.text) > width || l.Cols() > begin && begin+at < l.Cols()+3 {
			continue
		}
		l.Pad(begin+at).Text(ink, m.text)
	}
}

// mark is a value on an axis.
type mark struct {
	value int64
	text  string
}

var sizeMarks = []mark{
	{0, "0"},
	{4, "4 B"},
	{16, "16 B"},
	{64, "64 B"},
	{256, "256 B"},
	{1 << 10, "1 KiB"},
	{4 << 10, "4 KiB"},
	{16 << 10, "16 KiB"},
	{64 << 10, "64 KiB"},
	{256 << 10, "256 KiB"},
	{1 << 20, "1 MiB"},
	{4 << 20, "4 MiB"},
	{16 << 20, "16 MiB"},
	{64 << 20, "64 MiB"},
	{256 << 20, "256 MiB"},
	{1 << 30, "1 GiB"},
}

// The units of delays, in milliseconds.
const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

var delayMarks = []mark{
	{0, "0"},
	{1, "1 ms"},
	{10, "10 ms"},
	{100, "100 ms"},
	{second, "1 s"},
	{10 * second, "10 s"},
	{minute, "1 min"},
	{10 * minute, "10 min"},
	{hour, "1 h"},
	{10 * hour, "10 h"},
	{day, "1 d"},
	{10 * day, "10 d"},
	{100 * day, "100 d"},
	{1000 * day, "1,000 d"},
	{10_000 * day, "10,000 d"},
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
