package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/columns"
)

// large has a value that takes a while to be indented.
func large(r *model.Record) {
	r.Value = []byte(`{"first":1,"items":[` + strings.Repeat("1,", 100_000) + `2],"last":"here"}`)
}

// A large value is indented off the program's loop. Keys are answered meanwhile,
// and the open message says what it waits for.
func TestALargeMessageIsReadOffTheLoop(t *testing.T) {
	d := newDriver(t, 120, 40).records(3).record(large)
	d.frame(d.status(model.Running))
	reads := d.send(keyPress("enter"))
	d.sees("decoding…", "orders/0@10,003", "create time").seesNot(`"first": 1`)
	if again := d.send(keyPress("down")); again != nil {
		t.Error("it is begun twice")
	}
	d.run(reads)
	d.sees(`"first": 1`, "json 195 KiB").seesNot("decoding")
}

// What comes of a message that is no longer open is dropped, and the one that is
// open by then is read.
func TestAMessageThatIsReadTooLate(t *testing.T) {
	d := newDriver(t, 120, 40).records(1).record(large).record(large)
	d.frame(d.status(model.Running))
	first := d.send(keyPress("enter"))
	d.press("p").sees("@10,001", "decoding…")
	second := d.send(first())
	d.sees("@10,001", "decoding…").seesNot(`"first": 1`)
	d.press("p").sees("@10,000", `"type": "order.paid"`) // a small one waits for nobody
	d.run(second)
	d.sees("@10,000", `"type": "order.paid"`).press("n").sees("@10,001", `"first": 1`)
}

// A message that is read by another format is what it was until then.
func TestAnotherFormatOfALargeMessage(t *testing.T) {
	r := decoded.New()
	d := newDriver(t, 120, 40, func(s *Session) { s.Reader = r }).record(large)
	d.frame(d.status(model.Running)).press("enter", "j", "j", "j", "j", "j", "j", "j").sees(`"first": 1`)
	before := strings.Split(d.view(), "\n")
	base64, err := decode.Parse("base64")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Set("orders", decoded.Value, base64); err != nil {
		t.Fatal(err)
	}
	reads := d.app.reread()
	d.app.dirty = true
	reads = tea.Batch(reads, d.app.decode())
	for i, line := range strings.Split(d.view(), "\n") {
		if i < d.app.detailTop() {
			continue // the row has, for little of it is looked at
		}
		if line != before[i] && !strings.Contains(line, "decoding…") {
			t.Errorf("it has changed already: %q was %q", line, before[i])
		}
	}
	d.sees("decoding…")
	for _, msg := range all(reads) {
		d.send(msg)
	}
	d.sees("eyJmaXJzdCI6MSw").seesNot("decoding", `"first"`)
}

// The open message of the view of latest messages is read, and gone through, as
// any other.
func TestALargeMessageOfAKey(t *testing.T) {
	d := newDriver(t, 120, 40).record(large)
	d.frame(d.status(model.Running)).latest()
	reads := d.send(keyPress("enter"))
	d.sees("decoding…")
	d.fill(reads).sees(`"first": 1`).fill(d.send(keyPress("G")))
	d.sees(`"last": "here"`)
}

// Rows of the latest messages, and an open one, are decoded when their schema comes.
func TestLatestMessagesDecodeWhenTheRegistryComes(t *testing.T) {
	d, up := onRegistry(t)
	d.record(avro("key-1", "paid")).frame(d.status(model.Running)).latest()
	d.sees("? 00000000070870616964").press("enter").until("not read yet: schema 7 cannot be fetched")
	up.Store(true)
	d.until("shop.Order").sees(`{"state":"paid"}`, `"state": "paid"`).seesNot("not read yet", "? 0000")
}

// Cells of the latest messages that came too late for a frame are read by the next
// ones, though nothing comes any more.
func TestTheClockBringsLateCellsOfKeys(t *testing.T) {
	d := newDriver(t, 120, 120, func(s *Session) { s.Columns, _ = columns.Parse("key,.last") })
	value := []byte(`{"skipped":"` + strings.Repeat("x", 60<<10) + `","last":"here"}`)
	for i := range 100 {
		d.record(func(r *model.Record) { r.Key, r.Value = fmt.Appendf(nil, "key-%d", i), value })
	}
	d.frame(d.status(model.Running, func(s *model.Status) { s.Lifetime, s.Deadline = 0, time.Time{} })).latest()
	d.app.session.Reader.Changed() // all is read anew
	d.tick(time.Second).view()
	if !d.app.late() {
		t.Fatal("nothing is late: the test needs larger messages")
	}
	for range 20 {
		d.view()
		d.tick(activeTick)
		if d.app.late() && d.app.pace.quiet {
			t.Fatal("the clock rests while cells are late")
		}
	}
	if n := strings.Count(d.view(), "here"); n != 100 {
		t.Errorf("%d of 100 cells are read", n)
	}
}
