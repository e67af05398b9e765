package ui

import (
	"fmt"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/detail"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/table"
)

// Update takes in one message. It does no I/O and never waits.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	a.dirty = true
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case recordsMsg:
		a.take(msg)
		cmd = a.awaitRecords()
	case tickMsg:
		a.setStatus(msg.status)
		a.rate.Add(msg.at, a.received())
		cmd = a.tick()
	case tea.KeyPressMsg:
		cmd = a.press(msg)
	case tea.MouseWheelMsg:
		a.wheel(msg)
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		a.setTheme(msg.IsDark())
	case suspendMsg:
		cmd = suspend()
	case controlledMsg:
		if msg.err != nil {
			a.say(safetext.String(msg.err.Error()))
		}
	default:
		a.dirty = false
	}
	a.keys.adapt(a.status, a.unlimited(), a.faults.Len())
	a.layout()
	return a, cmd
}

// take shows what a frame brought: the records, then what happened between them.
func (a *App) take(msg recordsMsg) {
	old := a.newest
	a.newest = msg.Window
	if a.frozen == nil {
		a.table.SetWindow(a.newest)
	}
	if old != a.frozen {
		old.Release() // only now: until here the table was reading it
	}
	for _, e := range msg.Events {
		switch {
		case e.Status != nil:
			a.beginRun(*e.Status, e.After)
			a.setStatus(*e.Status)
		case e.Fault != nil:
			a.faults.Add(e.Fault)
			if e.Fault.Kind == model.FaultOffset {
				a.gaps++
				a.table.AddRule(table.Rule{After: e.After, Kind: table.GapRule, Text: e.Fault.Text})
			}
		}
	}
}

// beginRun draws the rule that separates a new run from the rows before it.
func (a *App) beginRun(s model.Status, after int64) {
	if s.Phase != model.Starting || s.Run == a.status.Run {
		return
	}
	a.runAfter, a.gaps = after, 0
	if s.Run == 1 {
		return
	}
	from := a.session.Start.String()
	if s.Resumed {
		from = "goes on where it stopped"
	}
	a.table.AddRule(table.Rule{
		After: after, Kind: table.RunRule,
		Text: fmt.Sprintf("run %d  %s  %s", s.Run, s.Started.Format(time.TimeOnly), from),
	})
}

// setStatus takes a snapshot, unless a newer one is known already: those of
// the clock and those of the feed come by different ways.
func (a *App) setStatus(s model.Status) {
	if s.Run < a.status.Run || s.Run == a.status.Run && s.Since.Before(a.status.Since) {
		return
	}
	a.status = s
}

func (a *App) received() int64 {
	if a.newest == nil {
		return 0
	}
	return a.newest.Received()
}

// press sends a key to who owns it: the help, the detail, then everything else.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	k := &a.keys
	switch {
	case key.Matches(msg, k.Quit):
		return tea.Quit
	case key.Matches(msg, k.Suspend):
		return suspend()
	case key.Matches(msg, k.Redraw):
		return tea.ClearScreen
	case a.help:
		a.help = false
		return nil
	case key.Matches(msg, k.Help):
		a.help = true
		return nil
	case a.detail != nil && a.pressDetail(msg):
		return nil
	}
	if cmd, ok := a.pressThread(msg); ok {
		return cmd
	}
	if !a.pressView(msg) {
		a.pressMove(msg)
	}
	return nil
}

// pressThread handles the keys that go to the manager.
func (a *App) pressThread(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	const step = 10 * time.Second
	k, c := &a.keys, a.session.Controller
	extend := func(d time.Duration) tea.Cmd {
		return func() tea.Msg { c.Extend(d); return nil }
	}
	switch {
	case key.Matches(msg, k.Toggle):
		if a.status.Phase.Active() {
			return a.control(c.Stop), true
		}
		return a.control(c.Start), true
	case key.Matches(msg, k.Restart):
		return a.control(c.Restart), true
	case key.Matches(msg, k.Longer):
		a.say("10 s more")
		return extend(step), true
	case key.Matches(msg, k.Shorter):
		a.say("10 s less")
		return extend(-step), true
	}
	return nil, false
}

// pressView handles the keys that change what is shown.
func (a *App) pressView(msg tea.KeyPressMsg) bool {
	k := &a.keys
	switch {
	case key.Matches(msg, k.Freeze):
		a.toggleFreeze()
	case key.Matches(msg, k.Open):
		a.open()
	case key.Matches(msg, k.Mark):
		a.table.AddRule(table.Rule{After: a.received(), Kind: table.MarkerRule, Text: "marker  " + a.now().Format(time.TimeOnly)})
	case key.Matches(msg, k.Time):
		a.say(a.table.NextTimeFormat().String())
	case key.Matches(msg, k.Wrap):
		a.table.ToggleWrap()
	case key.Matches(msg, k.Clear):
		a.thaw()
		a.table.Clear()
		a.session.Feed.Clear()
	case key.Matches(msg, k.Errors):
		a.faults.Toggle()
	case key.Matches(msg, k.Dismiss):
		a.faults.Dismiss()
	case key.Matches(msg, k.Back):
		a.faults.Close()
	default:
		return false
	}
	return true
}

// pressMove handles the keys that move in the table.
func (a *App) pressMove(msg tea.KeyPressMsg) {
	k, t := &a.keys, a.table
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
func (a *App) pressDetail(msg tea.KeyPressMsg) bool {
	k, d := &a.keys, a.detail
	switch {
	case key.Matches(msg, k.Back), key.Matches(msg, k.Open):
		a.detail = nil
	case key.Matches(msg, k.Next):
		a.table.Move(1)
		a.show()
	case key.Matches(msg, k.Previous):
		a.table.Move(-1)
		a.show()
	case key.Matches(msg, k.DetailUp):
		d.Scroll(-1)
	case key.Matches(msg, k.DetailDown):
		d.Scroll(1)
	case key.Matches(msg, k.HalfUp), key.Matches(msg, k.PageUp):
		d.Page(-1)
	case key.Matches(msg, k.HalfDown), key.Matches(msg, k.PageDown):
		d.Page(1)
	case key.Matches(msg, k.DetailTop):
		d.Top()
	case key.Matches(msg, k.DetailEnd):
		d.End()
	default:
		return false
	}
	return true
}

// open shows the message under the cursor; the table then stays on it.
func (a *App) open() {
	a.table.Hold()
	if a.detail == nil {
		a.detail = detail.New(a.theme, a.glyphs)
	}
	if !a.show() {
		a.detail = nil
	}
}

// show puts the message under the cursor into the open detail.
func (a *App) show() bool {
	var r model.Record
	if _, ok := a.table.Selected(&r); !ok {
		return false
	}
	a.detail.Show(&r)
	return true
}

// toggleFreeze holds the view while messages keep coming, or lets it go.
func (a *App) toggleFreeze() {
	if a.frozen != nil {
		a.thaw()
		return
	}
	a.frozen = a.newest
}

func (a *App) thaw() {
	if a.frozen == nil {
		return
	}
	a.table.SetWindow(a.newest)
	if a.frozen != a.newest {
		a.frozen.Release()
	}
	a.frozen = nil
}

// wheel scrolls what is under the mouse: the open message, or the table.
func (a *App) wheel(msg tea.MouseWheelMsg) {
	const rows = 3
	delta := 0
	switch msg.Button {
	case tea.MouseWheelUp:
		delta = -rows
	case tea.MouseWheelDown:
		delta = rows
	}
	if a.detail != nil && msg.Y >= a.detailTop() {
		a.detail.Scroll(delta)
		return
	}
	a.table.Scroll(delta)
}
