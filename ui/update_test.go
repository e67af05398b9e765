package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestKeysOfTheThread(t *testing.T) {
	tests := []struct {
		name  string
		phase model.Phase
		key   string
		want  []string
	}{
		{"s starts what is stopped", model.Stopped, "s", []string{"start"}},
		{"s starts what has failed", model.Failed, "s", []string{"start"}},
		{"s stops what runs", model.Running, "s", []string{"stop"}},
		{"s stops what reconnects", model.Reconnecting, "s", []string{"stop"}},
		{"s stops what starts", model.Starting, "s", []string{"stop"}},
		{"s waits while it stops", model.Stopping, "s", nil},
		{"r restarts what runs", model.Running, "r", []string{"restart"}},
		{"r restarts what is stopped", model.Stopped, "r", []string{"restart"}},
		{"r waits while it stops", model.Stopping, "r", nil},
		{"+ makes it longer", model.Running, "+", []string{"extend 10s"}},
		{"- makes it shorter", model.Running, "-", []string{"extend -10s"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDriver(t, 80, 24)
			d.frame(d.status(tt.phase)).press(tt.key)
			if !slices.Equal(d.control.calls, tt.want) {
				t.Errorf("the manager was asked %q, want %q", d.control.calls, tt.want)
			}
		})
	}
}

func TestThePhaseIsTheManagers(t *testing.T) {
	d := newDriver(t, 80, 24)
	d.frame(d.status(model.Running)).press("s").sees("● running")
	d.frame(d.status(model.Stopping)).sees("● stopping")
	d.frame(d.status(model.Stopped, reason(model.ReasonStopped))).sees("● stopped", "s start")
}

func TestFreezeHoldsTheViewAndUnfreezeCatchesUp(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(5).frame(d.status(model.Running)).press("space")
	d.records(7).frame().sees("frozen · 7 new", "shown 5", "received 12").seesNot("o-11")
	d.records(1).frame().sees("frozen · 8 new")
	d.press("space").seesNot("frozen").sees("o-12", "shown 13")
}

func TestFreezeTwiceWithoutNews(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(5).frame(d.status(model.Running)).press("space", "space", "space").sees("frozen · 0 new")
	d.press("space").records(1).frame().sees("o-5")
}

func TestScrollingUpEndsFollowingAndItStaysEnded(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(100).frame(d.status(model.Running)).press("k", "k")
	at := d.selected()
	if !strings.Contains(at, "10,097") {
		t.Fatalf("the cursor is on %q, want the third from the end", at)
	}
	d.records(500).frame()
	if got := d.selected(); got != at {
		t.Errorf("new rows moved the cursor to %q", got)
	}
	d.press("G").records(3).frame()
	if got := d.selected(); !strings.Contains(got, "10,602") {
		t.Errorf("after G the cursor is on %q, want the newest", got)
	}
}

func TestTheSelectionSticksToItsRecordWhenOldOnesAreForgotten(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(9_990).frame(d.status(model.Running)).press("k", "k", "k")
	at := d.selected()
	d.records(9_000).frame().sees("forgotten 8,990")
	if got := d.selected(); got != at {
		t.Errorf("the cursor moved from %q to %q", at, got)
	}
	d.records(9_000).frame()
	if got := d.selected(); !strings.Contains(got, "o-17990") {
		t.Errorf("its record forgotten, the cursor is on %q, want the oldest", got)
	}
}

func TestMoving(t *testing.T) {
	// 100 records with offsets 10,000 to 10,099 in 20 body lines, from the end.
	tests := []struct {
		keys []string
		want string
	}{
		{[]string{"g"}, "10,000"},
		{[]string{"home", "j"}, "10,001"},
		{[]string{"g", "down", "down", "up"}, "10,001"},
		{[]string{"g", "ctrl+d"}, "10,008"},
		{[]string{"g", "pgdown"}, "10,016"},
		{[]string{"pgup"}, "10,083"},
		{[]string{"g", "pgup"}, "10,000"},
		{[]string{"g", "G"}, "10,099"},
		{[]string{"g", "f"}, "10,099"},
		{[]string{"j", "j"}, "10,099"},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.keys, " "), func(t *testing.T) {
			d := newDriver(t, 120, 23)
			d.records(100).frame(d.status(model.Running)).press(tt.keys...)
			if got := d.selected(); !strings.Contains(got, tt.want) {
				t.Errorf("the cursor is on %q, want %s", got, tt.want)
			}
		})
	}
}

func TestMarkersAndRunsAreRulesInTheirPlace(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(2).frame(d.status(model.Running)).press("m")
	d.records(1).frame()
	again := func(s *model.Status) { s.Run = 2; s.Resumed = true; s.Started = d.now }
	d.frame(d.status(model.Stopped, reason(model.ReasonStopped)), d.status(model.Starting, again))
	d.records(1).frame(d.status(model.Running, again))
	rows := strings.Split(d.view(), "\n")[4:10]
	for i, want := range []string{"o-0", "o-1", "marker  12:03:41", "o-2", "run 2  12:03:41  goes on where it stopped", "o-3"} {
		if !strings.Contains(rows[i], want) {
			t.Errorf("row %d is %q, want %q", i, rows[i], want)
		}
	}
}

// The clock's status and the feed's events come by different ways, so either
// may tell of a new run first.
func TestEveryRunIsAnnouncedOnce(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.frame(d.status(model.Starting))
	for run := 2; run <= 4; run++ {
		d.records(3)
		begun := d.status(model.Starting, func(s *model.Status) { s.Run = run })
		d.tick(100 * time.Millisecond) // before the event
		d.frame(begun).tick(100 * time.Millisecond)
	}
	d.records(2).frame(d.status(model.Stopped, reason(model.ReasonStopped), func(s *model.Status) { s.Run = 4 }))
	d.sees("── run 2", "── run 3", "── run 4", "2 messages, nothing lost")
	if n := strings.Count(d.view(), "── run"); n != 3 {
		t.Errorf("%d rules for 3 further runs:\n%s", n, d.view())
	}
}

func TestClear(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(5).frame(d.status(model.Running)).press("m", "C")
	d.frame().seesNot("o-4", "── marker").sees("received 5", "shown 0", "cleared 5")
	d.records(1).frame().sees("o-5", "shown 1")
}

// What is frozen goes with the rest, and that is said.
func TestClearSaysThatNothingIsFrozenAnyMore(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(5).frame(d.status(model.Running)).press("space").records(7).frame().sees("frozen · 7 new")
	d.press("C").frame().sees("cleared; no longer frozen", "cleared 12").seesNot("frozen ·")
	d.tick(4 * time.Second).press("C").frame().seesNot("no longer frozen") // nothing was
}

func TestHelpShowsEveryKeyAndAnyKeyCloses(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		d := newDriver(t, size[0], size[1])
		d.frame(d.status(model.Running)).press("?")
		all := d.view()
		for range d.app.help.Pages() - 1 {
			all += d.press("?").view()
		}
		for _, g := range d.app.keys.Groups() {
			for _, b := range g.Keys {
				if h := b.Help(); !strings.Contains(all, h.Key) || !strings.Contains(all, h.Desc) {
					t.Errorf("%dx%d: the help lacks %q %q:\n%s", size[0], size[1], h.Key, h.Desc, all)
				}
			}
		}
		d.press("s").seesNot("any key closes")
		if len(d.control.calls) > 0 {
			t.Errorf("the key that closes the help was passed on: %q", d.control.calls)
		}
	}
}

func TestTimeFormats(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(1).frame(d.status(model.Running)).tick(90 * time.Second).sees("12:03:41.000")
	d.press("t").sees("time UTC")
	d.press("t").sees("age", "1:30")
	d.press("t").sees("epoch ms", "1795435421000")
	d.press("t").sees("12:03:41.000")
}

func TestSidewaysAndWrap(t *testing.T) {
	d := newDriver(t, 80, 24)
	d.records(1).frame(d.status(model.Running)).sees(`{"type":"order.paid"`)
	d.press("l").seesNot(`{"type"`).sees(`"order.paid","id":"o-0"`)
	d.press("h").sees(`{"type":"order.paid"`).seesNot("Oslo")
	d.press("w").sees("Oslo")
}

func TestWheel(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(100).frame(d.status(model.Running)).sees("10,099")
	d.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	d.seesNot("10,099").sees("10,096")
	if d.app.table.Following() {
		t.Error("scrolling up with the wheel did not end following")
	}
	d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	d.sees("10,099")
}

func TestQuitKeys(t *testing.T) {
	quits := func(d *driver, key string) bool {
		cmd := d.send(keyPress(key))
		if cmd == nil {
			return false
		}
		_, ok := cmd().(tea.QuitMsg)
		return ok
	}
	for _, before := range []string{"", "?", "enter"} {
		d := newDriver(t, 80, 24)
		d.records(3).frame(d.status(model.Running))
		if before != "" {
			d.press(before)
		}
		if got, want := quits(d, "q"), before == ""; got != want {
			t.Errorf("after %q: q quits %v, want %v", before, got, want)
		}
		if d.app.help != nil || d.app.detail != nil {
			t.Errorf("after %q: q did not close what was open", before)
		}
		if before != "" {
			d.press(before)
		}
		if !quits(d, "ctrl+c") {
			t.Errorf("after %q: ctrl+c does not quit", before)
		}
	}
}

func TestNotFollowingIsSaidAndEndsAtTheEnd(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(100).frame(d.status(model.Running)).press("k", "k")
	d.records(50).frame().sees("50 below · f follows", "row 98 of 150", "f follow")
	for range 53 {
		d.press("j")
	}
	d.records(1).frame().seesNot("follow").press("pgup", "pgdown", "pgdown").seesNot("follow")
	d.press("k")
	d.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	d.sees("f follow")
	for range 3 {
		d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	}
	d.seesNot("f follow")
}

func TestShorterDoesNotEndTheRun(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.frame(d.status(model.Running)).tick(31 * time.Second).press("-").sees("less than 10 s left")
	if len(d.control.calls) > 0 {
		t.Errorf("the manager was asked %q", d.control.calls)
	}
}

func TestAnOldSnapshotDoesNotUndoANewerOne(t *testing.T) {
	d := newDriver(t, 80, 24)
	d.frame(d.status(model.Running))
	old := d.control.status
	d.now = d.now.Add(time.Second)
	d.frame(d.status(model.Stopped, reason(model.ReasonLifetime)))
	d.send(tickMsg{d.now, old})
	d.sees("● stopped", "lifetime reached")
}

func TestAnUnsafeConnectionIsSaidAllTheTime(t *testing.T) {
	for _, width := range []int{80, 120} {
		d := newDriver(t, width, 24, func(s *Session) { s.Insecure = "certificates are not checked" })
		d.frame(d.status(model.Running)).sees("certificates are not checked")
		d.frame(d.status(model.Stopped, reason(model.ReasonStopped))).sees("certificates are not checked")
	}
}

// Of 16 colours none may do for the selection: reverse video does.
func TestFewColours(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(3).frame(d.status(model.Running))
	for profile, want := range map[colorprofile.Profile]bool{colorprofile.ANSI: true, colorprofile.ASCII: true, colorprofile.ANSI256: false, colorprofile.TrueColor: false} {
		d.send(tea.ColorProfileMsg{Profile: profile})
		frame := d.app.View().Content
		if got := !strings.Contains(frame, "38;2;"); got != want {
			t.Errorf("%v: a frame without 24-bit colours: %v, want %v", profile, got, want)
		}
		if want && !strings.Contains(frame, "\x1b[0;7m▌") {
			t.Errorf("%v: the selected row is not in reverse video", profile)
		}
	}
}

func TestNoRowsSaysWhy(t *testing.T) {
	d := newDriver(t, 80, 24)
	d.frame(d.status(model.Starting)).sees("connecting")
	d.frame(d.status(model.Running)).sees("no messages yet")
	d.frame(d.status(model.Reconnecting)).sees("trying again")
	d.records(1).frame(d.status(model.Running)).seesNot("no messages yet")
}

func reason(r model.Reason) func(*model.Status) {
	return func(s *model.Status) { s.Reason = r }
}

// While a terminal is dragged it tells many sizes; the last one repaints all.
func TestASettledSizeIsPaintedAnew(t *testing.T) {
	d := newDriver(t, 80, 24)
	d.send(tea.WindowSizeMsg{Width: 81, Height: 24})
	d.send(tea.WindowSizeMsg{Width: 82, Height: 24})
	if cmd := d.send(sizeMsg{2}); cmd != nil {
		t.Errorf("a size that was not the last one brings %T", cmd())
	}
	cmd := d.send(sizeMsg{3})
	if cmd == nil {
		t.Fatal("the last size brings nothing")
	}
	if got, want := cmd(), tea.ClearScreen(); got != want {
		t.Errorf("the last size brings %T, want %T", got, want)
	}
}

// Nothing was stopped before the manager has said anything.
func TestBeforeTheFirstStatusItIsStarting(t *testing.T) {
	newDriver(t, 120, 36).sees("● starting").seesNot("stopped")
}
