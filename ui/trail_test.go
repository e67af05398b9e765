package ui

import (
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/mask"
)

func TestAMatchIsShownAmongAllMessages(t *testing.T) {
	d := filteredDriver(t).press("/").types("key:user-5").press("enter").searched().press("g", "n", "n", "n", "N")
	d.sees("28 of 200 match", "a among all").seesNot("user-4")
	match := d.selected()
	if !strings.Contains(match, "10,019") {
		t.Fatalf("n is on %q", match)
	}
	d.press("a").sees("shown 200", "user-4", "n N walk the matches", "a matches only")
	if d.selected() != match {
		t.Errorf("the cursor was on %q and is on %q", match, d.selected())
	}
	d.press("n")
	if !strings.Contains(d.selected(), "10,026") {
		t.Errorf("n goes to %q", d.selected())
	}
	d.press("a").searched().sees("28 of 200 match").seesNot("user-4")
	if !strings.Contains(d.selected(), "10,026") {
		t.Errorf("back among matches the cursor is on %q", d.selected())
	}
}

// After esc the last filter's matches can be walked; esc ends their marks.
func TestMatchesAreWalkedInTheStream(t *testing.T) {
	d := filteredDriver(t).press("/").types("key:user-5").press("enter").searched().press("esc").sees("shown 200")
	plain := d.app.table.View(d.now)
	for _, want := range []string{"10,194", "10,187", "10,180"} {
		if d.press("N"); !strings.Contains(d.selected(), want) {
			t.Errorf("N goes to %q, not %s", d.selected(), want)
		}
	}
	d.press("n", "n").press("n").sees("no later match is kept")
	if !strings.Contains(d.selected(), "10,194") {
		t.Errorf("the cursor left the last match for %q", d.selected())
	}
	d.press("g", "n").press("N").sees("no earlier match is kept").seesNot("no later match")
	d.press("G")
	if marked := d.app.table.View(d.now); strings.Join(marked, "\n") == strings.Join(plain, "\n") {
		t.Error("matches are not marked")
	}
	d.press("esc")
	if ended := d.app.table.View(d.now); strings.Join(ended, "\n") != strings.Join(plain, "\n") {
		t.Error("esc leaves the marks")
	}
}

// A marker is no message: the match behind it is the next one.
func TestAWalkBeginsAtAMarker(t *testing.T) {
	d := newDriver(t, 120, 36).records(6)
	d.frame(running()).press("m").records(8).frame().press("/").types("key:user-6").press("enter").searched().press("esc")
	d.press("g", "j", "j", "j", "j", "j", "j").sees("marker").press("n")
	if !strings.Contains(d.selected(), "10,006") {
		t.Errorf("n goes to %q", d.selected())
	}
	d.press("k", "N").sees("no earlier match is kept")
}

// The way over what is kept is gone in steps; any key ends it.
func TestALongWalkLetsKeysThrough(t *testing.T) {
	d := newDriverKeeping(t, 400_000, 120, 36)
	d.records(200_000).frame(running())
	is, err := query.Parse("nowhere")
	if err != nil {
		t.Fatal(err)
	}
	d.app.matches.LookFor(is) // the sieve is not told
	d.app.matches.Leave()
	d.app.adaptTrail()
	cmd := d.send(keyPress("N"))
	if d.app.trail.delta == 0 {
		t.Fatal("200,000 messages were looked at before the next key")
	}
	d.sees("searching")
	d.send(keyPress("k"))
	if d.app.trail.delta != 0 {
		t.Error("it goes on after a key")
	}
	d.run(cmd)
	d.press("N").sees("no earlier match is kept").seesNot("searching")
}

func TestAMatchThatIsForgottenAmongAllStays(t *testing.T) {
	d := newDriverKeeping(t, 5000, 120, 36)
	d.record(func(r *model.Record) { r.Value = []byte("a needle") }).frame(running())
	d.press("/").types("needle").press("enter").searched()
	d.records(30_000).frame().press("a").sees("only the match is kept", "a needle", "esc shows all")
}

// Without a filter there is nothing to walk, and the keys say nothing.
func TestNothingToWalk(t *testing.T) {
	d := filteredDriver(t)
	before := d.body()
	if d.press("n", "N", "a"); d.body() != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, d.body())
	}
	d.seesNot("among all", "matches only").press("?").sees("a     among all")
}

// A followed key keeps what belongs to it: what is hidden, and the filter under it.
func TestAFollowedKeyAmongAll(t *testing.T) {
	m, err := mask.New("email")
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, 120, 36, func(s *Session) { s.Looks.Mask = m })
	for range 9 {
		d.record(func(r *model.Record) { r.Key = []byte(`{"email":"ada@example.org"}`) }).records(2)
	}
	d.frame(running()).press("/").types("user").press("enter").searched()
	d.press("esc", "g", "K").searched().sees("9 of 27 match", "••••")
	d.press("j", "a").sees("shown 27").press("n", "n").press("a").searched().sees("9 of 27 match", "••••").seesNot("ada@")
}
