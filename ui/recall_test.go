package ui

import (
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// with gives the session what is remembered.
func with(store *state.Store) func(*Session) {
	return func(s *Session) { s.State = store }
}

// filtering is a screen with messages and an open prompt.
func filtering(t *testing.T, store *state.Store) *driver {
	t.Helper()
	d := newDriver(t, 100, 24, with(store)).records(20)
	return d.frame(d.status(model.Running)).press("/")
}

func (d *driver) typedText() string { return d.app.asked.prompt.Text() }

func TestFiltersOfEarlierSessionsAreWalked(t *testing.T) {
	store := state.Memory()
	filtering(t, store).types("paid").press("enter", "/", "ctrl+u").types("Oslo").press("enter")
	filtering(t, store).types("only looked at").press("esc")
	d := filtering(t, store).types("new")
	for _, want := range []string{"Oslo", "paid", "paid"} {
		if d.press("up"); d.typedText() != want {
			t.Errorf("up: %q, want %q", d.typedText(), want)
		}
	}
	if d.press("down", "down"); d.typedText() != "new" {
		t.Errorf("down: %q", d.typedText())
	}
}

func TestTimesAreShownAsTheLastTime(t *testing.T) {
	store := state.Memory()
	newDriver(t, 100, 24, with(store)).press("t", "t")
	newDriver(t, 100, 24, with(store)).sees(" age ")
	state.TimeFormat.Set(store.Settings(), "fortnights") // by a later ktm
	newDriver(t, 100, 24, with(store)).sees(" time ")
}

func TestFilterIsSavedAndUsedByName(t *testing.T) {
	store := state.Memory()
	d := filtering(t, store).types("value.total > 40").press("ctrl+s").sees("save as")
	d.press("enter").sees("a name is missing").types("large").press("enter").sees("saved as large")
	if d.typedText() != "value.total > 40" {
		t.Errorf("back in the filter's prompt with %q", d.typedText())
	}
	d.press("ctrl+u").types("Oslo").press("ctrl+s").types("north").press("enter", "enter").searched()

	d = filtering(t, store).types("typed").press("ctrl+r").sees("saved", "large: value.total > 40", "north: Oslo")
	d.press("esc")
	if d.typedText() != "typed" {
		t.Errorf("esc leaves %q", d.typedText())
	}
	d.press("ctrl+r").types("no").press("enter").searched()
	if d.typedText() != "Oslo" || d.app.matches.Filter() == nil || d.app.matches.Filter().String() != "Oslo" {
		t.Errorf("%q is typed, %v in force", d.typedText(), d.app.matches.Filter())
	}
	d.press("ctrl+r", "up")
	if d.typedText() != "large" {
		t.Errorf("up shows %q", d.typedText())
	}
	d.press("ctrl+x").sees("forgot large").seesNot("large: value").press("up", "ctrl+x").sees("no filter is saved yet")
	if all := state.SavedFilters.All(store.Settings()); len(all) != 0 {
		t.Errorf("%q", all)
	}
}

func TestMistakesWithSavedFilters(t *testing.T) {
	for name, tt := range map[string]struct {
		play func(d *driver)
		sees []string
	}{
		"nothing typed": {func(d *driver) { d.press("ctrl+s") }, []string{"there is nothing to save yet"}},
		"a mistake":     {func(d *driver) { d.types(`"open`).press("ctrl+s") }, []string{"^"}},
		"none saved":    {func(d *driver) { d.press("ctrl+r") }, []string{"no filter is saved yet", "ctrl+s"}},
		"unknown": {func(d *driver) {
			d.types("a").press("ctrl+s").types("one").press("enter", "ctrl+r").types("two").press("enter")
		}, []string{`"two" is not one`, "there is one"}},
		"forgets what is not there": {func(d *driver) {
			d.types("a").press("ctrl+s").types("one").press("enter", "ctrl+r").types("two").press("ctrl+x")
		}, []string{`"two" is not one`}},
		"two begin so": {func(d *driver) {
			d.types("a").press("ctrl+s").types("one").press("enter", "ctrl+s").types("once").press("enter", "ctrl+r", "enter")
		}, []string{"which one?", "once, one"}},
		"full": {func(d *driver) {
			for i := range 100 {
				state.SavedFilters.Put(d.app.settings(), strings.Repeat("x", 1+i%16)+string(rune('a'+i/16)), "x")
			}
			d.types("a").press("ctrl+s").types("one more").press("enter")
		}, []string{"there is no room for one more"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := filtering(t, state.Memory())
			tt.play(d)
			d.sees(tt.sees...)
		})
	}
}

// What was remembered is foreign: a file may have been written by anybody.
func TestHostileMemoryIsHarmless(t *testing.T) {
	store := state.Memory()
	const evil = "\x1b]52;c;SGk=\x07\u202e"
	state.Filters.Add(store.Settings(), evil)
	state.SavedFilters.Put(store.Settings(), evil, evil)
	state.TimeFormat.Set(store.Settings(), evil)
	// The driver fails on a frame that holds anything to obey.
	filtering(t, store).press("up", "ctrl+s", "esc", "ctrl+r", "up", "enter", "ctrl+r", "up", "ctrl+x")
}
