package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/sieve"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/matches"
)

// start is the moment every test begins at.
var start = time.Date(2026, 11, 23, 12, 3, 41, 0, time.UTC)

// controller records what the screen asks of the manager.
type controller struct {
	mu     sync.Mutex
	calls  []string
	status model.Status
	err    error
}

func (c *controller) call(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, name)
	return c.err
}

func (c *controller) Start() error           { return c.call("start") }
func (c *controller) Stop() error            { return c.call("stop") }
func (c *controller) Restart() error         { return c.call("restart") }
func (c *controller) Extend(d time.Duration) { _ = c.call("extend " + d.String()) }
func (c *controller) Skip(at model.TopicPartition, offset int64) error {
	return c.call("skip " + at.At(offset))
}
func (c *controller) Status() model.Status { return c.status }

// driver plays the terminal and the manager for one App, without a program:
// what a command returns is given back to Update at once.
type driver struct {
	t       *testing.T
	app     *App
	control *controller
	history *history.History
	sieve   *sieve.Sieve
	feed    *feed.Feed
	now     time.Time
	sent    int64
}

func newDriver(t *testing.T, width, height int, change ...func(*Session)) *driver {
	t.Helper()
	return newDriverKeeping(t, 10_000, width, height, change...)
}

// newDriverKeeping keeps so many records and matches.
func newDriverKeeping(t *testing.T, keep, width, height int, change ...func(*Session)) *driver {
	t.Helper()
	d := &driver{t: t, control: &controller{}, now: start}
	var err error
	if d.history, err = history.New(history.Options{KeepRecords: keep}); err != nil {
		t.Fatal(err)
	}
	d.feed = feed.New(d.history, 1000)
	if d.sieve, err = sieve.New(d.history, history.Options{KeepRecords: keep}, d.feed.Wake); err != nil {
		t.Fatal(err)
	}
	d.feed.Watch(d.sieve)
	s := Session{
		Controller: d.control, Feed: d.feed, Sieve: d.sieve, Topics: []string{"orders"}, Brokers: []string{"localhost:9092"},
		Start: model.DefaultScope,
		Load: func(context.Context, model.TopicPartition, int64) (model.Record, error) {
			return model.Record{}, errors.New("not in this test")
		},
	}
	for _, f := range change {
		f(&s)
	}
	d.app = New(s)
	d.app.now = func() time.Time { return d.now }
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
	t.Cleanup(func() {
		d.feed.Close()
		d.sieve.Clear()
	})
	return d
}

func (d *driver) send(msg tea.Msg) tea.Cmd {
	d.t.Helper()
	_, cmd := d.app.Update(msg)
	d.fits()
	return cmd
}

// press sends keys by name and runs the commands they cause.
func (d *driver) press(keys ...string) *driver {
	d.t.Helper()
	for _, k := range keys {
		d.run(d.send(keyPress(k)))
	}
	return d
}

// types presses a key for each character.
func (d *driver) types(text string) *driver {
	d.t.Helper()
	for _, r := range text {
		d.run(d.send(tea.KeyPressMsg{Code: r, Text: string(r)}))
	}
	return d
}

// run runs a command, and those that a change of the filter or a step causes.
func (d *driver) run(cmd tea.Cmd) {
	d.t.Helper()
	for again := true; again && cmd != nil; {
		msg := cmd()
		if msg == nil {
			return
		}
		switch msg.(type) {
		case matches.ToldMsg, stepMsg, decodedMsg:
			again = true
		default:
			again = false
		}
		cmd = d.send(msg)
	}
}

// searched waits until the filter was asked of all that is kept, and hands the
// matches over.
func (d *driver) searched() *driver {
	d.t.Helper()
	for {
		b, ok := d.feed.Next()
		if !ok {
			d.t.Fatal("the feed is closed")
		}
		done := b.Filtered && b.Matches.Backlog == 0
		d.send(recordsMsg{b})
		if done {
			return d.doubts()
		}
	}
}

// doubts looks for the reason why nothing matches, where nothing does: the command
// that was to do so is not run by searched.
func (d *driver) doubts() *driver {
	d.t.Helper()
	d.app.matches.Update(matches.DoubtMsg{})
	d.run(d.app.matches.Wonder())
	return d
}

func keyPress(name string) tea.KeyPressMsg {
	named := map[string]rune{
		"space": tea.KeySpace, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "tab": tea.KeyTab, "home": tea.KeyHome, "end": tea.KeyEnd, "left": tea.KeyLeft, "right": tea.KeyRight,
	}
	if r, ok := named[name]; ok {
		return tea.KeyPressMsg{Code: r}
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: rune(name[0]), Text: name}
}

// frame hands over what came since the last one, as the feed does.
func (d *driver) frame(events ...model.Event) *driver {
	d.t.Helper()
	b := feed.Batch{Window: d.history.Window(), Events: events}
	b.Matches, b.Filtered = d.sieve.View()
	d.send(recordsMsg{b})
	return d
}

// records appends n messages, a tenth of a second apart.
func (d *driver) records(n int) *driver {
	for range n {
		d.record(func(*model.Record) {})
	}
	return d
}

// record appends one message, changed by f.
func (d *driver) record(f func(*model.Record)) *driver {
	i := d.sent
	d.sent++
	cities := []string{"Oslo", "Köln", "東京", "Lyon"}
	r := model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders", Partition: int32(i % 3)}, Offset: 10_000 + i,
		Timestamp: start.Add(time.Duration(i) * 100 * time.Millisecond).UnixMilli(),
		Key:       []byte("user-" + strconv.FormatInt(i%7, 10)),
		Value:     []byte(`{"type":"order.paid","id":"o-` + strconv.FormatInt(i, 10) + `","total":` + strconv.FormatInt(i*17%90, 10) + `.5,"city":"` + cities[i%4] + `"}`),
		Headers:   []model.Header{{Key: []byte("trace-id"), Value: []byte("4bf92f3577b34da6")}},
	}
	f(&r)
	d.sieve.Append(&r)
	return d
}

// status makes the event of a phase of run 1; the lifetime began at start.
func (d *driver) status(phase model.Phase, change ...func(*model.Status)) model.Event {
	s := model.Status{
		Phase: phase, Run: 1, Since: d.now, Started: start, Lifetime: 40 * time.Second, Deadline: start.Add(40 * time.Second),
		Received: d.sent,
	}
	for p := range int32(3) {
		tp := model.TopicPartition{Topic: "orders", Partition: p}
		s.Positions = append(s.Positions, model.Position{TopicPartition: tp, Next: 10_000 + d.sent, End: 10_000 + d.sent, Until: -1})
	}
	if !phase.Active() {
		s.Ended = d.now
	}
	for _, f := range change {
		f(&s)
	}
	d.control.status = s
	return model.Event{After: d.sent, Status: &s}
}

func (d *driver) fault(f *model.Fault) model.Event {
	f.Time = d.now
	return model.Event{After: d.sent, Fault: f}
}

// tick moves the clock, as the program's ticker does every tenth of a second.
func (d *driver) tick(by time.Duration) *driver {
	d.now = d.now.Add(by)
	d.send(tickMsg{d.now, d.control.status})
	return d
}

// view is the screen as plain text.
func (d *driver) view() string { return ansi.Strip(d.app.View().Content) }

func (d *driver) sees(words ...string) *driver {
	d.t.Helper()
	for _, w := range words {
		if !strings.Contains(d.view(), w) {
			d.t.Errorf("%q is not on the screen:\n%s", w, d.view())
		}
	}
	return d
}

func (d *driver) seesNot(words ...string) *driver {
	d.t.Helper()
	for _, w := range words {
		if strings.Contains(d.view(), w) {
			d.t.Errorf("%q is on the screen:\n%s", w, d.view())
		}
	}
	return d
}

// selected is the line with the cursor.
func (d *driver) selected() string {
	for line := range strings.Lines(d.view()) {
		if strings.HasPrefix(line, "▌") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// fits fails when the frame is not exactly as large as the terminal, or holds
// anything that a terminal would obey.
func (d *driver) fits() {
	d.t.Helper()
	if d.app.width == 0 {
		return
	}
	view := d.app.View()
	obeysNothing(d.t, view)
	lines := strings.Split(view.Content, "\n")
	if len(lines) != d.app.height {
		d.t.Fatalf("the frame has %d lines, the terminal %d:\n%s", len(lines), d.app.height, d.view())
	}
	for i, l := range lines {
		if w := ansi.StringWidthWc(l); w > d.app.width {
			d.t.Fatalf("line %d has %d columns, the terminal %d: %q", i, w, d.app.width, ansi.Strip(l))
		}
	}
}
