package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// w cuts the long lines of the open message, and of the next ones, as it does in
// the table.
func TestLongLinesOfTheOpenMessageAreCut(t *testing.T) {
	long := strings.Repeat("word ", 60)
	d := newDriver(t, 100, 40).record(func(r *model.Record) { r.Value = []byte(`{"a":"` + long + `END","b":1}`) })
	d.record(func(r *model.Record) { r.Value = []byte(long + "END\nsecond line") })
	d.frame(d.status(model.Running)).press("enter").sees("END", "second line")
	d.press("w").sees("long lines are cut", "second line", "word …").seesNot("END")
	d.press("p").sees(`"b": 1`).seesNot("END")
	d.press("w").sees("long lines are wrapped", `END"`)
}

// Where the keys of what is open need another number of lines than those of the
// message before, the rest of the screen makes room: driver.fits looks at it.
func TestKeysOfWhatIsOpenMakeRoom(t *testing.T) {
	d := newDriver(t, 120, 30).record(func(r *model.Record) { r.Value = []byte("text") })
	d.record(func(r *model.Record) { r.Value = []byte(`{"a":{"b":1}}`) }).frame(d.status(model.Running)).press("enter")
	one, two := false, false
	for width := 60; width < 400; width++ {
		d.send(tea.WindowSizeMsg{Width: width, Height: 30})
		text := len(d.press("p").app.footer())
		tree := len(d.press("n").app.footer())
		one, two = one || text == 1 && tree == 1, two || text == 1 && tree == 2
	}
	if !one || !two {
		t.Errorf("no width at which both have one line (%t), or only the tree two (%t)", one, two)
	}
}

// N opens what is folded where the last place before is in it, and nothing else.
func TestSearchingUpwardsOpensWhatIsFolded(t *testing.T) {
	d := newDriver(t, 100, 44).record(func(r *model.Record) {
		r.Value = []byte(`{"one":{"a":"needle 1","b":"needle 2"},"two":{"c":"needle 3"},"three":{"d":1},"last":"needle 4"}`)
	})
	d.frame(d.status(model.Running)).press("enter", "f", "/").types("needle 4").press("enter").sees(`▌    "last"`)
	d.press("/").types("needle").press("enter", "1", "j", "j", "j").sees("1 field }", "2 fields }").seesNot("needle 1", "needle 3")
	d.press("N").sees("needle 3").seesNot("needle 2")
	d.press("N").sees("needle 2", "needle 1", `"three": {… 1 field }`)
	if got := d.selected(); !strings.Contains(got, "needle 2") {
		t.Errorf("the cursor is on %q", got)
	}
}

// A format that is set when its menu is closed leaves another menu open.
func TestAFormatClosesItsOwnMenu(t *testing.T) {
	d := newDriver(t, 120, 40).records(3)
	d.frame(d.status(model.Running)).press("F").types("hex")
	set := d.send(keyPress("enter"))
	d.press("esc", "esc", "F").types("base").run(set)
	d.sees("base64", "values of orders").press("esc", "esc")
	if got := d.app.session.Reader.Format("orders", decoded.Value); got.String() != "hex" {
		t.Errorf("the format is %s", got)
	}
}

// Topics that are chosen have the formats that they had the last time.
func TestChosenTopicsHaveTheirFormats(t *testing.T) {
	var reopened []string
	store := state.Memory()
	state.ValueFormat.Set(store.Topic(state.Cluster([]string{"localhost:9092"}), "clicks"), "hex")
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened), with(store)).records(3)
	d.frame(d.status(model.Running))
	d.switches(d.pick().types("clicks").send(keyPress("enter")))
	if got := d.app.session.Reader.Format("clicks", decoded.Value); got.String() != "hex" {
		t.Errorf("clicks is read as %s", got)
	}
	if got := d.app.session.Reader.Format("orders", decoded.Value); got != decode.Auto {
		t.Errorf("orders is read as %s", got)
	}
}

// While there is a mistake in what is typed, it is plain which filter is in force.
func TestWhichFilterIsAppliedBesideAMistake(t *testing.T) {
	d := newDriver(t, 120, 36).records(60)
	d.frame(d.status(model.Running)).press("/")
	d.run(d.send(tea.PasteMsg{Content: "value.total >"}))
	d.sees("no filter is applied: all messages are shown").types(" 40").searched().seesNot("still applied").sees("match")
	d.types(" &&").sees("still applied: / value.total > 40")
	d.press("esc").seesNot("still applied", "no filter is applied")
}

// Where the rows are hidden, nothing is told of the place in them.
func TestAPaneHidesThePlaceInTheRows(t *testing.T) {
	d := newDriver(t, 120, 36).records(60)
	d.frame(d.status(model.Running)).press("k").records(3).frame().sees("3 below", "row 59 of 63")
	d.latest().seesNot("below", "row 59").press("esc").sees("3 below", "row 59 of 63")
}
