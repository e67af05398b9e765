package ui

import (
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// filterLine is the line under the countdown: what is looked for, how much of
// it was found, and the way out.
func (a *App) filterLine() string {
	t, f := a.theme, &a.filter
	r := paint.New(t, a.glyphs, a.width/2)
	if a.asked != a.filter.question {
		back := " shows all "
		if a.follows() && a.filter.following.under != nil {
			back = " goes back "
		}
		r.Text(t.AccentBold, a.keys.ShowAll.Help().Key).Text(t.Dim, back)
	}
	f.doubt.told = false
	l := paint.New(t, a.glyphs, a.width-r.Cols()-1)
	mistaken := a.asked == f.question && a.asked.prompt.Mistaken()
	switch {
	case f.is == nil && mistaken:
		l.Text(t.Dim, " no filter is applied: all messages are shown")
		return paint.Sides(l, r, a.width)
	case f.is == nil:
		l.Text(t.Dim, " no filter: all messages are shown")
		return paint.Sides(l, r, a.width)
	case mistaken:
		l.Text(t.Warn, " still applied:")
	}
	l.Text(t.AccentBold, " / ")
	facts := a.filterFacts()
	cols := facts(paint.New(t, a.glyphs, a.width)).Cols()
	l.Foreign(t.Bold, []byte(a.filterText()), max(l.Room()/3, l.Room()-cols))
	facts(l)
	if text := f.doubted(); text != "" && l.Room() >= doubtGap+safetext.Width(safetext.String(text)) {
		l.Pad(l.Cols()+doubtGap).Foreign(t.Warn, []byte(text), l.Room())
		f.doubt.told = true
	}
	return paint.Sides(l, r, a.width)
}

// filterFacts writes how far the filter got.
func (a *App) filterFacts() func(l *paint.Line) *paint.Line {
	t, v := a.theme, a.filter.found
	if !a.filter.current() {
		return func(l *paint.Line) *paint.Line { return l.Text(t.Warn, "   searching") }
	}
	return func(l *paint.Line) *paint.Line {
		l.Text(t.Bold, "   "+format.Count(v.Matched)).Text(t.Dim, " of "+format.Count(v.Scanned)+" "+matches(v.Matched))
		if v.Backlog > 0 {
			l.Text(t.Warn, "   searching "+format.Count(v.Scanned*100/(v.Scanned+v.Backlog))+" %")
		}
		if v.Forgotten > 0 {
			l.Text(t.Dim, "   "+format.Count(v.Forgotten)+" forgotten")
		}
		if v.Undecided > 0 {
			l.Text(t.Warn, "   "+format.Count(v.Undecided)+" wait for a schema")
		}
		if v.Failures > 0 {
			l.Text(t.Bad, "   "+format.Count(v.Failures)+" could not be judged")
		}
		return l
	}
}

func matches(n int64) string {
	if n == 1 {
		return "matches"
	}
	return "match"
}

// noMatches says why there are no rows while there is a filter.
func (a *App) noMatches() string {
	switch v := a.filter.shown; {
	case v.Window != nil && v.Window.Len() > 0:
		return ""
	case !a.filter.current() || v.Backlog > 0:
		return "searching"
	case !a.status.Phase.Active():
		return "no message matches"
	default:
		return "no message matches yet; those that do appear here as they arrive"
	}
}
