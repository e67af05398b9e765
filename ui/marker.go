package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/export"
	"github.com/kafkathreadmanager/ktm/ui/prompt"
	"github.com/kafkathreadmanager/ktm/ui/table"
)

// maxMarkers bounds what is remembered for exports, as the table bounds its rules.
const maxMarkers = 1000

// markText is how long the text of a marker is at most, in characters.
const markText = 200

// marks are the markers that were set among all messages, in their order, and
// the one that gets its text.
type marks struct {
	list     []export.Marker
	question *question
	next     export.Marker
}

// set puts a marker with a text at a place of the stream.
func (a *App) set(m export.Marker) {
	text := "marker  " + m.At.Format(time.TimeOnly)
	if m.Text != "" {
		text += "  " + m.Text
	}
	a.table.AddRule(table.Rule{After: m.After, Kind: table.MarkerRule, Text: text})
	i, _ := slices.BinarySearchFunc(a.marks.list, m.After+1, func(m export.Marker, after int64) int { return int(m.After - after) })
	a.marks.list = slices.Insert(a.marks.list, i, m)
	if n := len(a.marks.list); n > maxMarkers {
		a.marks.list = slices.Delete(a.marks.list, 0, n-maxMarkers)
	}
	switch {
	case a.matches.Table() != nil:
		a.say("the marker is among all messages")
	case a.frozen != nil:
		a.say("the marker is behind what is frozen")
	}
}

// mark sets a marker here and now.
func (a *App) mark() { a.set(export.Marker{After: a.received(), At: a.now()}) }

// openMark begins to type the text of a marker, which stands where the stream was
// when it was begun.
func (a *App) openMark() {
	a.marks.next = export.Marker{After: a.received(), At: a.now()}
	a.ask(a.marks.question, "")
}

// askMark makes the question for its text.
func (a *App) askMark() *question {
	return &question{
		prompt: prompt.New(a.theme, a.glyphs, "marker", markText),
		take: func(text string) (tea.Cmd, *prompt.Mistake) {
			m := a.marks.next
			m.Text = text
			a.set(m)
			return nil, nil
		},
	}
}
