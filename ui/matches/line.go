package matches

import (
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// LineOptions is what the filter's line is drawn with.
type LineOptions struct {
	Theme    *theme.Theme
	Glyphs   *theme.Glyphs
	Width    int
	Back     string // the key that takes the filter away
	Typed    bool   // a filter is being typed
	Mistaken bool   // and cannot be used as it is
}

// doubtGap is between the facts of a filter and a doubt.
const doubtGap = 3

// Line is the line under the countdown: what is looked for, how much of it was
// found, and the way out.
func (m *Model) Line(o LineOptions) string {
	t := o.Theme
	r := paint.New(t, o.Glyphs, o.Width/2)
	if !o.Typed {
		back := " shows all "
		if m.Follows() && m.following.under != nil {
			back = " goes back "
		}
		r.Text(t.AccentBold, o.Back).Text(t.Dim, back)
	}
	m.doubt.told = false
	l := paint.New(t, o.Glyphs, o.Width-r.Cols()-1)
	switch {
	case m.is == nil && o.Mistaken:
		l.Text(t.Dim, " no filter is applied: all messages are shown")
		return paint.Sides(l, r, o.Width)
	case m.is == nil:
		l.Text(t.Dim, " no filter: all messages are shown")
		return paint.Sides(l, r, o.Width)
	case o.Mistaken:
		l.Text(t.Warn, " still applied:")
	}
	l.Text(t.AccentBold, " / ")
	text, _ := m.Text()
	cols := m.facts(paint.New(t, o.Glyphs, o.Width), t).Cols()
	l.Foreign(t.Bold, []byte(text), max(l.Room()/3, l.Room()-cols))
	m.facts(l, t)
	if text := m.doubted(); text != "" && l.Room() >= doubtGap+safetext.Width(safetext.String(text)) {
		l.Pad(l.Cols()+doubtGap).Foreign(t.Warn, []byte(text), l.Room())
		m.doubt.told = true
	}
	return paint.Sides(l, r, o.Width)
}

// facts writes how far the filter got.
func (m *Model) facts(l *paint.Line, t *theme.Theme) *paint.Line {
	if !m.Current() {
		return l.Text(t.Warn, "   searching")
	}
	v := m.found
	verb := "match"
	if v.Matched == 1 {
		verb = "matches"
	}
	l.Text(t.Bold, "   "+format.Count(v.Matched)).Text(t.Dim, " of "+format.Count(v.Scanned)+" "+verb)
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

// None says why there are no rows while there is a filter; "" where there are some.
// active says that messages may come.
func (m *Model) None(active bool) string {
	switch v := m.shown; {
	case v.Window != nil && v.Window.Len() > 0:
		return ""
	case !m.Current() || v.Backlog > 0:
		return "searching"
	case !active:
		return "no message matches"
	default:
		return "no message matches yet; those that do appear here as they arrive"
	}
}
