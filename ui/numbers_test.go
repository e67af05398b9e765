package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/numbers"
)

// counted hands a frame over and waits until the figures have looked at it.
func (d *driver) counted() *driver {
	d.t.Helper()
	var each func(cmd tea.Cmd)
	each = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		d.feed.Wake() // the screen asks for the next frame, too
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			for _, c := range msg {
				each(c)
			}
		case recordsMsg:
			msg.Window.Release()
			msg.Matches.Window.Release()
		case tickMsg, quietMsg, nil:
		default:
			d.send(msg)
		}
	}
	each(d.send(recordsMsg{feed.Batch{Window: d.history.Window()}}))
	return d
}

// numbers opens the figures and lets the thread go on for some seconds.
func (d *driver) numbers() *driver {
	received := func(s *model.Status) {
		for i := range s.Positions {
			p := &s.Positions[i]
			p.Start, p.Received = 9_000, d.sent/3+int64(i)*7
			p.End += int64(i) * 250
		}
	}
	d.frame(d.status(model.Running, received)).tick(7 * time.Second)
	d.press("i")
	for range 6 {
		for i := range 20 {
			late := time.Duration(5+i*i*3) * time.Millisecond
			d.record(func(r *model.Record) { r.Timestamp = d.now.Add(-late).UnixMilli() })
		}
		d.counted().status(model.Running, received)
		d.tick(time.Second)
	}
	ahead := func(r *model.Record) { r.Timestamp = d.now.Add(3200 * time.Millisecond).UnixMilli() }
	d.record(ahead).counted().frame(d.lostBroker(), d.lostBroker(), d.unreadable(1)).press("!", "!")
	return d.tick(time.Second)
}

func TestNumbers(t *testing.T) {
	d := newDriver(t, 120, 36).records(100)
	d.frame(d.status(model.Running)).press("i").tick(time.Second)
	d.sees("numbers", "top keys", "of 100 messages", "7 different", "user-0", "message size", "delay", "of messages that come from now on", "no errors").
		seesNot("o-99")
	d.now = start.Add(20 * time.Second)
	d.records(50).counted().tick(time.Second)
	d.sees("of 150 messages", "from CreateTime to here", "p99")
	d.press("q").sees("o-149").seesNot("top keys")
}

// The key that opens the figures closes them; what they counted is gone.
func TestNumbersBeginAnew(t *testing.T) {
	d := newDriverKeeping(t, 40, 120, 36).records(30)
	d.frame(d.status(model.Running)).press("i").tick(time.Second)
	d.records(30).counted().tick(time.Second).sees("of 60 messages")
	d.press("i").seesNot("top keys")
	d.press("i").tick(time.Second).sees("of 40 messages")
}

// A look that ends after its pane was closed is not taken for one of the next.
func TestALateLookIsDropped(t *testing.T) {
	d := newDriver(t, 120, 36).records(30)
	d.frame(d.status(model.Running))
	late := d.send(keyPress("i"))
	d.press("esc", "i").tick(time.Second).sees("of 30 messages")
	p := d.app.pane.(*numbers.Pane)
	if _, owned := p.Take(late()); owned {
		t.Error("the pane took what another one had counted")
	}
}

// While nothing is open nothing is counted, and while a look is under way no
// other one begins: frames go by without a command of it.
func TestNumbersLookOneAtATime(t *testing.T) {
	d := newDriver(t, 120, 36).records(30)
	d.frame(d.status(model.Running))
	if d.app.countNumbers() != nil {
		t.Error("counts although it is closed")
	}
	cmd := d.send(keyPress("i"))
	d.records(10).frame()
	if d.app.countNumbers() != nil {
		t.Error("a second look begins during the first")
	}
	again := d.send(cmd())
	if again == nil {
		t.Fatal("what came during the look is not looked at")
	}
	d.run(again)
	d.tick(time.Second).sees("of 40 messages")
}

// A thousand partitions scroll, and the largest come first when asked for.
func TestNumbersOfManyPartitions(t *testing.T) {
	d := newDriver(t, 120, 36).records(3)
	d.frame(d.status(model.Running, func(s *model.Status) {
		s.Positions = nil
		for i := range int64(1000) {
			tp := model.TopicPartition{Topic: "orders", Partition: int32(i)}
			s.Positions = append(s.Positions, model.Position{TopicPartition: tp, Next: 5_000, End: 5_000 + i*7%1000, Until: -1, Received: 10 + i%3})
		}
		s.Positions[417].Received = 123_456
	}))
	d.press("i").tick(time.Second)
	d.sees("partitions  1,000", "busiest ×")
	first := func() string {
		lines := strings.Split(d.view(), "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, " partition ") })
		return strings.Fields(lines[at+1])[0]
	}
	for _, step := range []struct{ keys, want string }{
		{"", "0"}, {"j j", "2"}, {"k", "1"}, {"g", "0"}, {">", "857"}, {"> >", "417"}, {">", "0"},
	} {
		d.press(strings.Fields(step.keys)...).tick(time.Second)
		if got := first(); got != step.want {
			t.Errorf("after %q partition %s is first, want %s", step.keys, got, step.want)
		}
	}
	d.press("G").tick(time.Second).sees(" 999 ")
}

func TestNumbersWarnOfClocks(t *testing.T) {
	d := newDriver(t, 120, 36).records(3)
	d.frame(d.status(model.Running)).press("i")
	d.now = start.Add(time.Minute)
	d.record(func(r *model.Record) { r.Timestamp = d.now.Add(20 * time.Millisecond).UnixMilli() }).records(1).counted().tick(time.Second)
	d.sees("1 up to 20 ms in the future").seesNot("clocks differ")
	d.record(func(r *model.Record) {
		r.Timestamp, r.TimestampType = d.now.Add(4*time.Second).UnixMilli(), model.LogAppendTime
	}).counted().tick(time.Second)
	d.sees("clocks differ: 2 from the future, by up to 4.0 s", "LogAppendTime")
}

// A hostile key is shown as harmlessly as in a row; null and empty differ.
func TestNumbersOfHostileKeys(t *testing.T) {
	d := newDriver(t, 120, 36)
	for _, key := range [][]byte{nil, {}, []byte("user \u202e1"), []byte("\x1b[2J"), []byte("  ")} {
		d.record(func(r *model.Record) { r.Key = key })
	}
	d.frame(d.status(model.Running)).press("i").tick(time.Second)
	d.sees("∅ null", "empty", `user \u202e1`, `"  "`)
}

func TestNumbersTellOfTheFilter(t *testing.T) {
	d := newDriver(t, 120, 36).records(70)
	d.frame(d.status(model.Running)).press("/").types("key:=user-3").press("enter").searched()
	d.press("i").tick(time.Second).sees("scanned 70  matched 10  14 %")
}

// A flood is sampled, and the screen says so for as long as the sample counts.
func TestNumbersSayThatTheySample(t *testing.T) {
	d := newDriverKeeping(t, 100_000, 120, 36).records(10)
	d.frame(d.status(model.Running)).press("i")
	d.records(60_000).counted().tick(time.Second).sees("of 60,010, sampled 1 in 12")
	d.records(1).counted().tick(time.Second).sees("of 60,011, sampled 1 in 12")
}
