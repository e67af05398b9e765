package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

func (d *driver) columnsAre(want string) *driver {
	d.t.Helper()
	if got := columns.Format(d.app.columns); got != want {
		d.t.Errorf("the columns are %s, want %s", got, want)
	}
	return d
}

func remembering(store *state.Store) func(*Session) {
	return func(s *Session) { s.State = store }
}

const usual = "time,-topic,partition,offset,key,value"

// | lists the fields of the messages; one is shown, moved and hidden, at once.
func TestColumnsAreChosen(t *testing.T) {
	store := state.Memory()
	d := newDriver(t, 120, 36, remembering(store)).records(9)
	d.record(func(r *model.Record) { r.Value = []byte(`{"note":null,"paid":"\u001b[31mred"}`) })
	d.frame(d.status(model.Running)).press("|")
	d.sees("5 shown", "in 10 messages", "header:trace-id", "in 10 of 10", ".total", "in 9 of 10", "in 1 of 10", "null", "4bf92f3577b34da6")
	d.types("tot").sees(" > tot").press("space").columnsAre("time,-topic,partition,offset,key,.total,value").sees("6 shown")
	d.press("<").columnsAre("time,-topic,partition,offset,.total,key,value")
	d.send(tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModShift})
	d.columnsAre("time,-topic,partition,offset,key,.total,value")
	d.press("esc").sees("type to narrow")
	if !strings.Contains(d.selected(), ".total") {
		t.Errorf("the cursor left its column: %s", d.selected())
	}
	d.press("esc").sees("total", "46.5")

	again := newDriver(t, 120, 36, remembering(store)).records(3)
	again.frame(again.status(model.Running)).sees("total").columnsAre("time,-topic,partition,offset,key,.total,value")
	again.press("|").types(".total").press("space").columnsAre(usual)
	again.send(keyPress("esc"))
	again.types("partition").press("space").columnsAre("time,-topic,-partition,offset,key,value")
	again.press("ctrl+r").columnsAre(usual)
	if got, ok := state.Columns.Of(again.app.columnState()); ok {
		t.Errorf("%q are remembered", got)
	}
}

// enter never takes a column off: it adds one, and closes the list where it is
// there already.
func TestEnterLeavesAColumnThatIsShown(t *testing.T) {
	with := "time,-topic,partition,offset,key,.total,value"
	d := newDriver(t, 120, 36).records(9)
	d.frame(d.status(model.Running)).press("|").types(".total").press("space").columnsAre(with).sees("6 shown")
	d.press("enter").columnsAre(with).seesNot("6 shown").sees("46.5")
	d.press("|").types("topic").press("enter").columnsAre("time,topic,partition,offset,key,.total,value").sees("7 shown")
	d.press("enter").columnsAre("time,topic,partition,offset,key,.total,value").seesNot("7 shown")
}

// A column may be as wide as one likes, within bounds.
func TestAColumnIsWidened(t *testing.T) {
	d := newDriver(t, 120, 36).records(9)
	d.frame(d.status(model.Running)).view()
	d.press("|").types("key")
	wide := func(code rune, times int) {
		for range times {
			d.send(tea.KeyPressMsg{Code: code, Mod: tea.ModCtrl})
		}
	}
	wide(tea.KeyRight, 2)
	d.columnsAre("time,-topic,partition,offset,key=14,value").sees("=14")
	wide(tea.KeyLeft, 90)
	d.columnsAre("time,-topic,partition,offset,key=4,value")
}

// A whole name that no message has can be typed; a mistake is told, and changes
// nothing.
func TestAColumnIsTyped(t *testing.T) {
	d := newDriver(t, 120, 36).records(9)
	d.frame(d.status(model.Running)).press("|")
	d.types(".lines[0].sku").sees("enter adds .lines[0].sku").press("enter")
	d.columnsAre("time,-topic,partition,offset,key,.lines[0].sku,value").sees("in 0 of 9")
	d.press("esc").types("header:zz-1").press("enter").columnsAre("time,-topic,partition,offset,key,.lines[0].sku,header:zz-1,value")
	d.press("esc").types("xyzzy").press("enter", "<", "space").sees("xyzzy")
	d.columnsAre("time,-topic,partition,offset,key,.lines[0].sku,header:zz-1,value")
	d.press("esc").types("|")
	d.seesNot("type to narrow")
}

// An object and a further element of an array are counted once they are columns.
func TestWhatIsTypedIsCounted(t *testing.T) {
	d := newDriver(t, 120, 36)
	d.record(func(r *model.Record) { r.Value = []byte(`{"user":{"name":"Anna"},"tags":["old","new"]}`) })
	d.frame(d.status(model.Running)).press("|").sees("4 fields in 1 message ")
	d.types(".user").press("enter").sees(`{"name":"Anna"}`)
	d.press("esc").types(".tags[1]").press("enter").sees("6 fields", " new ")
	d.press("esc", "esc", "|").sees(`{"name":"Anna"}`, "new")
}

func TestOneColumnStays(t *testing.T) {
	d := newDriver(t, 120, 36, func(s *Session) { s.Columns, _ = columns.Parse("key,.total") }).records(9)
	d.frame(d.status(model.Running)).press("|", "space").columnsAre("-key,.total")
	d.press("home", "space").columnsAre("-key,.total").sees("one column has to stay")
}

// What the command line says counts more than what is remembered.
func TestColumnsOfTheCommandLineCountMore(t *testing.T) {
	store := state.Memory()
	d := newDriver(t, 120, 36, remembering(store)).records(9)
	d.frame(d.status(model.Running)).press("|").types("tot").press("space")
	next := newDriver(t, 120, 36, remembering(store), func(s *Session) { s.Columns, _ = columns.Parse("key,value") })
	next.columnsAre("key,value")
	state.Columns.Set(d.app.columnState(), []string{"such", "==="})
	newDriver(t, 120, 36, remembering(store)).columnsAre(usual)
}

// Every topic has its own.
func TestColumnsFollowTheTopic(t *testing.T) {
	d := newDriver(t, 120, 36, withTopics(&shop{}, new([]string))).records(9)
	d.frame(d.status(model.Running)).press("|").types("tot").press("space")
	d.send(switchedMsg{topics: []string{"payments"}, from: model.DefaultScope, empty: d.feed.Window()})
	d.columnsAre(usual)
	d.send(switchedMsg{topics: []string{"orders"}, from: model.DefaultScope, empty: d.feed.Window()})
	d.columnsAre("time,-topic,partition,offset,key,.total,value")
}

// Cells that came too late for a frame are read by the next ones, though nothing
// comes any more.
func TestTheClockBringsLateCells(t *testing.T) {
	d := newDriver(t, 120, 36, func(s *Session) { s.Columns, _ = columns.Parse("key,.last") })
	long := `{"skipped":"` + strings.Repeat("x", 900<<10) + `","last":"here"}`
	for range 12 {
		d.record(func(r *model.Record) { r.Value = []byte(long) })
	}
	d.frame(d.status(model.Running, func(s *model.Status) { s.Lifetime, s.Deadline = 0, time.Time{} })).view()
	d.tick(time.Second)
	if !d.app.table.Late() {
		t.Fatal("nothing is late: the test needs larger messages")
	}
	for range 20 {
		d.view()
		d.tick(activeTick)
		if d.app.table.Late() && d.app.pace.quiet {
			t.Fatal("the clock rests while cells are late")
		}
	}
	if n := strings.Count(d.view(), "here"); n != 12 {
		t.Errorf("%d of 12 cells are read", n)
	}
}
