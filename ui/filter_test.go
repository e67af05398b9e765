package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/query"
)

// body is the screen without the lines that tell the time.
func (d *driver) body() string {
	lines := strings.Split(d.view(), "\n")
	return strings.Join(lines[headerLines:], "\n")
}

func filteredDriver(t *testing.T, change ...func(*Session)) *driver {
	t.Helper()
	d := newDriver(t, 120, 36, change...)
	return d.records(200).frame(d.status(model.Running))
}

func TestEscBringsTheStreamBackWhereItWas(t *testing.T) {
	d := filteredDriver(t).press("g", "j", "j", "j", "l")
	before, selected := d.body(), d.selected()
	d.press("/").types("key:user-5").searched()
	d.sees("key:user-5", "28 of 200 match", "user-5").seesNot("user-4", "esc shows all")
	d.press("enter").sees("esc shows all", "matched 28").press("k", "g", "w", "w")
	if strings.Contains(d.selected(), "user-3") || !strings.Contains(d.selected(), "user-5") {
		t.Errorf("the cursor is on %q", d.selected())
	}
	d.press("esc")
	if d.body() != before || d.selected() != selected {
		t.Errorf("before:\n%s\nafter:\n%s", before, d.body())
	}
	if _, ok := d.sieve.View(); ok {
		t.Error("the sieve has a filter still")
	}
}

func TestEscInThePromptBringsTheFilterBackThatWas(t *testing.T) {
	d := filteredDriver(t).press("/").types("user-5").press("enter").searched()
	d.press("/").types("x").searched().sees("user-5x", "no message matches")
	d.press("esc").searched().sees("28 of 200 match", "esc shows all")
	d.press("/", "ctrl+u").sees("no filter: all messages are shown").press("enter").seesNot("esc shows all")
	d.sees("shown 200")
}

func TestAMistakeLeavesTheFilterThatWas(t *testing.T) {
	d := filteredDriver(t).press("/").types("user-5 ").searched().types(`"x`)
	d.sees("28 of 200 match", "this quote is not closed", "          ^\n", `write " behind the text`)
	d.press("enter").sees("this quote is not closed") // it is not kept
	d.press("esc").sees("shown 200").seesNot("esc shows all")
}

func TestAnEqualSignThatFindsNothingIsExplained(t *testing.T) {
	d := filteredDriver(t).press("/").types("key=user-5").searched()
	d.sees("0 of 200 match   = is searched as text; write key:user-5")
	d.press("ctrl+u").types("key:user-5").searched().seesNot("as text")
	d.press("ctrl+u").types("nowhere").searched().sees("no message matches").seesNot("as text")
}

// What cannot match says why, in the words of the messages that are kept.
func TestAFilterThatCannotMatchSaysWhy(t *testing.T) {
	d := newDriver(t, 120, 36)
	for range 50 {
		d.record(func(r *model.Record) {
			r.Value = []byte(`{"total":40,"status":"paid","user":{"name":"user-1"}}`)
		})
	}
	d.frame(running()).press("/")
	for text, want := range map[string]string{
		"value.totl > 40":        "no message has a field totl; did you mean value.total?",
		"status:paid":            `status: is searched as text; a field is value.status == "paid"`,
		"user.name:user-1":       `user.name: is searched as text; a field is value.user.name == "user-1"`,
		"partition=0":            "= is searched as text; write partition:0",
		"key=user-1":             "= is searched as text; write key:user-1",
		`value.total > "a"`:      `value.total is a number, and "a" is text`,
		"paid or created":        "or is searched as text; for one of two words write /paid|created/",
		"status = 'paid'":        `= is searched as text; to compare, write value.status == "paid"`,
		"value.total > 40000000": "no message matches",
	} {
		d.press("ctrl+u").types(text).searched().sees("0 of 50 match", want)
	}
	d.press("ctrl+u").types("value.total > 40000000").searched().seesNot("searched as text", "did you mean")
	for _, text := range []string{"topic:orders", "offset:10030-10040", "partition:0"} {
		d.press("ctrl+u").types(text).searched().seesNot("   0 of 50 match", "searched as text")
	}
	d.press("ctrl+u").types("value.totl > 40").searched().press("enter").sees("did you mean value.total?") // it stays
}

// In a narrow terminal it stands where the rows would be.
func TestADoubtHasARowOfItsOwnWhereTheLineIsFull(t *testing.T) {
	d := newDriver(t, 80, 24).records(50).frame(running()).press("/").types("status:paid").searched()
	d.sees("0 of 50 match", "\n no message matches yet", "\n status: is searched as text; a field is value.status == \"paid\"")
}

// After a mistake, the line says which filter is applied.
func TestWhichFilterIsAppliedAfterAMistake(t *testing.T) {
	d := filteredDriver(t).press("/").types(`"x`).sees("no filter is applied: all messages are shown", "this quote is not closed")
	d.press("ctrl+u").types("user-5 ").searched().types(`"x`).sees("still applied: / user-5", "28 of 200 match").press("backspace", "backspace").seesNot("still applied")
}

// Numbers of the counters are left out rather than cut.
func TestNarrowCountersAreWhole(t *testing.T) {
	d := newDriver(t, 76, 24)
	d.records(2000).frame(d.status(model.Running))
	d.sees("received 2,000   shown 2,000   forgotten 0   read ")
	d.press("k").sees("row 1,999 of 2,000\n").seesNot("read ")
	d.press("esc", "/").types("user-5").press("enter").searched().press("k")
	d.sees("received 2,000", "kept 2,000", "285 of 2,000 match", "row 284 of 285\n").seesNot("read ")
}

func TestKeysGoToThePrompt(t *testing.T) {
	d := filteredDriver(t).press("/").types("qsr+-C?mnx!").sees("/ qsr+-C?mnx!")
	if len(d.control.calls) > 0 || d.app.help != nil {
		t.Errorf("a key that was typed asked for %v", d.control.calls)
	}
	d.press("esc").press("/").send(tea.PasteMsg{Content: "user-2\x1b]0;x\x07"})
	d.sees("/ user-2")
}

func TestUpWalksTheFiltersOfTheSession(t *testing.T) {
	d := filteredDriver(t)
	for _, text := range []string{"user-1", "user-2"} {
		d.press("/", "ctrl+u").types(text).press("enter")
	}
	d.press("esc", "/", "up", "up").searched().sees("/ user-1", "of 200 match")
	d.press("down", "down").sees("no filter")
}

// Matches that come are shown, and the cursor follows them.
func TestMatchesFollow(t *testing.T) {
	d := filteredDriver(t).press("/").types("needle").press("enter").searched()
	d.sees("no message matches yet", "0 of 200 match")
	d.record(func(r *model.Record) { r.Value = []byte("a needle in the hay") }).records(500).frame()
	d.sees("1 of 701 matches", "a needle in the hay", "received 701", "kept 701")
}

func TestAFrozenViewHoldsItsMatches(t *testing.T) {
	d := filteredDriver(t).press("/").types("user-5").press("enter").searched().press("space")
	rows := strings.Join(strings.Split(d.view(), "\n")[5:30], "\n")
	d.records(300).frame().sees("frozen · 300 new")
	if later := strings.Join(strings.Split(d.view(), "\n")[5:30], "\n"); later != rows {
		t.Errorf("the frozen rows changed from\n%s\nto\n%s", rows, later)
	}
	// Another filter is asked of what is kept, and held from then on.
	d.press("/", "ctrl+u").types("user-6").press("enter").searched().sees("user-6", "frozen")
	d.press("space", "esc").records(1).frame().seesNot("frozen").sees("shown 501")
}

func TestClearForgetsMatchesToo(t *testing.T) {
	d := filteredDriver(t).press("/").types("user-5").press("enter").searched()
	d.press("C").searched().sees("0 of 0 match", "cleared 200", "no message matches yet")
	d.records(14).frame().sees("2 of 14 match")
}

func TestNextInTheDetailIsTheNextMatch(t *testing.T) {
	d := filteredDriver(t).press("/").types("key:user-5").press("enter").searched().press("g", "enter")
	d.sees("orders/2@10,005").press("n").sees("orders/0@10,012").press("p").sees("orders/2@10,005")
	d.press("esc").sees("key:user-5", "28 of 200").press("esc").sees("shown 200")
}

func TestAFilterFromTheStart(t *testing.T) {
	f, err := query.Parse("user-5")
	if err != nil {
		t.Fatal(err)
	}
	d := filteredDriver(t, func(s *Session) { s.Filter = f })
	d.run(d.app.matches.LookFor(d.app.session.Filter))
	d.searched().sees("28 of 200 match", "esc shows all")
}

func TestWhatCouldNotBeJudgedIsCounted(t *testing.T) {
	d := filteredDriver(t).press("/").types("1 / value.id > 0").press("enter").searched()
	d.sees("200 could not be judged")
}

// A command may wait for the search that is under way; the loop never does, and
// of the filters that were typed meanwhile the last one is asked.
func TestTypingDoesNotWaitForTheSieve(t *testing.T) {
	d := filteredDriver(t)
	d.press("/")
	first := d.send(tea.KeyPressMsg{Code: 'u', Text: "u"}) // not run yet
	for _, r := range "ser-5" {
		if cmd := d.send(tea.KeyPressMsg{Code: r, Text: string(r)}); cmd != nil {
			t.Fatalf("%q tells the sieve while it is being told", r)
		}
	}
	d.run(first)
	d.searched().sees("28 of 200 match")
}

// Every window that was handed over is released but those on the screen.
func TestWindowsOfMatchesAreReleased(t *testing.T) {
	d := filteredDriver(t)
	for range 3 {
		d.press("/", "ctrl+u").types("user").searched().press("space").records(50).frame()
		d.types("-5").press("enter").searched().press("space", "C").searched().press("esc")
	}
	d.frame().tick(time.Second)
	if m := d.app.matches; m.Found().Window != nil || m.Window() != nil || m.Table() != nil {
		t.Errorf("views are left: %+v", m)
	}
}
