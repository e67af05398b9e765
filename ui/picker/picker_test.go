package picker

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// cluster is a source in a test: what it answers, and what it was asked.
type cluster struct {
	topics  []model.Topic
	figures map[string]model.TopicFigures
	err     error
	asked   []string // "topics", or names of topics
	now     *time.Time
}

func (c *cluster) Topics() ([]model.Topic, error) {
	c.asked = append(c.asked, "topics")
	return c.topics, c.err
}

func (c *cluster) Figures(names []string) (map[string]model.TopicFigures, error) {
	c.asked = append(c.asked, strings.Join(names, " "))
	if c.err != nil {
		return nil, c.err
	}
	found := map[string]model.TopicFigures{}
	for _, name := range names {
		f, ok := c.figures[name]
		if !ok {
			f = model.TopicFigures{Bytes: -1}
		}
		f.At = *c.now
		found[name] = f
	}
	return found, nil
}

// driver plays the program for one pane. A wait is over at once, and takes the
// time that it says.
type driver struct {
	t       *testing.T
	pane    *Pane
	cluster *cluster
	now     time.Time
	chosen  []string
	ended   int
}

func newDriver(t *testing.T, width, height int, c *cluster, reading ...string) *driver {
	t.Helper()
	d := &driver{t: t, cluster: c, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	c.now = &d.now
	d.pane = New(theme.New(true), &theme.Unicode, Options{
		Source: c, Brokers: "kafka-1:9092", Reading: reading, Now: func() time.Time { return d.now },
		Choose: func(topics []string) tea.Cmd { d.chosen = topics; return nil },
		Close:  func() { d.ended++ },
	})
	d.pane.SetSize(width, height)
	return d
}

// ask lets the pane ask until it waits, and gives what was asked.
func (d *driver) ask() []string {
	d.t.Helper()
	d.cluster.asked = nil
	d.pane.busy = false
	for range 200 {
		before := len(d.cluster.asked)
		cmd := d.pane.next()
		if cmd == nil {
			d.t.Fatal("nothing is under way")
		}
		if d.waits() {
			return d.cluster.asked
		}
		d.pane.Take(cmd())
		d.pane.busy = false
		if len(d.cluster.asked) == before {
			return d.cluster.asked
		}
	}
	d.t.Fatal("it asks for ever")
	return nil
}

// waits says that there is nothing to ask at the moment.
func (d *driver) waits() bool {
	p := d.pane
	if p.fault != nil && (p.retry.IsZero() || d.now.Before(p.retry)) {
		return true
	}
	return p.topics != nil && d.now.Sub(p.listed) < listEvery && len(p.due(d.now)) == 0
}

func (d *driver) press(keys ...string) {
	d.t.Helper()
	named := map[string]rune{"down": tea.KeyDown, "up": tea.KeyUp, "end": tea.KeyEnd, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "space": tea.KeySpace}
	for _, k := range keys {
		if r, ok := named[k]; ok {
			d.pane.Press(tea.KeyPressMsg{Code: r})
		} else if k == "ctrl+r" {
			d.pane.Press(tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl})
		} else {
			for _, r := range k {
				d.pane.Press(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
		}
	}
}

func (d *driver) view() string {
	d.t.Helper()
	lines := d.pane.View(d.now)
	if len(lines) != d.pane.height {
		d.t.Fatalf("%d lines, not %d", len(lines), d.pane.height)
	}
	for _, l := range lines {
		if w := ansi.StringWidthWc(l); w > d.pane.width {
			d.t.Fatalf("%d columns, not %d: %q", w, d.pane.width, ansi.Strip(l))
		}
	}
	return ansi.Strip(strings.Join(lines, "\n"))
}

func (d *driver) sees(words ...string) {
	d.t.Helper()
	for _, w := range words {
		if !strings.Contains(d.view(), w) {
			d.t.Errorf("%q is not in the pane:\n%s", w, d.view())
		}
	}
}

func (d *driver) seesNot(words ...string) {
	d.t.Helper()
	for _, w := range words {
		if strings.Contains(d.view(), w) {
			d.t.Errorf("%q is in the pane:\n%s", w, d.view())
		}
	}
}

// order gives the names from the top.
func (d *driver) order() string {
	var names []string
	for _, item := range d.pane.list.Visible() {
		names = append(names, d.pane.shown[item].Name)
	}
	return strings.Join(names, " ")
}

func shop() *cluster {
	return &cluster{
		topics: []model.Topic{
			{Name: "__consumer_offsets", Partitions: 50, Replicas: 3, Internal: true},
			{Name: "clicks", Partitions: 6, Replicas: 3},
			{Name: "orders", Partitions: 12, Replicas: 3},
			{Name: "payments", Partitions: 3, Replicas: 1},
		},
		figures: map[string]model.TopicFigures{
			"clicks":   {Messages: 100, Written: 1000, Bytes: 1 << 20, Policy: "delete"},
			"orders":   {Messages: 1_234_567, Written: 2_000_000, Bytes: 5 << 30, Policy: "compact"},
			"payments": {Messages: 7, Written: -1, Missing: 1, Bytes: -1},
		},
	}
}

func many(n int) *cluster {
	c := &cluster{}
	for i := range n {
		c.topics = append(c.topics, model.Topic{Name: fmt.Sprintf("topic-%04d", i), Partitions: 1})
	}
	return c
}

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
		{"nothing enter", ""},
		{"space down space enter", "clicks payments"},
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

func TestWhatIsWrongIsSaid(t *testing.T) {
	away := model.NewFault(model.FaultConnection, "kafka-1:9092 refuses connections", errors.New("x"))
	away.Hint = "Is its listener up? ktm tries again every second."
	c := shop()
	c.err = away
	d := newDriver(t, 120, 20, c)
	d.ask()
	d.sees("kafka-1:9092 refuses connections", "Is its listener up?")
	if asked := d.ask(); len(asked) != 0 {
		t.Errorf("asked again at once: %q", asked)
	}
	d.now = d.now.Add(firstRetry)
	c.err = nil
	d.ask()
	d.sees("orders", "≤1,234,567")
	d.seesNot("refuses")
	c.err = away // the names stay
	d.now = d.now.Add(figureEvery)
	d.ask()
	d.sees("orders", "≤1,234,567", "kafka-1:9092 refuses connections")
}

// Refused logins lock an account: only a key tries again.
func TestARefusedLoginIsNotTriedAgain(t *testing.T) {
	refused := model.NewFault(model.FaultAuth, "kafka-1:9092 refuses the login", nil)
	refused.Fatal, refused.Hint = true, "Check the password."
	c := shop()
	c.err = refused
	d := newDriver(t, 120, 20, c)
	d.ask()
	d.sees("refuses the login", "Check the password. ctrl+r asks again.")
	d.now = d.now.Add(time.Hour)
	if asked := d.ask(); len(asked) != 0 {
		t.Errorf("asked again: %q", asked)
	}
	c.err = nil
	d.press("ctrl+r")
	d.ask()
	d.sees("orders")
}

func TestNothingToChooseFrom(t *testing.T) {
	d := newDriver(t, 120, 20, &cluster{})
	d.ask()
	d.sees("the cluster has no topics that you may see", "DESCRIBE")
	c := shop()
	c.topics = c.topics[:1]
	d = newDriver(t, 120, 20, c)
	d.ask()
	d.sees("internal topics only", "* shows them.")
	d = newDriver(t, 120, 20, shop())
	d.ask()
	d.press("xyz")
	d.sees("no topic matches", "0 of 3")
}

// Names and settings come from the cluster.
func TestHostileNames(t *testing.T) {
	evil := "evil\x1b]52;c;SGk=\x07\u202e" + strings.Repeat("w", 300)
	c := &cluster{
		topics:  []model.Topic{{Name: evil, Partitions: 1 << 30, Replicas: 1 << 30}},
		figures: map[string]model.TopicFigures{evil: {Messages: 1 << 62, Written: 1 << 62, Bytes: 1 << 62, Policy: "\x1b[2J" + strings.Repeat("p", 99)}},
	}
	for _, width := range []int{40, 80, 120, 200} {
		for height := range 8 {
			d := newDriver(t, width, height, c)
			d.ask()
			d.view()
			for _, line := range d.pane.View(d.now) {
				if strings.Contains(line, "\x1b]") || strings.Contains(line, "\x1b[2J") || strings.ContainsAny(line, "\x07\u202e") {
					t.Errorf("%q", line)
				}
			}
		}
	}
}
