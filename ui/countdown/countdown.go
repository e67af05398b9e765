// Package countdown draws the time that a run has left as a rule across the
// whole screen.
//
// The rule burns down from right to left, half a cell at a time, so that a
// whole room sees how long is left. It is the accent while there is time,
// amber in the last tenth, grey when the run has ended. A run without a limit
// has a plain line that says so.
package countdown

import (
	"math"
	"strings"
	"time"

	"charm.land/bubbles/v2/progress"
	"charm.land/lipgloss/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// lastTenth is the share of the lifetime from which on the rule warns.
const lastTenth = 0.1

// View draws the rule for s in width columns, with a column free on both sides.
func View(t *theme.Theme, g *theme.Glyphs, width int, s model.Status, now time.Time) string {
	cells := width - 2
	if cells <= 0 {
		return ""
	}
	left, limited := s.Left(now)
	if !limited && s.Run == 0 {
		return paint.New(t, g, width).Pad(1).Rule(t.Faint, width-1).String() // nothing counts yet
	}
	if !limited {
		return unlimited(t, g, width, s)
	}
	share := 0.0
	if s.Lifetime > 0 {
		share = min(1, float64(left)/float64(s.Lifetime))
	}
	color := t.AccentHex
	switch {
	case !s.Phase.Active():
		color = t.FaintHex
	case share <= lastTenth:
		color = t.WarnHex
	}
	halves := int(math.Round(share * float64(cells) * 2))
	if s.Phase.Active() && left > 0 {
		halves = max(1, halves)
	}
	bar := progress.New(
		progress.WithoutPercentage(),
		progress.WithWidth(cells),
		progress.WithFillCharacters([]rune(g.Full)[0], []rune(g.Empty)[0]),
		progress.WithColors(lipgloss.Color(color)),
	)
	bar.EmptyColor = lipgloss.Color(t.FaintHex)
	view := bar.ViewAs(float64(halves/2) / float64(cells))
	if halves%2 == 1 && g.Half != "" {
		half := lipgloss.NewStyle().Foreground(lipgloss.Color(color)).Render(g.Half)
		view = strings.Replace(view, g.Empty, half+emptySGR(t), 1)
	}
	return " " + view
}

// emptySGR goes on with the burnt part after the half cell ended its colour.
func emptySGR(t *theme.Theme) string { return t.Faint.SGR(false) }

func unlimited(t *theme.Theme, g *theme.Glyphs, width int, s model.Status) string {
	ink := t.Accent
	if !s.Phase.Active() {
		ink = t.Faint
	}
	l := paint.New(t, g, width)
	return l.Pad(1).Rule(ink, 4).Text(t.Dim, " no limit ").Rule(ink, width-1).String()
}
