package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// menu is the choice that a key offers for the next one. The footer shows it until
// something is chosen; esc and q close it, and other keys do nothing: a slip is
// tried again, and never taken for a command.
type menu struct {
	title string
	keys  []key.Binding
	take  func(chosen int) tea.Cmd // the place in keys
}

// pressMenu takes the key that chooses.
func (a *App) pressMenu(msg tea.KeyPressMsg) tea.Cmd {
	m := a.menu
	i := slices.IndexFunc(m.keys, func(b key.Binding) bool { return key.Matches(msg, b) })
	if i < 0 && !key.Matches(msg, a.keys.Back, a.keys.Quit) {
		return nil
	}
	a.menu = nil
	if i < 0 {
		return nil
	}
	return m.take(i)
}

// menuHints is what there is to choose from, in at most width columns.
func (a *App) menuHints(width int) *paint.Line {
	l := paint.New(a.theme, a.glyphs, width)
	l.Text(a.theme.Bold, a.menu.title)
	a.hinted = a.hinted[:0]
	for _, b := range a.menu.keys {
		a.hint(l, b, 0)
	}
	back := a.keys.Back
	back.SetHelp(back.Help().Key, "back")
	a.hint(l, back, 0)
	return l
}
