package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/detail"
	"github.com/kafkathreadmanager/ktm/ui/latest"
	"github.com/kafkathreadmanager/ktm/ui/matches"
	"github.com/kafkathreadmanager/ktm/ui/program"
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
		cmd = tea.Batch(a.awaitRecords(), a.reread(), a.hasten(), a.countNumbers())
	case tickMsg:
		cmd = a.ticked(msg)
	case quietMsg:
		if msg.number == a.pace.number {
			a.pace.quiet = false
			cmd = a.ticked(msg.tickMsg)
		}
	case tea.KeyPressMsg:
		cmd = a.press(msg)
	case tea.PasteMsg:
		cmd = a.paste(msg)
	case formatMsg:
		cmd = a.formatSet(msg)
	case tea.MouseWheelMsg:
		a.wheel(msg)
	case tea.MouseClickMsg:
		cmd = a.click(msg)
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
		a.resizes++
		cmd = a.awaitSize()
	case sizeMsg:
		if msg.resizes == a.resizes {
			cmd = tea.ClearScreen
		}
	case tea.BackgroundColorMsg:
		a.light = !msg.IsDark()
		a.setTheme()
	case tea.ColorProfileMsg:
		a.fewColours = msg.Profile <= colorprofile.ANSI
		a.setTheme()
	case program.SuspendMsg:
		if a.keys.Suspend.Enabled() {
			cmd = program.Suspend()
		}
	case controlledMsg:
		if msg.err != nil {
			a.say(a.stage.hush(safetext.String(msg.err.Error())))
		}
	case copiedMsg:
		cmd = a.copied(msg)
	case exportedMsg:
		a.exported(msg)
	case exportTickMsg:
		cmd = a.exporting()
	case skippedMsg:
		a.skipped(msg)
	case loadedMsg:
		a.loaded(msg)
	case switchedMsg:
		cmd = a.switched(msg)
	case stepMsg:
		cmd = a.stepped()
	case decodedMsg:
		a.decoded(msg)
	case comparedMsg:
		a.compared(msg)
	case matches.ToldMsg, matches.DoubtMsg:
		cmd, _ = a.matches.Update(msg)
	case latest.FollowMsg:
		a.closePane()
		cmd = a.follow(msg.Record, false)
	default:
		a.dirty = false
		if a.pane != nil {
			cmd, a.dirty = a.pane.Take(msg)
			cmd = guarded(cmd)
		}
	}
	a.keys.Adapt(a.status, a.unlimited(), a.frozen != nil, a.matches.Filter() != nil, a.faults.Len())
	a.adaptTrail()
	a.offerSkip()
	if a.faults.Len() > 0 {
		a.unsay(noErrors)
	}
	a.faults.Brief(a.pane != nil || a.detail != nil)
	a.faults.Stopped(!a.status.Phase.Active())
	a.keys.Leave(a.undecided())
	a.keys.Load.SetEnabled(a.detail != nil && a.detail.Offers())
	a.layout()
	if a.adaptReading() {
		a.layout() // the keys may take another number of lines
	}
	if a.late() {
		cmd = tea.Batch(cmd, a.hasten())
	}
	return a, tea.Batch(cmd, a.decode(), a.step(), a.feedLatest(), a.matches.Wonder())
}

// ticked moves the clock.
func (a *App) ticked(msg tickMsg) tea.Cmd {
	a.setStatus(msg.status)
	a.rate.Add(msg.at, a.received())
	a.backlog.Add(msg.at, a.status)
	return tea.Batch(a.tick(), a.matches.Retry(a.now()))
}

// take shows what a frame brought: the records, then what happened between them.
func (a *App) take(msg recordsMsg) {
	old := a.newest
	if old != nil && msg.Window.First() < old.First() {
		old, msg.Window = msg.Window, old // it was taken before the rows were cleared
	}
	a.newest = msg.Window
	if a.frozen == nil {
		a.table.SetWindow(a.newest)
	}
	if old != a.frozen {
		old.Release() // only now: until here the table was reading it
	}
	a.matches.Take(msg.Batch, a.frozen != nil)
	for _, e := range msg.Events {
		switch {
		case e.Status != nil:
			a.beginRun(*e.Status, e.After)
			a.setStatus(*e.Status)
		case e.Fault != nil:
			a.faults.Add(a.stage.hushed(e.Fault))
			a.place(e.Fault, e.After)
			if again := a.stuck.note(e.Fault); e.Fault.Gap && !again {
				a.gaps++
				a.table.AddRule(table.Rule{After: e.After, Kind: table.GapRule, Text: a.stage.hush(e.Fault.Text)})
			}
		}
	}
}

// beginRun draws the rule that separates a new run from the rows before it.
func (a *App) beginRun(s model.Status, after int64) {
	if s.Run == a.announced {
		return // the clock may have brought this run's status before
	}
	a.announced, a.runAfter, a.gaps, a.stuck, a.placed = s.Run, after, 0, nil, placed{}
	if s.Run <= 1 {
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
	if a.status.Phase == model.Reconnecting && s.Phase == model.Running {
		a.faults.Recovered(a.now())
		a.say("reading again after " + format.Span(max(time.Second, s.Since.Sub(a.status.Since).Round(time.Second))))
	}
	s.Positions = a.ours(s.Positions)
	a.status = s
	for _, u := range a.stuck.pass(s.Positions) {
		a.faults.Passed(u.At(u.offset))
	}
}

func (a *App) received() int64 {
	if a.newest == nil {
		return 0
	}
	return a.newest.Received()
}

// open shows the message under the cursor; the table then stays on it.
func (a *App) open() {
	a.detail = detail.New(a.theme, a.glyphs, a.session.Reader, a.session.Load != nil)
	a.detail.Clock(a.now)
	a.detail.Set(a.reading.settings)
	a.reading.comparing = false
	a.detail.Mark(a.matches.Marker())
	if !a.show() {
		a.detail = nil
		return
	}
	a.resume = a.rows().Hold()
}

// shut closes the open message. A table that followed before does so again.
func (a *App) shut() {
	a.load.cancel()
	if find := a.reading.find; a.asked == find { // other topics have come meanwhile
		find.prompt.Close("")
		a.asked = nil
	}
	a.detail = nil
	if a.resume {
		a.rows().Newest()
	}
}

// walk opens the next message in a direction, over rules.
func (a *App) walk(delta int) {
	a.resume = false
	var r model.Record
	if seq, ok := a.rows().Selected(&r); ok && delta > 0 && seq > a.opened {
		a.show() // what was open is forgotten, this one is the next there is
		return
	}
	for {
		before, _ := a.rows().Place()
		a.rows().Move(delta)
		a.rows().Hold()
		if after, _ := a.rows().Place(); after == before || a.show() {
			return
		}
	}
}

// show puts the message under the cursor into the open detail.
func (a *App) show() bool {
	var r model.Record
	seq, ok := a.rows().Selected(&r)
	if ok {
		a.load.cancel()
		a.detail.Show(&r)
		if seq != a.opened {
			a.unsay(noLater, noEarlier, noKey)
		}
		a.opened = seq
		a.reading.chase = nil
		if a.reading.comparing {
			a.compare()
		}
	}
	return ok
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
	a.matches.Thaw()
}
