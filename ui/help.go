package ui

import (
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"

	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// drawHelp shows every key in exactly height lines: titled columns side by
// side, as many as fit, the others below.
func (a *App) drawHelp(height int) []string {
	t := a.theme
	title := paint.New(t, a.glyphs, a.width)
	title.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " keys ").Text(t.Dim, "any key closes ").Rule(t.Faint, a.width-1)
	lines := []string{title.String(), ""}

	const gap = 4
	var row []string
	used := 0
	flush := func() {
		if len(row) > 0 {
			lines = append(lines, strings.Split(lipgloss.JoinHorizontal(lipgloss.Top, row...), "\n")...)
			lines = append(lines, "")
		}
		row, used = nil, 0
	}
	for _, g := range a.keys.groups() {
		col := a.helpColumn(g)
		w := lipgloss.Width(col) + gap
		if used+w > a.width {
			flush()
		}
		row, used = append(row, lipgloss.NewStyle().PaddingLeft(gap).Render(col)), used+w
	}
	flush()
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

func (a *App) helpColumn(g helpGroup) string {
	h := help.New()
	h.Styles.FullKey = lipgloss.NewStyle().Foreground(lipgloss.Color(a.theme.AccentHex)).Bold(true)
	h.Styles.FullDesc = lipgloss.NewStyle().Foreground(lipgloss.Color(a.theme.DimHex))
	title := lipgloss.NewStyle().Bold(true).Render(g.title)
	// A disabled key is still a key: the help shows all of them.
	bindings := make([]key.Binding, len(g.keys))
	for i, b := range g.keys {
		b.SetEnabled(true)
		bindings[i] = b
	}
	return title + "\n" + h.FullHelpView([][]key.Binding{bindings})
}
