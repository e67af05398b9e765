package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/latest"
)

// latest has the view of latest messages open, and all taken in.
func (d *driver) latest() *driver {
	d.t.Helper()
	return d.fill(d.send(keyPress("u")))
}

// fill runs what fills the view until nothing is left to do.
func (d *driver) fill(cmd tea.Cmd) *driver {
	d.t.Helper()
	for range 100 {
		msgs := all(cmd)
		if len(msgs) == 0 {
			return d
		}
		var next []tea.Cmd
		for _, m := range msgs {
			next = append(next, d.send(m))
		}
		cmd = tea.Batch(next...)
	}
	d.t.Fatal("the view is never filled")
	return d
}

// all runs a command and those in it, but none that waits.
func all(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	select {
	case msg := <-done:
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			if msg == nil {
				return nil
			}
			return []tea.Msg{msg}
		}
		var msgs []tea.Msg
		for _, c := range batch {
			msgs = append(msgs, all(c)...)
		}
		return msgs
	case <-time.After(400 * time.Millisecond): // a clock, or a feed that has nothing
		return nil
	}
}

// more hands over a frame and has the view take it in. Nobody waits for the next.
func (d *driver) more() *driver {
	d.t.Helper()
	b := feed.Batch{Window: d.history.Window()}
	b.Matches, b.Filtered = d.sieve.View()
	own := d.app.session.Feed
	d.app.session.Feed = closedFeed(d.t)
	cmd := d.send(recordsMsg{b})
	d.app.session.Feed = own
	return d.fill(cmd)
}

// closedFeed has no next batch.
func closedFeed(t *testing.T) *feed.Feed {
	t.Helper()
	h, err := history.New(history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := feed.New(h, 1000)
	f.Close()
	return f
}

func TestTheLatestMessageOfEachKey(t *testing.T) {
	d := newDriver(t, 120, 36).records(70)
	d.record(func(r *model.Record) { r.Key, r.Value = []byte("user-2"), nil })
	d.record(func(r *model.Record) { r.Key = nil }).frame(d.status(model.Running))
	d.latest().sees("latest per key  7 keys, by key", "1 tombstone ", "1 without a key", "11  user-2", "∅ tombstone", `"id":"o-69"`).seesNot(`"id":"o-1"`, "●  1")
	d.record(func(r *model.Record) { r.Key = []byte("user-1"); r.Value = []byte("news") }).more()
	d.sees("11  user-1", "news", "●")
	d.tick(2 * time.Second)
	if strings.Contains(strings.Join(strings.Split(d.view(), "\n")[3:20], ""), "●") {
		t.Errorf("a change is called new two seconds later:\n%s", d.view())
	}
	d.press("esc").seesNot("latest per key").sees("user-1", "shown 73")
}

func TestTheLatestMessagesAreOrdered(t *testing.T) {
	d := newDriver(t, 120, 36).records(21)
	d.record(func(r *model.Record) { r.Key = []byte("user-5") }).frame(d.status(model.Running)).latest()
	first := func() string { return strings.Join(strings.Fields(strings.Split(d.view(), "\n")[5])[:3], " ") }
	if got := first(); !strings.Contains(got, "user-0") {
		t.Errorf("by key, the first is %q", got)
	}
	d.fill(d.send(keyPress(">"))).sees("last change first")
	if got := first(); !strings.Contains(got, "user-5") {
		t.Errorf("by change, the first is %q", got)
	}
	d.fill(d.send(keyPress(">"))).sees("most often first")
	if got := first(); !strings.Contains(got, "4 user-5") {
		t.Errorf("by count, the first is %q", got)
	}
}

// The cursor belongs to a key, wherever that goes.
func TestTheCursorStaysOnItsKey(t *testing.T) {
	d := newDriver(t, 120, 36).records(70).frame(d0(t)).latest().press("j", "j")
	if !strings.Contains(d.selected(), "user-2") {
		t.Fatalf("the cursor is on %q", d.selected())
	}
	d.record(func(r *model.Record) { r.Key = []byte("a-new-first") }).more()
	if !strings.Contains(d.selected(), "user-2") {
		t.Errorf("the cursor went to %q", d.selected())
	}
	d.press("enter").sees("orders/2@10,065", `"o-65"`).press("n").sees("orders/0@10,066").press("esc").sees("latest per key")
}

// A message that is open stays as it is, and the cursor on its key, whatever comes;
// that a newer one came of it is said, and ] shows that.
func TestAnOpenLatestMessageStays(t *testing.T) {
	for _, size := range [][2]int{{80, 14}, {80, 24}, {120, 36}, {200, 60}} {
		d := newDriver(t, size[0], size[1]).records(70).frame(d0(t)).latest().press("enter").sees("user-0", `"o-63"`).seesNot("newer")
		d.record(func(r *model.Record) { r.Key = []byte("a-new-first") })
		for _, text := range []string{"one", "two"} {
			d.record(func(r *model.Record) { r.Key, r.Value = []byte("user-0"), []byte("news "+text) })
		}
		d.more().sees(`"o-63"`, "2 newer  ] shows it")
		if size[1] > 24 && !strings.Contains(d.selected(), "user-0") {
			t.Errorf("%v: the cursor went to %q", size, d.selected())
		}
		d.press("]").sees("news two").seesNot(`"o-63"`, "newer")
		d.press("]").sees("news two")
	}
}

// Where the key of an open message is forgotten, no other row stands for it.
func TestAnOpenLatestMessageIsForgotten(t *testing.T) {
	d := newDriver(t, 120, 36, func(s *Session) { s.Keep = 2 }).records(70).frame(d0(t)).latest().press("enter")
	d.sees("user-5").record(func(r *model.Record) { r.Key = []byte("x") }).record(func(r *model.Record) { r.Key = []byte("y") }).more()
	if got := d.selected(); got != "▌▾ {" { // the cursor in the JSON, and of no row
		t.Errorf("%q is selected", got)
	}
	follow := only[latest.FollowMsg](t, d.sees(`"o-68"`).send(keyPress("K"))).(latest.FollowMsg)
	if got := string(follow.Record.Key); got != "user-5" {
		t.Errorf("K follows %q", got)
	}
}

func TestAKeyIsFollowedFromItsLatestMessage(t *testing.T) {
	d := newDriver(t, 120, 36).records(70).frame(d0(t)).latest().press("j", "j")
	d.run(d.send(only[latest.FollowMsg](t, d.send(keyPress("K")))))
	d.searched().sees("key:=user-2", "10 of 70 match").seesNot("latest per key")
	// And the latest messages among the matches are only of that key.
	d.latest().sees("latest per key  1 key,", "10  user-2")
}

// only is the one message of a type that a command gives.
func only[T tea.Msg](t *testing.T, cmd tea.Cmd) tea.Msg {
	t.Helper()
	for _, m := range all(cmd) {
		if _, ok := m.(T); ok {
			return m
		}
	}
	t.Fatal("it does not give it")
	return nil
}

// What is frozen stays, and what came is taken in afterwards.
func TestAFrozenViewHoldsTheLatestMessages(t *testing.T) {
	d := newDriver(t, 120, 36).records(70).frame(d0(t)).latest().press("space")
	d.record(func(r *model.Record) { r.Key = []byte("new") }).more().sees("7 keys")
	d.press("space").more().sees("8 keys")
}

func TestFewerKeysThanThereAreSaySo(t *testing.T) {
	d := newDriver(t, 120, 36, func(s *Session) { s.Keep = 3 }).records(70).frame(d0(t)).latest()
	d.sees("3 keys", "keys forgotten")
}

func d0(t *testing.T) model.Event {
	t.Helper()
	return (&driver{now: start, control: &controller{}, sent: 70}).status(model.Running)
}
