package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/latest"
)

// asks says that a key opens what is typed into: what follows it is text, and
// must never be taken for commands.
func (a *App) asks(msg tea.KeyPressMsg) bool {
	k := &a.keys
	return key.Matches(msg, k.Filter, k.GoTo, k.Export, k.MarkText, k.Topics, k.Formats, k.Columns)
}

// pressAsking opens what is typed into or chosen from, also over an open message
// and over a pane; false for other keys.
func (a *App) pressAsking(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	k := &a.keys
	switch {
	case a.undecided() && a.pane != nil: // there is nothing to ask about
		return nil, false
	case key.Matches(msg, k.Formats):
		a.openFormats()
	case key.Matches(msg, k.Columns):
		cmd = a.openColumns()
	case key.Matches(msg, k.Copy):
		a.openCopy()
	case key.Matches(msg, k.Export):
		a.openExport()
	case key.Matches(msg, k.Filter):
		a.filterHere()
	case key.Matches(msg, k.GoTo):
		a.ask(a.goTo, "")
	case key.Matches(msg, k.MarkText):
		a.openMark()
	default:
		return nil, false
	}
	return cmd, true
}

// filterHere begins to type a filter for the rows or the pane. A message that is
// open among them is closed: it may not be among the matches.
func (a *App) filterHere() {
	if p, ok := a.pane.(*latest.Pane); ok {
		p.Shut()
	}
	if a.detail != nil {
		a.shut()
	}
	a.openFilter()
}

// opens says that a message is open where keys are for it.
func (a *App) opens() bool {
	if p, ok := a.pane.(*latest.Pane); ok {
		return p.Detail() != nil
	}
	return a.detail != nil
}
