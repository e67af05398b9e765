package ui

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// chased plays the steps to another message of the same key.
func (d *driver) chased() *driver {
	d.t.Helper()
	for d.app.reading.chase != nil {
		d.run(d.send(stepMsg{}))
	}
	return d
}

func TestOtherMessagesOfTheSameKey(t *testing.T) {
	d := newDriver(t, 120, 40)
	d.records(20_000) // user-0 to user-6, in turn
	d.frame(d.status(model.Running)).press("enter")
	d.sees("orders/1@29,999  user-0")
	d.press("[").chased().sees("orders/0@29,992  user-0", "29,993")
	d.press("[").chased().sees("orders/2@29,985  user-0")
	d.press("]").chased().sees("orders/0@29,992  user-0")
	d.press("]").chased().press("]").chased().sees("orders/1@29,999  user-0", "no later message of this key")
	d.press("esc", "g", "enter").press("[").chased().sees("no earlier message of this key")
	d.press("n").sees("orders/2@20,001").seesNot("no earlier message of this key") // of another one
}

// A filter narrows the way, but not what a message is compared with.
func TestTheSameKeyAmongMatches(t *testing.T) {
	d := newDriver(t, 120, 50)
	for _, v := range []string{"paid 1", "open 2", "paid 3", "open 4"} {
		d.record(func(r *model.Record) { r.Key, r.Partition, r.Value = []byte("k"), 0, []byte(v) })
		d.records(3)
	}
	d.frame(d.status(model.Running)).press("/").types("value:/^paid/").press("enter").searched().press("enter")
	d.sees("paid 3").press("[").chased().sees("orders/0@10,000").press("]").chased().sees("orders/0@10,008")
	d.press("D").chased().sees("since orders/0@10,004", " - open 2", " + paid 3")
	d.press("D").sees("   paid 3").seesNot("open 2")
}

// Only earlier messages are compared with, also where a run brings messages again.
func TestAMessageIsComparedWithAnEarlierOne(t *testing.T) {
	d := newDriver(t, 120, 50)
	at := func(offset int64, value string) {
		d.record(func(r *model.Record) {
			r.Key, r.Partition, r.Offset, r.Value = []byte("k"), 0, offset, []byte(value)
		})
	}
	at(5, "five")
	at(6, "six")
	at(7, "seven")
	at(6, "six")
	d.frame(d.status(model.Running)).press("enter", "D").chased().sees("since orders/0@5", " - five", " + six")
	d.press("p").chased().sees("since orders/0@6", " - six", " + seven")
	d.press("g", "p", "p").chased().sees("the first message of its key that is kept")
	d.press("v").seesNot("first message")
}

// What has no key has no others of its key, and is not compared.
func TestNoKeyIsNoSameKey(t *testing.T) {
	d := newDriver(t, 120, 40)
	for range 2 {
		d.record(func(r *model.Record) { r.Key = nil })
	}
	d.frame(d.status(model.Running)).press("enter", "[").sees("this message has no key")
	d.press("D").chased().sees("This message has no key")
}

// Keys answer while another message is looked for, and end that.
func TestClosingEndsTheChase(t *testing.T) {
	d := newDriver(t, 120, 40)
	d.records(5).frame(d.status(model.Running)).press("enter")
	d.app.reading.chase = &chase{delta: -1, at: d.app.opened - 1}
	d.send(keyPress("p"))
	if d.app.reading.chase != nil {
		t.Error("another message is open, and the chase goes on")
	}
	d.press("D", "esc")
	d.run(d.send(stepMsg{}))
	if d.app.reading.chase != nil || d.app.step() != nil {
		t.Error("nothing is open, and the chase goes on")
	}
}
