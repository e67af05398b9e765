package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// pane is what stands in the place of the rows until it is closed: a list to
// choose from, figures. The header above it, the errors and the footer stay, and
// the thread goes on. One is open at a time; it is used by the program's loop
// only, and does no I/O itself: what it starts are commands.
type pane interface {
	SetTheme(t *theme.Theme)
	SetSize(width, height int)
	// View draws exactly as many lines as the size has, none wider.
	View(now time.Time) []string
	// Press takes a key. owned says that the key is dealt with; one that is not
	// goes to the thread's keys (start, stop, restart, lifetime), and esc and q
	// close the pane.
	Press(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool)
	// Take gives it the end of a command that it started; owned as above.
	Take(msg tea.Msg) (cmd tea.Cmd, owned bool)
	// Scroll moves by lines, for the mouse wheel.
	Scroll(delta int)
	// Keys are what the footer shows, the most useful first.
	Keys() []key.Binding
}

// narrowed is a pane with a list that typing narrows; esc takes that back before
// it closes the pane.
type narrowed interface{ Narrowed() bool }

// ending is a pane that has something to end when it is closed.
type ending interface{ End() }

// typedInto is a pane that takes what the terminal pastes.
type typedInto interface{ Paste(text string) tea.Cmd }

// openPane puts a pane in the place of the rows, and of the pane before.
func (a *App) openPane(p pane) {
	a.closePane()
	a.pane = p
	p.SetTheme(a.theme)
}

// closePane brings the rows back.
func (a *App) closePane() {
	if p, ok := a.pane.(ending); ok {
		p.End()
	}
	a.pane = nil
}

// pressPane sends a key to the open pane, and is false if it is for others.
func (a *App) pressPane(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool) {
	if cmd, owned = a.pane.Press(msg); owned {
		return guarded(cmd), true
	}
	if key.Matches(msg, a.keys.Back) || key.Matches(msg, a.keys.Quit) {
		a.closePane()
		if a.undecided() {
			return tea.Quit, true
		}
		return nil, true
	}
	return nil, false
}
