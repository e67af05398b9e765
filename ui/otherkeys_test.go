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
		"toggle": {"f5"}, "restart": {"s"}, "page-down": {"ctrl+n", "pgdown"}, "clear": {}, "time": {"T", "t"},
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
	d := newDriver(t, 120, 36, keyed(map[string][]string{"quit": {}}))
	if cmd := d.send(keyPress("q")); cmd != nil {
		if msg := cmd(); msg != nil {
			t.Errorf("q still does %T", msg)
		}
	}
	if d.app.press(keys.Press(keys.AlwaysQuit)) == nil {
		t.Error("ctrl+c does not quit")
	}
}
