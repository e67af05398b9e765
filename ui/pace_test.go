package ui

import (
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// While nothing comes and no tenths are shown, the clock moves once a second;
// with news it moves at once as fast as ever, and never twice as fast.
func TestTheClockRestsWhileNothingComes(t *testing.T) {
	d := newDriver(t, 80, 24)
	unlimited := func(s *model.Status) { s.Lifetime, s.Deadline = 0, time.Time{} }
	d.frame(d.status(model.Running, unlimited)).tick(0)
	if !d.app.pace.quiet {
		t.Fatal("the clock does not rest")
	}
	old := d.app.pace.number
	d.records(1).frame()
	if d.app.pace.quiet {
		t.Error("the clock rests although a message came")
	}
	if cmd := d.send(quietMsg{tickMsg{d.now, d.control.status}, old}); cmd != nil {
		t.Error("a tick that does not count begets another one")
	}
	d.tick(activeTick).tick(activeTick)
	if !d.app.pace.quiet {
		t.Error("the clock does not rest again")
	}
	if cmd := d.send(quietMsg{tickMsg{d.now, d.control.status}, d.app.pace.number}); cmd == nil {
		t.Error("the clock stands still")
	}
}

func TestTheCountdownShowsTenths(t *testing.T) {
	d := newDriver(t, 80, 24)
	d.frame(d.status(model.Running)).tick(0)
	if d.app.pace.quiet {
		t.Error("the clock rests while it shows tenths")
	}
}
