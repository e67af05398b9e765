package picker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
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
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	d.pane = New(theme.New(true), &theme.Unicode, Options{
		Source: c, Brokers: "kafka-1:9092", Reading: reading, Now: func() time.Time { return d.now },
		Choose: func(topics []string) tea.Cmd { d.chosen = topics; return nil },
		Close:  func() { d.ended++ },
		On:     NewKeys(bind), Sort: bind("< >", "sort", "<", ">"),
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
		} else if letter, ok := strings.CutPrefix(k, "ctrl+"); ok {
			d.pane.Press(tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl})
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
