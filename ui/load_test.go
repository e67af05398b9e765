package ui

import (
	"bytes"
	"context"
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// broker answers loads when it is told to.
type broker struct {
	ctx    context.Context // of the last load
	record model.Record
	err    error
}

func (b *broker) load(ctx context.Context, at model.TopicPartition, offset int64) (model.Record, error) {
	b.ctx = ctx
	r := b.record
	r.TopicPartition, r.Offset = at, offset
	return r, b.err
}

// opensGiant makes a driver with a giant open, beside other messages, and the
// broker that has the whole of it.
func opensGiant(t *testing.T) (*driver, *broker) {
	t.Helper()
	b := &broker{}
	d := newDriver(t, 120, 40, func(s *Session) { s.Load = b.load })
	d.records(3).record(func(r *model.Record) {
		r.Value = append(bytes.Repeat([]byte("giant "), 2<<20), "its end"...)
		b.record = *r
	})
	return d.frame(d.status(model.Running)).press("enter"), b
}

func TestAGiantIsLoadedOnDemand(t *testing.T) {
	d, b := opensGiant(t)
	d.sees("1 MiB of 12 MiB  L loads it all", "L load all", "value 12 MiB", "read 12 MiB")
	cmd := d.send(keyPress("L"))
	d.sees("loading it all").seesNot("L load")
	d.send(cmd())
	d.seesNot("1 MiB of", "L load")
	d.sees("text 12 MiB").ends("G", "its end")
	if b.ctx.Err() == nil {
		t.Error("the context of a load that is over does not end")
	}
	d.press("esc", "enter").sees("1 MiB of 12 MiB  L loads it all") // it was let go
}

// ends presses a key and makes the steps that follow from it.
func (d *driver) ends(key string, words ...string) {
	d.t.Helper()
	for cmd := d.send(keyPress(key)); cmd != nil; {
		cmd = d.send(cmd())
	}
	d.sees(words...)
}

func TestWhatIsNotWaitedForIsNotShown(t *testing.T) {
	for _, key := range []string{"esc", "p"} {
		d, b := opensGiant(t)
		cmd := d.send(keyPress("L"))
		msg := cmd() // it comes late
		d.press(key)
		if b.ctx.Err() == nil {
			t.Errorf("%s does not end the context", key)
		}
		d.send(msg)
		d.press("esc").press("G", "enter").sees("1 MiB of 12 MiB  L loads it all")
	}
}

func TestALoadThatFailsIsTold(t *testing.T) {
	d, b := opensGiant(t)
	f := model.NewFault(model.FaultOffset, "orders/0@10,003 is no longer kept", errors.New("out of range"))
	f.Hint = "Retention has deleted it."
	b.err = f
	d.press("L").sees("   orders/0@10,003 is no longer kept", "   Retention has deleted it.", "L loads it all")
	b.err = errors.New("no \x1b[2J idea")
	d.press("L").sees(`   It cannot be read: no \x1b[2J idea`).seesNot("Retention")
	b.err = nil
	d.press("L").seesNot("cannot be read").sees("text 12 MiB")
}

func TestAnotherMessageAtItsOffsetIsNotTakenForIt(t *testing.T) {
	d, b := opensGiant(t)
	b.record.Timestamp++
	d.press("L").sees("another message now: the topic was created anew", "1 MiB of 12 MiB").seesNot("L load")
}

func TestWithoutABrokerNothingIsOffered(t *testing.T) {
	d := newDriver(t, 120, 40, func(s *Session) { s.Load = nil })
	d.record(giant).frame(d.status(model.Running)).press("enter", "L").sees("1 MiB of").seesNot("L load")
}

// Steps to the end of a giant are messages of their own, so keys come between.
func TestKeysComeBetweenTheStepsToTheEnd(t *testing.T) {
	d, b := opensGiant(t)
	b.record.Value = bytes.Repeat([]byte("\x1b[31m red "), len(b.record.Value)/10+1)[:len(b.record.Value)]
	d.press("L")
	cmd := d.send(keyPress("G"))
	if cmd == nil {
		t.Fatal("12 MiB of escapes were laid out at once")
	}
	step := cmd()
	if _, ok := step.(stepMsg); !ok {
		t.Fatalf("the next step is %T", step)
	}
	if d.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp, Y: 30}) != nil || d.send(step) != nil {
		t.Error("scrolling does not break off the way to the end")
	}
}
