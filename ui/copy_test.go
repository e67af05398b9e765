package ui

import (
	"bytes"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// copies presses keys, the last of which is to have the terminal take a text.
func (d *driver) copies(want string, keys ...string) {
	d.t.Helper()
	d.press(keys[:len(keys)-1]...)
	d.clipped(want, d.send(keyPress(keys[len(keys)-1])))
}

// clipped runs a command that reads what is copied, and sees what the terminal is
// to take.
func (d *driver) clipped(want string, cmd tea.Cmd) {
	d.t.Helper()
	if cmd == nil {
		d.t.Fatalf("nothing is copied:\n%s", d.view())
	}
	msg := cmd()
	if _, ok := msg.(copiedMsg); !ok {
		d.t.Fatalf("the key is answered with %T", msg)
	}
	cmd = d.send(msg)
	if cmd == nil {
		d.t.Fatalf("nothing is copied:\n%s", d.view())
	}
	if got := cmd(); got != tea.SetClipboard(want)() {
		d.t.Errorf("copied %q, want %q", got, want)
	}
}

// refuses presses keys, the last of which copies nothing, and says why.
func (d *driver) refuses(why string, keys ...string) {
	d.t.Helper()
	d.press(keys[:len(keys)-1]...)
	if cmd := d.send(d.send(keyPress(keys[len(keys)-1]))()); cmd != nil {
		d.t.Errorf("%v copies something", keys)
	}
	d.sees(why)
}

func TestCopying(t *testing.T) {
	const value = `{"type":"order.paid","id":"o-59","total":13.5,"city":"Lyon"}`
	const message = `{"topic":"orders","key":"user-3","value":"{\"type\":\"order.paid\",\"id\":\"o-59\",\"total\":13.5,\"city\":\"Lyon\"}",` +
		`"headers":[{"key":"trace-id","value":"4bf92f3577b34da6"}],"timestamp":1795435426900,"timestamp_type":"CreateTime","partition":2,"offset":10059}`
	for _, open := range []bool{false, true} {
		d := newDriver(t, 80, 24).records(60).frame()
		if open {
			d.press("enter")
		}
		d.copies(value, "y", "y")
		d.sees("value copied, 60 B")
		d.copies("user-3", "y", "k")
		d.sees("key copied, 6 B")
		d.copies(message, "y", "m")
		d.sees("message copied, 261 B")
		d.copies("kcat -C -b localhost:9092 -t orders -p 2 -o 10059 -c 1 -e", "y", "c")
		d.sees("kcat command copied")
	}
}

// A second key that is not offered does nothing, not even what it does elsewhere:
// the menu stays, so that a slip is tried again. esc and q close it.
func TestTheMenuTakesNoOtherKey(t *testing.T) {
	for k, closes := range map[string]bool{"esc": true, "q": true, "o": false, "s": false, "C": false, "enter": false, "/": false, "?": false, "j": false} {
		d := newDriver(t, 120, 36).records(60).frame(running()).press("y").sees("copy   y value   k key   m as JSON   c kcat command   esc back")
		before := len(d.control.calls)
		if cmd := d.send(keyPress(k)); cmd != nil {
			t.Errorf("%s starts something", k)
		}
		if d.seesNot("── keys"); closes {
			d.seesNot("y value")
		} else {
			d.sees("copy   y value").clipped("user-3", d.send(keyPress("k")))
			d.seesNot("y value")
		}
		if len(d.control.calls) != before || d.app.detail != nil || d.app.asked != nil {
			t.Errorf("%s did what it does elsewhere", k)
		}
	}
	d := newDriver(t, 120, 36).records(1).frame().press("y")
	if cmd := d.send(keyPress("ctrl+c")); cmd == nil || cmd() != tea.Quit() {
		t.Error("ctrl+c does not quit")
	}
}

// What was selected when the first key was pressed is copied, whatever came since.
func TestWhatWasSelectedIsCopied(t *testing.T) {
	d := newDriverKeeping(t, 5, 120, 36).records(5).frame().press("y")
	d.records(9000).frame()
	d.copies("user-4", "k")
}

func TestWhyNothingIsCopied(t *testing.T) {
	newDriver(t, 80, 24).press("y").sees("no message is selected")
	d := newDriver(t, 80, 24)
	d.record(func(r *model.Record) { r.Key, r.Value = nil, []byte{} }).frame()
	d.refuses("the key is null: there is nothing to copy", "y", "k")
	d.refuses("the value is empty: there is nothing to copy", "y", "y")
	d.record(func(r *model.Record) { r.Value = bytes.Repeat([]byte("a"), 100_000) }).frame()
	d.refuses("the value is larger than what terminals copy, 73 KiB: export it", "y", "y")
	d.record(giant).frame()
	d.refuses("only 1 MiB of the message are here: open it and load all", "y", "m")
	d.refuses("only 1.0 MiB of the value are here: open it and load all", "enter", "y", "y")
}

func TestTheMenuMovesNothing(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120, 140, 160, 180, 200, 240} {
		d := newDriver(t, width, 36).records(200).frame(running()).press("k")
		before := strings.Split(d.view(), "\n")
		during := strings.Split(d.press("y").sees("copy   y value   k key").view(), "\n")
		for i := range before[:len(before)-2] {
			if before[i] != during[i] {
				t.Fatalf("%d columns: line %d was %q and is %q", width, i, before[i], during[i])
			}
		}
	}
}

func TestTheMenuIsClicked(t *testing.T) {
	for _, width := range []int{80, 120, 240} {
		d := newDriver(t, width, 36).records(60).frame().press("y")
		lines := strings.Split(d.view(), "\n")
		x := strings.Index(lines[35], "k key")
		cmd := d.send(tea.MouseClickMsg{X: len([]rune(lines[35][:x])), Y: 35, Button: tea.MouseLeft})
		d.clipped("user-3", cmd)
	}
}

// On a stage a command names no broker, and still works where it is set.
func TestACommandCopiedOnAStageNamesNoBroker(t *testing.T) {
	d := newDriver(t, 120, 36, staged(t)).records(1).frame()
	d.copies(`kcat -C -b "$BROKERS" -t orders -p 0 -o 10000 -c 1 -e`, "y", "c")
}

// running is the event of a run without an end.
func running() model.Event {
	return model.Event{Status: &model.Status{Phase: model.Running, Run: 1, Since: start, Started: start}}
}
