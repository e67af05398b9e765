package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/program"
)

// press sends a key to who owns it: the prompt, the help, the pane, the
// detail, then everything else.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	k := &a.keys
	a.notePress(msg)
	a.trail.delta = 0
	switch {
	case msg.String() == keys.AlwaysQuit:
		return tea.Quit
	case key.Matches(msg, k.Suspend):
		return program.Suspend()
	case key.Matches(msg, k.Redraw):
		return tea.ClearScreen
	case a.asked != nil:
		return a.pressPrompt(msg)
	case a.menu != nil:
		return a.pressMenu(msg)
	case a.help != nil:
		if a.pressHelp(msg) {
			return nil
		}
	case a.exporter.job != nil && key.Matches(msg, k.Back):
		a.exporter.give()
		return nil
	case key.Matches(msg, k.Help):
		a.openHelp()
		return nil
	}
	if a.pane != nil {
		if cmd, ok := a.pressPane(msg); ok {
			return cmd
		}
	} else if a.detail != nil {
		if cmd, ok := a.pressDetail(msg); ok {
			return cmd
		}
	}
	if cmd, ok := a.pressThread(msg); ok {
		return cmd
	}
	if cmd, ok := a.pressAsking(msg); ok {
		return cmd
	}
	switch {
	case key.Matches(msg, k.Freeze):
		a.toggleFreeze()
	case key.Matches(msg, k.Errors):
		if a.faults.Len() == 0 {
			a.say(noErrors)
		}
		a.faults.Toggle()
	case key.Matches(msg, k.Topics):
		return a.openTopics()
	case key.Matches(msg, k.Numbers) && !a.undecided():
		return a.openNumbers()
	case key.Matches(msg, k.Dismiss):
		a.faults.Dismiss()
	case a.pane != nil, a.detail != nil: // the rest is for what it hides
	case key.Matches(msg, k.Quit):
		return tea.Quit
	case key.Matches(msg, k.ShowAll):
		return a.matches.Leave()
	case key.Matches(msg, k.FollowKey):
		return a.followKey()
	case key.Matches(msg, k.Latest):
		return a.openLatest()
	case key.Matches(msg, k.Clear):
		return a.clear()
	default:
		if cmd, ok := a.pressWalk(msg); ok {
			return cmd
		}
		if !a.pressView(msg) {
			a.pressMove(msg)
		}
	}
	return nil
}

// clear forgets the messages and the matches among them.
func (a *App) clear() tea.Cmd {
	if a.frozen != nil {
		a.say("cleared; no longer frozen")
	}
	a.thaw()
	a.table.Clear()
	a.marks.list = nil
	a.session.Feed.Clear()
	if a.matches.Filter() == nil {
		return nil
	}
	return a.matches.Search() // the same filter, of what comes now
}

// pressThread handles the keys that go to the manager.
func (a *App) pressThread(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	const step = 10 * time.Second
	k, c := &a.keys, a.session.Controller
	extend := func(d time.Duration) tea.Cmd {
		return guarded(func() tea.Msg { c.Extend(d); return nil })
	}
	switch {
	case key.Matches(msg, k.Toggle):
		if a.status.Phase.Active() {
			return a.control(c.Stop), true
		}
		return a.control(c.Start), true
	case key.Matches(msg, k.Restart):
		return a.control(c.Restart), true
	case key.Matches(msg, k.Skip):
		return a.skip(), true
	case key.Matches(msg, k.Longer):
		a.say("10 s more")
		return extend(step), true
	case key.Matches(msg, k.Shorter):
		// A slip of the finger must not end the run; s does that.
		if left, ok := a.status.Left(a.now()); a.status.Lifetime <= step || ok && a.status.Phase.Active() && left <= step {
			a.say("less than 10 s left")
			return nil, true
		}
		a.say("10 s less")
		return extend(-step), true
	}
	return nil, false
}

// pressView handles the keys that change what is shown.
func (a *App) pressView(msg tea.KeyPressMsg) bool {
	k := &a.keys
	switch {
	case key.Matches(msg, k.Open):
		a.open()
	case key.Matches(msg, k.Mark):
		a.mark()
	case key.Matches(msg, k.Time):
		a.nextTimes()
	case key.Matches(msg, k.Wrap):
		a.rows().ToggleWrap()
	case key.Matches(msg, k.Back):
		a.faults.Close()
	default:
		return false
	}
	return true
}

// pressMove handles the keys that move in the table.
func (a *App) pressMove(msg tea.KeyPressMsg) {
	k, t := &a.keys, a.rows()
	switch {
	case key.Matches(msg, k.Up):
		t.Move(-1)
	case key.Matches(msg, k.Down):
		t.Move(1)
	case key.Matches(msg, k.HalfUp):
		t.Page(-0.5)
	case key.Matches(msg, k.HalfDown):
		t.Page(0.5)
	case key.Matches(msg, k.PageUp):
		t.Page(-1)
	case key.Matches(msg, k.PageDown):
		t.Page(1)
	case key.Matches(msg, k.Top):
		t.Oldest()
	case key.Matches(msg, k.Bottom), key.Matches(msg, k.Follow):
		t.Newest()
	case key.Matches(msg, k.Left):
		t.Sideways(-1)
	case key.Matches(msg, k.Right):
		t.Sideways(1)
	}
}

// pressDetail handles the keys of the open message; false for the others.
func (a *App) pressDetail(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	k, d := &a.keys, a.detail
	if a.pressFind(msg) {
		return nil, true
	}
	switch {
	case key.Matches(msg, k.Load):
		cmd = a.loadWhole()
	case key.Matches(msg, k.Back), key.Matches(msg, k.Open), key.Matches(msg, k.Quit):
		a.shut()
	case key.Matches(msg, k.FollowKey):
		cmd = a.followKey()
	case key.Matches(msg, k.Next):
		a.walk(1)
	case key.Matches(msg, k.Previous):
		a.walk(-1)
	case key.Matches(msg, k.DetailUp):
		d.Move(-1)
	case key.Matches(msg, k.DetailDown):
		d.Move(1)
	case key.Matches(msg, k.HalfUp), key.Matches(msg, k.PageUp):
		d.Page(-1)
	case key.Matches(msg, k.HalfDown), key.Matches(msg, k.PageDown):
		d.Page(1)
	case key.Matches(msg, k.DetailTop):
		d.Top()
	case key.Matches(msg, k.DetailEnd):
		d.End()
	default:
		return a.pressReading(msg)
	}
	return cmd, true
}
