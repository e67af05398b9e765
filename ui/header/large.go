package header

import (
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// LargeLines is the height of [Large].
const LargeLines = 5

// digits are three lines high, so that they are read from the last row of a hall.
var digits = map[rune][3]string{
	'0': {"█▀█", "█ █", "▀▀▀"}, '1': {"▀█ ", " █ ", "▀▀▀"}, '2': {"▀▀█", "█▀▀", "▀▀▀"}, '3': {"▀▀█", " ▀█", "▀▀▀"},
	'4': {"█ █", "▀▀█", "  ▀"}, '5': {"█▀▀", "▀▀█", "▀▀▀"}, '6': {"█▀▀", "█▀█", "▀▀▀"}, '7': {"▀▀█", "  █", "  ▀"},
	'8': {"█▀█", "█▀█", "▀▀▀"}, '9': {"█▀█", "▀▀█", "▀▀▀"}, '.': {" ", " ", "▀"}, ':': {" ", "▀", "▀"}, ',': {" ", " ", "▞"},
	' ': {"  ", "  ", "  "},
}

// Large is View for a stage, in LargeLines lines: the time and the rate are large.
func Large(t *theme.Theme, g *theme.Glyphs, width int, f Facts, now time.Time) []string {
	clock, said := largeClock(f, now)
	rate := format.Count(f.Rate.Rate())
	ink, rateInk := t.AccentBold, t.OKBold
	if left, limited := f.Status.Left(now); !f.Status.Phase.Active() {
		ink, rateInk = t.Dim, t.Dim
	} else if limited && left <= f.Status.Lifetime/10 {
		ink = t.WarnBold
	}
	words := [3][2]string{{"", f.Rate.Spark(12, g.Spark)}, {"", "behind " + behindOf(t, f)}, {said, "messages/s"}}
	lines := []string{identity(t, g, width, f, now), ""}
	for i := range 3 {
		r := paint.New(t, g, width/2)
		r.Text(rateInk, large(rate, i)).Text(t.Dim, "  "+words[i][1])
		r.Pad(largeWidth(rate) + 2 + 16)
		l := paint.New(t, g, width-r.Cols()-1)
		l.Text(ink, " "+large(clock, i)).Text(t.Dim, "  "+words[i][0])
		lines = append(lines, paint.Sides(l, r, width))
	}
	return lines
}

func behindOf(t *theme.Theme, f Facts) string {
	text, _ := behindText(t, f.Status)
	return text
}

// largeClock is the time left, or gone by where there is no limit, and the words
// behind it.
func largeClock(f Facts, now time.Time) (clock, said string) {
	s := f.Status
	left, limited := s.Left(now)
	switch {
	case limited && (s.Phase.Active() || left > 0):
		clock, said = format.Seconds(left), "left of "+format.Span(s.Lifetime)
	case limited:
		clock, said = format.Seconds(left), "of "+format.Span(s.Lifetime)
	case s.Run == 0:
		return "0.0", "not started"
	default:
		end := now
		if !s.Ended.IsZero() {
			end = s.Ended
		}
		clock, said = format.Seconds(max(0, end.Sub(s.Started))), "so far, no limit"
	}
	if clock, ok := strings.CutSuffix(clock, " s"); ok {
		return clock, "s " + said
	}
	if s.Phase == model.Stopping {
		said = "stopping"
	}
	return clock, said
}

// large is a line of a number in large digits.
func large(number string, line int) string {
	var b strings.Builder
	for i, r := range number {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(digits[r][line])
	}
	return b.String()
}

// largeWidth is how wide a number is in large digits.
func largeWidth(number string) int { return len([]rune(large(number, 0))) }
