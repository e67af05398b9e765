package help

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// top is the number of lines above the columns.
const top = 2

// Pane is the open help.
type Pane struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs
	keys   *keys.Map
	groups func() []keys.Group

	width, height int
	page          int // from 0
}

// New makes a pane of the keys that groups gives, which is asked for each frame:
// their words change. k has the keys that turn its pages.
func New(t *theme.Theme, g *theme.Glyphs, k *keys.Map, groups func() []keys.Group) *Pane {
	return &Pane{theme: t, glyphs: g, keys: k, groups: groups}
}

// SetTheme repaints.
func (p *Pane) SetTheme(t *theme.Theme) { p.theme = t }

// SetSize gives the columns and lines that there are.
func (p *Pane) SetSize(width, height int) { p.width, p.height = width, height }

// Pages is how many there are, at least 1.
func (p *Pane) Pages() int { return len(p.pages()) }

// Last reports whether no page follows the one that is shown.
func (p *Pane) Last() bool { return p.page+1 >= p.Pages() }

// Press turns the pages; false closes the help.
func (p *Pane) Press(msg tea.KeyPressMsg) (open bool) {
	k, pages := p.keys, p.Pages()
	switch {
	case key.Matches(msg, k.Help) && !p.Last():
		p.page++
	case pages > 1 && key.Matches(msg, k.Down, k.PageDown, k.HalfDown, k.Right):
		p.Turn(1)
	case pages > 1 && key.Matches(msg, k.Up, k.PageUp, k.HalfUp, k.Left):
		p.Turn(-1)
	default:
		return false
	}
	return true
}

// Turn shows a page that is delta further, as far as there are any.
func (p *Pane) Turn(delta int) { p.page = min(max(0, p.page+delta), p.Pages()-1) }

// View shows a page of the keys in exactly as many lines as the size has.
func (p *Pane) View() []string {
	t, pages := p.theme, p.pages()
	page := min(p.page, len(pages)-1) // the terminal may have grown
	title := paint.New(t, p.glyphs, p.width)
	title.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " keys ")
	if len(pages) > 1 {
		title.Text(t.Bold, format.Count(int64(page+1))+" of "+format.Count(int64(len(pages)))+"   ")
		title.Text(t.AccentBold, p.keys.Help.Help().Key).Text(t.Dim, " next   ")
	}
	closes := "any key closes "
	if len(pages) > 1 {
		closes = "esc closes "
	}
	title.Text(t.Dim, closes).Rule(t.Faint, p.width-1)
	lines := []string{title.String(), ""}
	var columns []string
	for _, c := range pages[page] {
		columns = append(columns, lipgloss.NewStyle().PaddingLeft(gap).Render(strings.Join(c.groups, "\n\n")))
	}
	lines = append(lines, strings.Split(lipgloss.JoinHorizontal(lipgloss.Top, columns...), "\n")...)
	for len(lines) < p.height {
		lines = append(lines, "")
	}
	return lines[:p.height]
}
