package help

import (
	bubbles "charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"

	"github.com/kafkathreadmanager/ktm/ui/keys"
)

// gap is what stands left of a column.
const gap = 4

// column is titled groups of keys, one below the other.
type column struct {
	groups        []string
	width, height int
}

// pages shares the groups out: on one page where they fit, in columns as low as
// can be, else on as many as it takes.
func (p *Pane) pages() [][]column {
	height := max(1, p.height-top)
	var groups []string
	for _, g := range p.groups() {
		for most := max(1, height-1); len(g.Keys) > most; g.Keys = g.Keys[most:] { // taller than the screen
			groups = append(groups, p.group(keys.Group{Title: g.Title, Keys: g.Keys[:most]}))
		}
		groups = append(groups, p.group(g))
	}
	for low := 1; low < height; low++ {
		if columns, left := fill(groups, p.width, low); len(left) == 0 {
			return [][]column{columns}
		}
	}
	var pages [][]column
	for len(groups) > 0 {
		columns, left := fill(groups, p.width, height)
		if len(left) == len(groups) { // too large for the screen: cut
			columns, left = []column{{groups: groups[:1]}}, groups[1:]
		}
		pages, groups = append(pages, columns), left
	}
	return pages
}

// fill puts each group into the first column that has room for it, and gives
// those that are left when the screen is full.
func fill(groups []string, width, height int) (columns []column, left []string) {
	used := 0
next:
	for _, g := range groups {
		w, h := lipgloss.Width(g)+gap, lipgloss.Height(g)
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
		columns, used = append(columns, column{[]string{g}, w, h}), used+w
	}
	return columns, left
}

// group draws a group.
func (p *Pane) group(g keys.Group) string {
	h := bubbles.New()
	h.Styles.FullKey = lipgloss.NewStyle().Foreground(lipgloss.Color(p.theme.AccentHex)).Bold(true)
	h.Styles.FullDesc = lipgloss.NewStyle().Foreground(lipgloss.Color(p.theme.DimHex))
	title := lipgloss.NewStyle().Bold(true).Render(g.Title)
	var bindings []key.Binding
	told := map[key.Help]bool{} // what means the same in several prompts is told once
	for _, b := range g.Keys {
		b.SetEnabled(true)
		if !told[b.Help()] {
			bindings = append(bindings, b)
		}
		told[b.Help()] = true
	}
	return title + "\n" + h.FullHelpView([][]key.Binding{bindings})
}
