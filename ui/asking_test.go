package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/picker"
)

// From wherever a key that opens what is typed into is pressed, what is typed
// behind it is text: the lifetime, the run and what is open stay as they are.
func TestWhatIsTypedIsNeverACommand(t *testing.T) {
	views := map[string]func(d *driver){
		"rows":                  func(*driver) {},
		"message":               func(d *driver) { d.press("enter") },
		"latest":                func(d *driver) { d.latest() },
		"message in latest":     func(d *driver) { d.latest().press("enter") },
		"latest over a message": func(d *driver) { d.press("enter").latest() },
		"numbers":               func(d *driver) { d.press("i") },
		"numbers, a message":    func(d *driver) { d.press("enter", "i") },
		"columns":               func(d *driver) { d.press("|") },
		"formats":               func(d *driver) { d.press("F") },
		"help":                  func(d *driver) { d.press("?") },
		"help of a message":     func(d *driver) { d.press("enter", "?") },
		"help of latest":        func(d *driver) { d.latest().press("enter", "?") },
	}
	for name, view := range views {
		for _, opens := range []string{"o", "/", "e", "M", "T", "F", "|"} {
			if name == "columns" && opens == "|" {
				continue // it closes what it opened
			}
			t.Run(name+" "+opens, func(t *testing.T) {
				d := newDriver(t, 120, 36, func(s *Session) {
					s.Reopen = func([]string, model.Scope) error { return nil }
					s.Browse = func(context.Context) picker.Source { return &shop{} }
				}).records(70).frame(running())
				view(d)
				d.send(keyPress(opens)) // its commands would wait for a cluster
				asked, pane, open, help := d.app.asked, d.app.pane, d.app.detail, d.app.help
				for _, r := range "-100r" {
					d.send(keyPress(string(r)))
				}
				d.sees("-100r").seesNot("10 s less", "10 s more")
				if d.app.asked != asked || d.app.pane != pane || d.app.detail != open || d.app.help != help {
					t.Errorf("the text changed the view:\n%s", d.view())
				}
				if len(d.control.calls) > 0 {
					t.Errorf("the text asked for %q", d.control.calls)
				}
			})
		}
	}
}

// A new run is asked for over an open message, which stays; behind it the rows
// follow.
func TestGoToOverAMessage(t *testing.T) {
	d, sent := goes(t, 120, 36)
	d.records(70).frame(running()).press("k", "enter", "o").sees("go there").types("end").press("enter")
	if len(sent()) != 1 || !slices.Equal(d.control.calls, []string{"restart"}) || d.app.detail == nil {
		t.Fatalf("sent to %v, asked for %v", sent(), d.control.calls)
	}
	if d.press("esc"); !d.app.rows().Following() {
		t.Error("the rows do not follow the new run")
	}
}

// found types at a filter and hands over what it finds, once it has looked at all.
func (d *driver) found(keys ...string) *driver {
	d.t.Helper()
	for _, k := range keys {
		d.fill(d.send(keyPress(k)))
	}
	for {
		if v, ok := d.sieve.View(); ok {
			v.Window.Release()
			if d.app.matches.Awaits(v.Matcher) && v.Backlog == 0 {
				return d.more()
			}
		}
		time.Sleep(time.Millisecond) // it is looked for beside the screen
	}
}

// The latest messages are of what the filter finds, as it is typed and taken back.
func TestTheLatestMessagesAreFiltered(t *testing.T) {
	d := newDriver(t, 120, 36).records(70).frame(running()).latest().press("enter", "/")
	d.found("k", "e", "y", ":", "=", "u", "s", "e", "r", "-", "3").sees("latest per key  1 key,", "10  user-3").seesNot("10  user-4")
	d.press("enter").sees("latest per key  1 key,")
	d.found("/", "backspace", "4").sees("10  user-4").seesNot("10  user-3")
	d.found("esc").sees("10  user-3").seesNot("10  user-4")
	d.press("esc").seesNot("latest per key")
	d.fill(d.send(keyPress("esc"))).latest().sees("7 keys")
}

func TestTheNumbersTellWhatAFilterTypedThereFinds(t *testing.T) {
	d := newDriver(t, 120, 36).records(70).frame(running())
	d.press("i", "/").types("key:=user-3").searched().press("enter").tick(time.Second).sees("scanned 70  matched 10  14 %")
}

// A message opened in the latest view is copied and shown in other ways, and its
// help lists nothing else.
func TestTheKeysOfAMessageInLatest(t *testing.T) {
	d := newDriver(t, 120, 40).records(70).frame(running()).latest().press("j", "j", "enter").sees("orders/2@10,065")
	d.press("y").sees("copy", "kcat command").press("k").sees("key copied")
	d.press("v", "v").sees("00000000")
	d.press("?").sees("this message", "as text, hex", "scroll down").seesNot("fold", "what changed", "next of its key", "find in it", "full size")
	d.press("esc", "esc", "y", "k").sees("key copied, 6 B")
}
