package ui

import (
	"math"

	"charm.land/bubbles/v2/key"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/faults"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// footer is the counters and the keys: one line where both fit, else two.
func (a *App) footer() []string {
	if a.asked != nil {
		return append([]string{a.counters().String()}, a.drawPrompt()...)
	}
	counters, keys := a.counters(), a.keyHints(a.width-2)
	one := counters.Cols()+keys.Cols()+4 <= a.width
	if a.menu != nil {
		keys = a.menuHints(a.width - 2) // in as many lines: nothing above moves
	}
	switch {
	case one && counters.Cols()+keys.Cols()+4 > a.width:
		return []string{paint.Sides(paint.New(a.theme, a.glyphs, a.width), keys, a.width-1)}
	case one:
		return []string{paint.Sides(counters, keys, a.width-1)}
	}
	return []string{counters.String(), " " + keys.String()}
}

// counters says what became of the messages, and where the selection is. What
// can be read elsewhere or matters least is left out first where not all of it
// fits: a number that is cut is a wrong one.
func (a *App) counters() *paint.Line {
	t := a.theme
	l := paint.New(t, a.glyphs, a.width)
	for short := range 3 {
		if a.writeCounters(paint.New(t, a.glyphs, math.MaxInt16), short).Cols() < a.width || short == 2 {
			a.writeCounters(l, short)
			break
		}
	}
	if a.exporter.job != nil {
		l.Reset(false)
		a.drawExport(l)
	} else if a.notice != "" && a.now().Before(a.noticeUntil) {
		if l.Room() < 3+safetext.Width(a.notice) {
			l.Reset(false) // the counters stay, this does not
			l.Text(t.Accent, " ").Foreign(t.Accent, []byte(a.notice), l.Room()-1)
			return l
		}
		l.Text(t.Accent, "   ").Foreign(t.Accent, []byte(a.notice), l.Room())
	}
	return l
}

// writeCounters leaves out the bytes read where short is 1, and what the line of
// the filter says already where it is 2.
func (a *App) writeCounters(l *paint.Line, short int) *paint.Line {
	t, gap := a.theme, "   "
	if w := a.newest; w != nil {
		shown := a.window()
		count := func(name string, n int64) {
			l.Text(t.Dim, "  "+name+" ").Text(t.Bold, format.Count(n)).Text(t.Ink, " ")
		}
		l.Text(t.Dim, " received ").Text(t.Bold, format.Count(w.Received())).Text(t.Ink, " ")
		word := "shown"
		if a.matches.Filter() != nil {
			word = "kept" // what is shown is what matches
		}
		count(word, int64(shown.Len()))
		count("forgotten", w.Forgotten())
		if n := w.Cleared(); n > 0 {
			count("cleared", n)
		}
		if a.matches.Current() && short < 2 {
			count("matched", a.matches.Found().Matched)
		}
		if gap = "  "; short < 1 { // a number has a blank behind it
			gap = "   "
			l.Text(t.Dim, "  read ").Text(t.Bold, format.Bytes(w.Bytes()))
		}
	}
	if row, of := a.rows().Place(); !a.rows().Following() && of > 0 && a.pane == nil {
		l.Text(t.Dim, gap+"row ").Text(t.Bold, format.Count(row)).Text(t.Dim, " of "+format.Count(of))
		gap = "   "
	}
	if n := a.faults.Len(); n > 0 && a.faults.Size() == faults.Closed {
		l.Text(t.BadBold, gap+"errors "+format.Count(int64(n)))
	}
	return l
}

// keyHints shows as many keys as fit, and always the ways out; the help shows
// them all.
func (a *App) keyHints(width int) *paint.Line {
	keys, out := a.keys.Footer(a.detail != nil, a.rows().Following(), a.faults.Len() > 0)
	if a.pane != nil {
		back := a.keys.Back
		if p, ok := a.pane.(narrowed); ok && p.Narrowed() {
			back = a.keys.ShowAll
			back.SetEnabled(true)
		}
		keys, out = a.pane.Keys(), []key.Binding{back, a.keys.Help}
	}
	l := paint.New(a.theme, a.glyphs, width)
	a.hinted = a.hinted[:0]
	reserved := 0
	for _, b := range out {
		reserved += safetext.Width(hintGap + b.Help().Key + " " + b.Help().Desc)
	}
	for _, b := range keys {
		a.hint(l, b, reserved)
	}
	for _, b := range out {
		a.hint(l, b, 0)
	}
	return l
}

const hintGap = "   "

// hint writes a key if it fits and leaves reserved columns.
func (a *App) hint(l *paint.Line, b key.Binding, reserved int) {
	gap := ""
	if l.Cols() > 0 {
		gap = hintGap
	}
	if h := b.Help(); b.Enabled() && l.Room()-reserved >= safetext.Width(gap+h.Key+" "+h.Desc) {
		a.hinted = append(a.hinted, shown{b, l.Cols() + len(gap), l.Cols() + safetext.Width(gap+h.Key+" "+h.Desc)})
		l.Text(a.theme.AccentBold, gap+h.Key).Text(a.theme.Dim, " "+h.Desc)
	}
}
