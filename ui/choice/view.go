package choice

import (
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// Margin is the columns at the left of a row: the cursor and the mark.
const Margin = 3

// View draws exactly the height that SetSize gave. row paints one name into a
// line that stands behind the margin; spans are the places in the name that
// match what was typed, for [paint.Line.Marked].
func (l *List) View(row func(line *paint.Line, item int, spans []query.Span)) []string {
	lines := make([]string, 0, l.height)
	for i, m := range l.onScreen() {
		line := paint.New(l.theme, l.glyphs, l.width)
		selected := l.top+i == l.cursor
		line.Reset(selected)
		if selected {
			line.Text(l.theme.Accent, l.glyphs.Cursor)
		}
		line.Pad(1)
		if l.marked[l.names[m.item]] {
			line.Text(l.theme.AccentBold, "+")
		}
		row(line.Pad(Margin), m.item, m.spans)
		lines = append(lines, line.String())
	}
	for len(lines) < l.height {
		lines = append(lines, "")
	}
	return lines
}

// Page draws a pane of exactly so many lines around the list: a title, the prompt,
// the list, and words below it.
func (l *List) Page(height int, title, hint string, row func(line *paint.Line, item int, spans []query.Span), words ...string) []string {
	lines := append([]string{title, l.Prompt(hint), ""}, l.View(row)...)
	lines = append(lines, words...)
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

// Prompt draws the line in which is typed, with a hint while nothing is.
func (l *List) Prompt(hint string) string {
	line := paint.New(l.theme, l.glyphs, l.width)
	line.Text(l.theme.AccentBold, " > ")
	text := l.typed
	if room := l.width - Margin - 2; len(text) > room {
		text = text[len(text)-max(0, room):]
	}
	line.Foreign(l.theme.Ink, []byte(string(text)), line.Room()-1)
	line.Text(l.theme.Cursor, " ")
	if len(l.typed) == 0 {
		line.Text(l.theme.Dim, " "+hint)
	}
	return line.String()
}
