package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/help"
	"github.com/kafkathreadmanager/ktm/ui/keys"
)

func (a *App) openHelp() { a.help = help.New(a.theme, a.glyphs, &a.keys, a.helpGroups) }

// pressHelp turns the pages of the help, or closes it; false for a key that opens
// what is typed into, which does so too.
func (a *App) pressHelp(msg tea.KeyPressMsg) (owned bool) {
	if a.help.Press(msg) {
		return true
	}
	a.help = nil
	return !a.asks(msg)
}

// helpGroups is all groups of keys; those of what is open come first.
func (a *App) helpGroups() []keys.Group {
	groups := a.keys.Groups()
	first := keys.Everywhere
	switch {
	case a.pane != nil && a.opens() && a.inView() != a.detail:
		return a.keys.OfLatest()
	case a.pane != nil:
		return append([]keys.Group{{Title: "this list", Keys: a.pane.Keys()}}, groups...)
	case a.detail != nil:
		first = keys.InMessage
	}
	slices.SortStableFunc(groups, func(x, y keys.Group) int {
		switch {
		case first == keys.Everywhere, x.Place == y.Place:
			return 0
		case x.Place == first:
			return -1
		case y.Place == first:
			return 1
		}
		return 0
	})
	return groups
}
