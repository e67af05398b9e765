package picker

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestNamesComeFirstAndThenFigures(t *testing.T) {
	d := newDriver(t, 120, 20, shop(), "orders")
	d.sees("asking kafka-1:9092 for its topics")
	d.pane.Take(d.pane.Begin()())
	d.sees("orders", "payments", "12", "topics 3", "1 internal hidden", "● being read", "● orders")
	d.seesNot("__consumer_offsets", "1,234,567")
	d.ask()
	d.sees("≤1,234,567", "5 GiB", "compact", "100", "1 MiB", "7+")
}

// Two samples make a rate; what was asked a moment ago is not asked again.
func TestRates(t *testing.T) {
	c := shop()
	d := newDriver(t, 120, 20, c)
	d.ask()
	if again := d.ask(); len(again) != 0 {
		t.Errorf("asked again for %q", again)
	}
	orders := c.figures["orders"]
	orders.Written += 4200
	c.figures["orders"] = orders
	d.now = d.now.Add(2 * time.Second)
	d.ask()
	d.sees("2,100")
	if r := d.pane.known["clicks"].rate; r != 0 {
		t.Errorf("nothing was written: %v a second", r)
	}
	if r := d.pane.known["payments"].rate; r >= 0 {
		t.Errorf("a partition is missing, and yet %v a second", r)
	}
	orders.Written = 3 // created again
	c.figures["orders"] = orders
	d.now = d.now.Add(2 * time.Second)
	d.ask()
	if r := d.pane.known["orders"].rate; r >= 0 {
		t.Errorf("created again: %v a second", r)
	}
}

// Rows on the screen are asked about first, all others then, and after that only
// those on the screen again.
func TestVisibleRowsFirst(t *testing.T) {
	c := many(3000)
	d := newDriver(t, 120, 3+5, c)
	d.press("end")
	asked := d.ask()
	if asked[0] != "topics" || asked[1] != "topic-0000 topic-0001 topic-0002 topic-0003 topic-0004" {
		t.Fatalf("asked %.100q first", asked)
	}
	var all []string
	for _, names := range asked[1:] {
		if n := len(strings.Fields(names)); n > mostAtOnce {
			t.Errorf("asked for %d at once", n)
		}
		all = append(all, strings.Fields(names)...)
	}
	if len(all) != 3000 || len(asked) != 4 {
		t.Errorf("asked for %d topics with %d questions", len(all), len(asked)-1)
	}
	d.press("2999")
	d.now = d.now.Add(figureEvery)
	if asked := d.ask(); !slices.Equal(asked, []string{"topic-2999"}) {
		t.Errorf("then asked %.100q", asked)
	}
}

func TestOneQuestionAtATime(t *testing.T) {
	d := newDriver(t, 120, 10, shop())
	first := d.pane.Begin()
	if first == nil || d.pane.Begin() != nil {
		t.Fatal("not one question is under way")
	}
	if cmd, owned := d.pane.Press(tea.KeyPressMsg{Code: 'o', Text: "o"}); cmd != nil || !owned {
		t.Error("a key asks a second one")
	}
	if cmd, _ := d.pane.Take(first()); cmd == nil {
		t.Error("the answer is not followed by the next question")
	}
	d.pane.End()
	d.pane.End()
	if d.ended != 1 || d.pane.next() != nil {
		t.Errorf("ended %d times", d.ended)
	}
	if _, owned := newDriver(t, 80, 10, shop()).pane.Take(listedMsg{pane: d.pane}); owned {
		t.Error("another pane takes the answer")
	}
}

func TestSorting(t *testing.T) {
	c := shop()
	d := newDriver(t, 120, 20, c)
	d.ask()
	clicks := c.figures["clicks"]
	clicks.Written += 10
	c.figures["clicks"] = clicks
	d.now = d.now.Add(2 * time.Second)
	d.ask()
	for _, step := range []struct{ key, title, want string }{
		{">", "by messages", "orders clicks payments"},
		{">", "by bytes", "orders clicks payments"},
		{">", "by rate", "clicks orders payments"},
		{"<", "by bytes", "orders clicks payments"},
		{"<", "by messages", "orders clicks payments"},
		{"<", "topics 3 ", "clicks orders payments"},
		{"<", "by rate", "clicks orders payments"},
	} {
		d.press(step.key)
		d.sees(step.title)
		if got := d.order(); got != step.want {
			t.Errorf("%s: %s, want %s", step.title, got, step.want)
		}
	}
}

// Ordered by rate, topics off the screen are asked about too.
func TestOrderByRateAsksAll(t *testing.T) {
	d := newDriver(t, 120, 3+2, many(10))
	d.ask()
	d.now = d.now.Add(figureEvery)
	d.press("<")
	names := map[string]bool{}
	for _, asked := range d.ask() {
		for _, name := range strings.Fields(asked) {
			names[name] = true
		}
	}
	if len(names) != 10 {
		t.Errorf("asked about %d of 10 topics", len(names))
	}
}

func TestInternalTopics(t *testing.T) {
	d := newDriver(t, 120, 20, shop())
	d.ask()
	d.press("*")
	d.sees("__consumer_offsets", "topics 4")
	d.seesNot("internal hidden")
	d.press("*")
	d.seesNot("__consumer_offsets")
	d = newDriver(t, 120, 20, shop(), "__consumer_offsets")
	d.ask()
	d.sees("● __consumer_offsets") // it is read: it is shown
}

func TestChoosing(t *testing.T) {
	for _, tt := range []struct{ keys, want string }{
		{"enter", "clicks"},
		{"down enter", "orders"},
		{"pay enter", "payments"},
		{"unlisted enter", "unlisted"},
		{"space down space enter", "clicks payments"},
		{"ctrl+a enter", "clicks orders payments"},
		{"ay ctrl+a esc space enter", "clicks payments"}, // all that match, and another one
		{"space ctrl+a ctrl+a enter", "orders"},          // all have a mark: none any more
		{"pay space esc down enter", "payments"},
	} {
		d := newDriver(t, 120, 20, shop())
		d.ask()
		d.press(strings.Fields(tt.keys)...)
		if got := strings.Join(d.chosen, " "); got != tt.want {
			t.Errorf("%s chooses %q, want %q", tt.keys, got, tt.want)
		}
	}
	d := newDriver(t, 120, 20, shop(), "payments")
	d.ask()
	d.press("enter") // the cursor begins on what is read
	if !slices.Equal(d.chosen, []string{"payments"}) {
		t.Errorf("chose %q", d.chosen)
	}
}

func TestClicks(t *testing.T) {
	d := newDriver(t, 120, 20, shop())
	d.ask()
	for _, line := range []int{0, 1, 2, headLines + 3, 19} { // there is no topic
		d.pane.Click(line, true)
	}
	d.pane.Click(headLines+1, false)
	if d.chosen != nil || d.pane.shown[1].Name != "orders" {
		t.Errorf("chose %q", d.chosen)
	}
	d.pane.Click(headLines+1, true)
	if !slices.Equal(d.chosen, []string{"orders"}) {
		t.Errorf("chose %q", d.chosen)
	}
}

func TestWhoseKeys(t *testing.T) {
	d := newDriver(t, 120, 20, shop())
	d.ask()
	for text, want := range map[string]bool{"q": true, "s": true, "+": true, "r": true, "!": false, "T": true} {
		if _, owned := d.pane.Press(tea.KeyPressMsg{Code: rune(text[0]), Text: text}); owned != want {
			t.Errorf("%s: owned %t", text, owned)
		}
	}
	esc := tea.KeyPressMsg{Code: tea.KeyEscape}
	if _, owned := d.pane.Press(esc); !owned || d.pane.list.Typed() != "" {
		t.Error("esc does not take back what was typed")
	}
	if _, owned := d.pane.Press(esc); owned {
		t.Error("esc does not close the pane")
	}
}
