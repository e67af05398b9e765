package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/numbers"
)

// openNumbers shows the live figures in the place of the rows, or closes them.
func (a *App) openNumbers() tea.Cmd {
	if _, ok := a.pane.(*numbers.Pane); ok {
		a.closePane()
		return nil
	}
	p := numbers.New(a.theme, a.glyphs, numbers.Options{Look: a.lookAtNumbers, Reader: a.session.Reader, Now: a.now, Map: &a.keys})
	a.openPane(p)
	return guarded(p.Count())
}

// lookAtNumbers is what the figures are made of.
func (a *App) lookAtNumbers() numbers.Facts {
	f := numbers.Facts{Status: a.status, Window: a.newest, Rate: &a.rate, Faults: a.faults.Kinds()}
	if a.matches.Current() {
		found := a.matches.Found()
		f.Filtered, f.Scanned, f.Matched = true, found.Scanned, found.Matched
	}
	return f
}

// countNumbers has the open figures look at what a frame brought.
func (a *App) countNumbers() tea.Cmd {
	p, ok := a.pane.(*numbers.Pane)
	if !ok {
		return nil
	}
	return guarded(p.Count())
}
