package numbers

import (
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// From this size on everything is on one page; wider, it has three columns.
const (
	roomyWidth  = 110
	roomyHeight = 22
	threeWidth  = 180
	tallHeight  = 14 // has a plot of the rate
	lowHeight   = 9  // has the counters of the session
)

// gutter is what stands between two columns of the page.
const gutter = 2

func (p *Pane) roomy() bool { return p.width >= roomyWidth && p.height >= roomyHeight }

// View draws exactly as many lines as the size has.
func (p *Pane) View(now time.Time) []string {
	p.refresh(now)
	lines := p.drawSession()
	height := max(0, p.height-len(lines))
	switch p.shownPage() {
	case everything:
		lines = append(lines, p.drawEverything(height, now)...)
	case partitionsPage:
		lines = append(lines, p.drawPartitions(p.width, height, now)...)
	case keysPage:
		lines = append(lines, p.drawKeys(p.width, height)...)
	case plotsPage:
		half := (p.width - gutter) / 2
		if p.width < roomyWidth {
			lines = append(lines, p.drawSizes(p.width, (height+1)/2)...)
			lines = append(lines, p.drawDelays(p.width, height/2)...)
			break
		}
		lines = append(lines, beside(p.drawSizes(half, height), p.drawDelays(half, height))...)
	}
	return p.fill(lines, p.width, p.height)
}

// drawEverything puts the figures side by side.
func (p *Pane) drawEverything(height int, now time.Time) []string {
	right := p.width * 43 / 100
	left := p.width - right - gutter
	if list := len(p.parts) + listLines; height-list >= plotLines {
		half := min(mostPlotLines, max(plotLines, height/2))
		list = height - min(half, height-list)
		return beside(
			append(p.spaced(p.drawPartitions(left, list-1, now), left), p.drawDelays(left, height-list)...),
			append(p.spaced(p.drawKeys(right, list-1), right), p.drawSizes(right, height-list)...),
		)
	}
	plots := func(width, height int) []string {
		top := height / 2
		return append(p.spaced(p.drawSizes(width, top-1), width), p.drawDelays(width, height-top)...)
	}
	if p.width >= threeWidth {
		right, middle := 56, 46
		left := p.width - right - middle - 2*gutter
		return beside(beside(p.drawPartitions(left, height, now), p.drawKeys(middle, height)), plots(right, min(height, 2*mostPlotLines)))
	}
	under := height * 3 / 5
	return beside(p.drawPartitions(left, height, now), append(p.spaced(p.drawKeys(right, height-under-1), right), plots(right, under)...))
}

// What few partitions need beside their own lines, and what a plot needs and takes.
const (
	listLines     = 4
	plotLines     = 8
	mostPlotLines = 14
)

// spaced puts a blank line under a section.
func (p *Pane) spaced(lines []string, width int) []string {
	return p.fill(lines, width, len(lines)+1)
}

// beside puts two pieces of equal height next to each other. The left one is
// filled to its width.
func beside(left, right []string) []string {
	lines := make([]string, len(left))
	for i := range lines {
		lines[i] = left[i]
		if i < len(right) {
			lines[i] += strings.Repeat(" ", gutter) + right[i]
		}
	}
	return lines
}

// fill makes the lines exactly height.
func (p *Pane) fill(lines []string, width, height int) []string {
	for len(lines) < height {
		lines = append(lines, paint.New(p.theme, p.glyphs, width).Pad(width).String())
	}
	return lines[:height]
}

// title is the rule above a section, with what it is of.
func (p *Pane) title(width int, name string, facts ...string) string {
	t := p.theme
	l := paint.New(t, p.glyphs, width-1)
	l.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " "+name+"  ")
	for i, fact := range facts {
		if l.Room() < safetext.Width(fact)+3 {
			break // half a fact is none
		}
		if i > 0 {
			l.Text(t.Faint, p.glyphs.Middot+" ")
		}
		l.Text(t.Dim, fact+" ")
	}
	l.Rule(t.Faint, width-1)
	return l.String() + " "
}

// of says how many messages figures are of, and of how many one was looked at.
func (p *Pane) of() []string {
	f := &p.figures
	if f.Looked == f.Messages && f.Missed == 0 {
		return []string{"of " + format.Plural(f.Messages, "message")}
	}
	one := (f.Messages + f.Missed + f.Looked/2) / max(1, f.Looked)
	return []string{"of " + format.Count(f.Messages+f.Missed) + ", sampled 1 in " + format.Count(max(2, one))}
}
