package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// followKey shows only messages with the selected message's key, or what was
// shown before that.
func (a *App) followKey() tea.Cmd {
	if a.matches.Follows() {
		return a.matches.Leave()
	}
	var r model.Record
	if a.detail != nil {
		r = *a.detail.Record()
		cmd := a.follow(&r, true)
		a.shut()
		return cmd
	}
	if _, ok := a.rows().Selected(&r); !ok {
		a.say("no message is selected")
		return nil
	}
	return a.follow(&r, !a.rows().Following())
}

// follow shows only messages with the key of r, and r among them where it is to
// stay selected.
func (a *App) follow(r *model.Record, stay bool) tea.Cmd {
	cmd, refused := a.matches.Follow(r, stay)
	if refused != "" {
		a.say(refused)
	}
	return cmd
}
