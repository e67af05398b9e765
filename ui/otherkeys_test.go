package ui

import (
	"fmt"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/keys"
)

func keyed(keys map[string][]string) func(*Session) {
	return func(s *Session) { s.Looks.Keys = keys }
}

func TestOtherKeys(t *testing.T) {
	d := newDriver(t, 120, 36, keyed(map[string][]string{
		"toggle": {"f5"}, "restart": {"s"}, "page-down": {"ctrl+n", "pgdown"}, "clear": {"none"}, "time": {"T", "t"},
	})).records(60)
	d.frame(d.status(model.Running))
	d.press("s")
	if fmt.Sprint(d.control.calls) != "[restart]" {
		t.Errorf("s asks for %q", d.control.calls)
	}
	d.sees("f5 stop", "s restart").press("C").seesNot("cleared")
	d.press("T").sees("time UTC").press("t").sees(" age ")
	d.press("?").sees("f5 ", "ctrl+n pgdn", "T t").seesNot("clear ")
	d.press("q").frame(d.status(model.Stopped, reason(model.ReasonStopped))).sees("f5 goes on where it stopped, s begins anew")
}

// Where no key quits, ctrl+c does.
func TestNoKeyQuits(t *testing.T) {
	d := newDriver(t, 120, 36, keyed(map[string][]string{"quit": {"none"}}))
	if cmd := d.send(keyPress("q")); cmd != nil {
		if msg := cmd(); msg != nil {
			t.Errorf("q still does %T", msg)
		}
	}
	if d.app.press(keys.Press(keys.AlwaysQuit)) == nil {
		t.Error("ctrl+c does not quit")
	}
}

// The panes have the keys that are set, too, and show them.
func TestOtherKeysInPanes(t *testing.T) {
	set := keyed(map[string][]string{"down": {"f6"}, "sort": {"f8"}, "open": {"f9"}, "numbers-next": {"f10"}, "next": {"f11"}, "page-down": {"ctrl+n"}})
	opened := func(press ...string) string {
		d := newDriver(t, 120, 36, set).records(70).frame(running())
		return d.latest().sees("f8 sort", "f9 open").press(press...).press("f9").sees("f11 next").view()
	}
	first := opened()
	for key, moves := range map[string]bool{"j": false, "pgdown": false, "enter": false, "f6": true, "ctrl+n": true} {
		if got := opened(key); (got != first) != moves {
			t.Errorf("%s moves: %t, want %t:\n%s", key, !moves, moves, got)
		}
	}
	d := newDriver(t, 120, 36, set).records(70).frame(running()).latest().press("<").sees("by key").press("f8").sees("last change first")
	d.press("esc", "i").sees("f10 next page", "f8 sort", "ctrl+n page down")
	before := d.view()
	if d.press("tab", ">").view() != before {
		t.Errorf("tab and > still do something:\n%s", d.view())
	}
	if d.press("f10").view() == before {
		t.Error("f10 is not the next page")
	}
}
