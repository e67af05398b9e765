package ui

import "github.com/kafkathreadmanager/ktm/ui/state"

// settings is what is remembered for all topics.
func (a *App) settings() *state.Section { return a.session.State.Settings() }

// recallTimes shows times as they were shown the last time.
func (a *App) recallTimes() {
	if name, ok := state.TimeFormat.Of(a.settings()); ok {
		a.table.SetTimeFormat(name)
	}
}

// nextTimes steps to the next time format, of all tables, and remembers it.
func (a *App) nextTimes() {
	to := a.table.NextTimeFormat()
	if t := a.matches.Table(); t != nil {
		t.NextTimeFormat()
	}
	state.TimeFormat.Set(a.settings(), to.String())
	a.say(to.String())
}
