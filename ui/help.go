package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// helpGap is what stands left of a column of the help.
const helpGap = 4

// helpTop is the number of lines above its columns.
const helpTop = 2

// helpColumn is titled groups of keys, one below the other.
type helpColumn struct {
	groups        []string
	width, height int
}

// pressHelp turns the pages of the help, or closes it.
func (a *App) pressHelp(msg tea.KeyPressMsg) {
	k, pages := &a.keys, len(a.helpPages(a.share().table))
	switch {
	case key.Matches(msg, k.Help) && a.helpPage+1 < pages:
		a.helpPage++
	case pages > 1 && key.Matches(msg, k.Down, k.PageDown, k.HalfDown, k.Right):
		a.turnHelp(1)
	case pages > 1 && key.Matches(msg, k.Up, k.PageUp, k.HalfUp, k.Left):
		a.turnHelp(-1)
	default:
		a.help, a.helpPage = false, 0
	}
}

// turnHelp shows the next page or the one before, as far as there are any.
func (a *App) turnHelp(delta int) {
	a.helpPage = min(max(0, a.helpPage+delta), len(a.helpPages(a.share().table))-1)
}

// drawHelp shows a page of the keys in exactly height lines.
func (a *App) drawHelp(height int) []string {
	t := a.theme
	pages := a.helpPages(height)
	page := min(a.helpPage, len(pages)-1) // the terminal may have grown
	title := paint.New(t, a.glyphs, a.width)
	title.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " keys ")
	if len(pages) > 1 {
		title.Text(t.Bold, format.Count(int64(page+1))+" of "+format.Count(int64(len(pages)))+"   ")
		title.Text(t.AccentBold, a.keys.Help.Help().Key).Text(t.Dim, " next   ")
	}
	closes := "any key closes "
	if len(pages) > 1 {
		closes = "esc closes "
	}
	title.Text(t.Dim, closes).Rule(t.Faint, a.width-1)
	lines := []string{title.String(), ""}
	var columns []string
	for _, c := range pages[page] {
		columns = append(columns, lipgloss.NewStyle().PaddingLeft(helpGap).Render(strings.Join(c.groups, "\n\n")))
	}
	lines = append(lines, strings.Split(lipgloss.JoinHorizontal(lipgloss.Top, columns...), "\n")...)
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

// helpPages shares the groups out: on one page where they fit, in columns as low
// as can be, else on as many as it takes.
func (a *App) helpPages(height int) [][]helpColumn {
	height = max(1, height-helpTop)
	var groups []string
	for _, g := range a.helpGroups() {
		for most := max(1, height-1); len(g.keys) > most; g.keys = g.keys[most:] { // taller than the screen
			groups = append(groups, a.drawHelpGroup(helpGroup{g.title, g.keys[:most]}))
		}
		groups = append(groups, a.drawHelpGroup(g))
	}
	for low := 1; low < height; low++ {
		if columns, left := fillHelp(groups, a.width, low); len(left) == 0 {
			return [][]helpColumn{columns}
		}
	}
	var pages [][]helpColumn
	for len(groups) > 0 {
		columns, left := fillHelp(groups, a.width, height)
		if len(left) == len(groups) { // too large for the screen: cut
			columns, left = []helpColumn{{groups: groups[:1]}}, groups[1:]
		}
		pages, groups = append(pages, columns), left
	}
	return pages
}

// helpGroups is all groups of keys; those of what is open come first.
func (a *App) helpGroups() []helpGroup {
	groups := a.keys.groups()
	first := ""
	switch {
	case a.pane != nil:
		return append([]helpGroup{{"this list", a.pane.Keys()}}, groups...)
	case a.detail != nil:
		first = detailGroup
	}
	slices.SortStableFunc(groups, func(x, y helpGroup) int {
		switch first {
		case x.title:
			return -1
		case y.title:
			return 1
		}
		return 0
	})
	return groups
}

// fillHelp puts each group into the first column that has room for it, and gives
// those that are left when the screen is full.
func fillHelp(groups []string, width, height int) (columns []helpColumn, left []string) {
	used := 0
next:
	for _, g := range groups {
		w, h := lipgloss.Width(g)+helpGap, lipgloss.Height(g)
		for i := range columns {
			c := &columns[i]
			wider := max(0, w-c.width)
			if c.height+1+h <= height && used+wider <= width {
				c.groups, c.height, c.width = append(c.groups, g), c.height+1+h, c.width+wider
				used += wider
				continue next
			}
		}
		if used+w > width || h > height {
			left = append(left, g)
			continue
		}
		columns, used = append(columns, helpColumn{[]string{g}, w, h}), used+w
	}
	return columns, left
}

func (a *App) drawHelpGroup(g helpGroup) string {
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
