package ui

import (
	"math"

	"charm.land/bubbles/v2/key"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/faults"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// footer is the counters and the keys: one line where both fit, else two. What
// was just done is told between them, in the place of keys, and moves nothing.
func (a *App) footer() []string {
	if a.asked != nil {
		return append([]string{a.counters(a.ledger(0)).String()}, a.drawPrompt()...)
	}
	ledger, keys := a.ledger(0), a.keyHints(a.width-2)
	counters := a.counters(ledger)
	one := ledger.Cols()+keys.Cols()+4 <= a.width
	if a.menu != nil {
		keys = a.menuHints(a.width - 2) // in as many lines: nothing above moves
	}
	fits := counters.Cols()+keys.Cols()+4 <= a.width
	switch {
	case !one:
		return []string{counters.String(), " " + keys.String()}
	case !fits && a.menu != nil:
		counters = paint.New(a.theme, a.glyphs, a.width)
	case !fits:
		keys = a.keyHints(a.width - counters.Cols() - 4)
	}
	return []string{paint.Sides(counters, keys, a.width-1)}
}

// counters is the ledger, or less of it and what was just done.
func (a *App) counters(ledger *paint.Line) *paint.Line {
	t := a.theme
	l := paint.New(t, a.glyphs, a.width)
	if a.exporter.job != nil {
		a.drawExport(l)
		return l
	}
	if a.notice == "" || !a.now().Before(a.noticeUntil) {
		return ledger
	}
	const gap = "   "
	need := len(gap) + safetext.Width(a.notice)
	if counts := a.ledger(need); counts.Room() >= need {
		l = counts.Text(t.Accent, gap)
	} else {
		l.Text(t.Accent, " ") // the counters stay, this does not
	}
	l.Foreign(t.Accent, []byte(a.notice), l.Room())
	return l
}

// ledger says what became of the messages, and where the selection is, with so many
// columns reserved for something else. What can be read elsewhere or matters least
// is left out first where not all of it fits: a number that is cut is a wrong one.
func (a *App) ledger(reserved int) *paint.Line {
	for without := range essential {
		if l := a.writeCounters(math.MaxInt16, without); l.Cols()+reserved < a.width {
			return a.writeCounters(a.width, without)
		}
	}
	return a.writeCounters(a.width, essential)
}

// essential leaves out all that may be: the bytes read where it is 1, from 2 on
// what the line of the filter says already, from 3 on where the selection is, from
// 4 on what is not shown any more.
const essential = 4

func (a *App) writeCounters(width, without int) *paint.Line {
	t, gap := a.theme, "   "
	l := paint.New(t, a.glyphs, width)
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
		if without < 4 {
			count("forgotten", w.Forgotten())
			if n := w.Cleared(); n > 0 {
				count("cleared", n)
			}
		}
		if a.matches.Current() && without < 2 {
			count("matched", a.matches.Found().Matched)
		}
		if gap = "  "; without < 1 { // a number has a blank behind it
			gap = "   "
			l.Text(t.Dim, "  read ").Text(t.Bold, format.Bytes(w.Bytes()))
		}
	}
	if row, of := a.rows().Place(); without < 3 && !a.rows().Following() && of > 0 && a.pane == nil {
		l.Text(t.Dim, gap+"row ").Text(t.Bold, format.Count(row)).Text(t.Dim, " of "+format.Count(of))
		gap = "   "
	}
	if n := a.faults.Len(); n > 0 && a.faults.Size() == faults.Closed {
		ink := t.BadBold
		if a.faults.Calm() {
			ink = t.Dim
		}
		l.Text(ink, gap+"errors "+format.Count(int64(n)))
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
