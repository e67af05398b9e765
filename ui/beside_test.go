package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// On a wide screen an open message has a side of its own, and so has the mouse.
func TestAMessageStandsBesideTheRows(t *testing.T) {
	d := rowed(t, 200, 40).press("enter").sees("orders/2@10,059", "row 60 of 60")
	lines := strings.Split(d.view(), "\n")
	first := lines[d.app.top()]
	if at := len([]rune(first[:strings.Index(first, "orders/2@")])); at < d.app.tableWidth() || !strings.Contains(first, "offset") {
		t.Errorf("the first line is %q", first)
	}
	d.sees("10,030", `"total"`).clicks("10,050").sees("orders/2@10,050")
	x := d.app.tableWidth() + 20
	d.clickAt(x, d.app.top()+3).sees("orders/2@10,050") // on the message: no row is chosen
	d.press("f").seesNot("10,030").press("f")
	top := strings.Split(d.view(), "\n")[d.app.top()+5]
	d.run(d.send(tea.MouseWheelMsg{X: 10, Y: d.app.top() + 3, Button: tea.MouseWheelUp}))
	if now := strings.Split(d.view(), "\n")[d.app.top()+5]; now == top {
		t.Error("the wheel over the rows does not scroll them")
	}
	d.press("esc").seesNot("orders/2@10,050")
	if w := len([]rune(strings.TrimRight(strings.Split(d.view(), "\n")[d.app.top()+2], " "))); w <= d.app.tableWidth() {
		t.Errorf("closed, a row has %d columns", w)
	}
}

// So it does among the latest messages.
func TestALatestMessageStandsBesideTheRows(t *testing.T) {
	d := rowed(t, 200, 40).latest().press("enter").sees("latest per key", "user-0", "user-6", "position", `"total"`)
	line := strings.Split(d.view(), "\n")[d.app.top()]
	if !strings.Contains(line, "latest per key") || !strings.Contains(line, "orders/") {
		t.Errorf("the first line is %q", line)
	}
	d.press("esc").sees("latest per key").seesNot("position")
}

// At 80x24 the message has most of the screen, also with errors and an end.
func TestAMessageHasTheRoom(t *testing.T) {
	d := rowed(t, 80, 24)
	d.frame(d.lostBroker()).frame(d.status(model.Stopped, reason(model.ReasonStopped)))
	if d.press("enter"); d.app.share().detail < 15 {
		t.Errorf("it has %d lines:\n%s", d.app.share().detail, d.view())
	}
	d.sees("errors 1", "Stopped after")
}

// A login that was refused is not tried with another password by s.
func TestARefusedLogin(t *testing.T) {
	auth := model.NewFault(model.FaultAuth, "kafka-1:9093 refuses the login.", nil)
	d := newDriver(t, 140, 36)
	d.frame(d.fault(auth), d.status(model.Failed, reason(model.ReasonAuth), func(s *model.Status) { s.Err = auth }))
	d.sees("s tries again. For another password start ktm anew.").seesNot("goes on where it stopped")
}
