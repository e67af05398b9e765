package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/detail"
)

// opening is a pane that may have a message open.
type opening interface{ Detail() *detail.Pane }

// inView is the message that is open, over the rows or in a pane; nil where none
// is.
func (a *App) inView() *detail.Pane {
	if p, ok := a.pane.(opening); ok && p.Detail() != nil {
		return p.Detail()
	}
	return a.detail
}

// decodedMsg is what an open message was read as.
type decodedMsg struct{ is *detail.Reading }

// decode reads the open message where that takes a while, off the program's loop:
// one message at a time, for of giants two were too many.
func (a *App) decode() tea.Cmd {
	d := a.inView()
	if d == nil || a.decoding {
		return nil
	}
	due := d.Due()
	if due == nil {
		return nil
	}
	a.decoding = true
	return guarded(func() tea.Msg { return decodedMsg{due()} })
}

// decoded shows what came, if its message is still open.
func (a *App) decoded(msg decodedMsg) {
	a.decoding = false
	if d := a.inView(); d != nil {
		d.Take(msg.is)
	}
}

// stepMsg asks for the next step to the line that the open message is to show.
type stepMsg struct{}

// step goes on to that line: as a message of its own, so that keys come between.
func (a *App) step() tea.Cmd {
	d := a.inView()
	if a.steps || a.trail.delta == 0 && (d == nil || !d.Seeking() && a.reading.chase == nil) {
		return nil
	}
	a.steps = true
	return func() tea.Msg { return stepMsg{} }
}

// stepped makes that step.
func (a *App) stepped() tea.Cmd {
	a.steps = false
	if d := a.inView(); d != nil {
		d.Seek()
	}
	a.walkOn()
	return a.chasing()
}
