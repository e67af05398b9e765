package ui

import (
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestDetailShowsTheMessageAndWalks(t *testing.T) {
	d := newDriver(t, 120, 40)
	d.records(10).frame(d.status(model.Running)).press("k", "enter")
	d.sees("orders/2@10,008", `"city": "Oslo"`, "trace-id  4bf92f3577b34da6", "create time", "json 59 B")
	d.press("n").sees("orders/0@10,009")
	d.press("p", "p").sees("orders/1@10,007")
	d.records(50).frame().sees("orders/1@10,007") // it stays while messages come
	d.press("esc").seesNot("create time")
}

// Everything of a message can be read, however narrow the terminal.
func TestDetailShowsLongFieldsInFull(t *testing.T) {
	letters := func(c string) []byte { return []byte(strings.Repeat(c, 200) + "." + c) }
	d := newDriver(t, 80, 60)
	d.record(func(r *model.Record) {
		r.Key = letters("k")
		r.Headers = []model.Header{{Key: []byte("short"), Value: []byte("one")}, {Key: letters("n"), Value: letters("v")}, {Key: []byte("null")}}
	})
	d.frame(d.status(model.Running)).press("enter")
	d.sees(".k", "short  one", ".n", ".v", "null  ∅ null", "2026-11-23T12:03:41.000Z  1795435421000")
}

func TestDetailOfWhatIsNotText(t *testing.T) {
	d := newDriver(t, 120, 40)
	d.record(func(r *model.Record) { r.Value = []byte{0, 0, 0, 0, 7, 0xff, 'a'} })
	d.frame(d.status(model.Running)).press("enter").sees("binary 7 B", "00000000  00 00 00 00 07 ff 61", "......a")
	d.press("esc").record(func(r *model.Record) { r.Key, r.Value = nil, nil })
	d.frame().press("G", "enter").sees("∅ null", "value null")
}

func TestClosingTheDetailGoesOnFollowing(t *testing.T) {
	d := newDriver(t, 120, 40)
	d.records(100).frame(d.status(model.Running)).press("enter")
	d.records(50).frame().press("esc")
	if got := d.selected(); !strings.Contains(got, "10,149") {
		t.Errorf("the cursor is on %q, want the newest", got)
	}
	d.press("k", "enter").records(50).frame().press("esc")
	if got := d.selected(); !strings.Contains(got, "10,148") {
		t.Errorf("it did not follow before; the cursor is on %q", got)
	}
}

func TestTheDetailKeepsOtherKeysFromWhatItHides(t *testing.T) {
	d := newDriver(t, 120, 40)
	d.records(5).frame(d.status(model.Running)).press("enter", "C", "m", "w").frame()
	d.sees("shown 5", "orders/1@10,004").press("esc").seesNot("── marker")
}

func TestTheNextOfAForgottenMessageIsTheOldest(t *testing.T) {
	d := newDriver(t, 120, 40)
	d.records(10).frame(d.status(model.Running)).press("enter")
	d.records(30_000).frame().press("n").sees("@30,010").press("n").sees("@30,011")
}
