package ui

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// clicks presses the left button where a word begins on the screen.
func (d *driver) clicks(word string) *driver {
	d.t.Helper()
	for y, line := range strings.Split(d.view(), "\n") {
		if at := strings.Index(line, word); at >= 0 {
			return d.clickAt(len([]rune(line[:at])), y)
		}
	}
	d.t.Fatalf("%q is not on the screen:\n%s", word, d.view())
	return d
}

func (d *driver) clickAt(x, y int) *driver {
	d.t.Helper()
	d.run(d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}))
	return d
}

// rowed is a screen that follows 60 messages.
func rowed(t *testing.T, width, height int) *driver {
	t.Helper()
	d := newDriver(t, width, height).records(60)
	return d.frame(d.status(model.Running))
}

func TestMouse(t *testing.T) {
	for name, tt := range map[string]struct {
		play    func(d *driver)
		sees    []string
		seesNot []string
		calls   []string
		follows bool
	}{
		"a click selects a row and ends following": {
			play: func(d *driver) { d.clicks("10,050").records(3).frame() },
			sees: []string{"row 51 of 63"},
		},
		"a click on the newest row goes on following": {
			play: func(d *driver) { d.clicks("10,059").records(1).frame() }, sees: []string{"10,060"}, follows: true,
		},
		"two clicks open": {
			play: func(d *driver) { d.clicks("10,050").clicks("10,050") }, sees: []string{"orders/2@10,050", "esc back"},
		},
		"two slow clicks do not": {
			play:    func(d *driver) { d.clicks("10,050").tick(time.Second).clicks("10,050") },
			seesNot: []string{"orders/2@"},
		},
		"clicks on two rows do not": {
			play: func(d *driver) { d.clicks("10,050").clicks("10,051") }, seesNot: []string{"orders/2@"},
		},
		"a third click does not open again": {
			play: func(d *driver) { d.clicks("10,050").clicks("10,050").press("esc").clicks("10,050") }, seesNot: []string{"orders/2@"},
		},
		"a click beside an open message shows that one": {
			play: func(d *driver) { d.press("enter").clicks("10,057") }, sees: []string{"orders/0@10,057"},
		},
		"the right button does nothing": {
			play:    func(d *driver) { d.send(tea.MouseClickMsg{X: 3, Y: 8, Button: tea.MouseRight}) },
			follows: true,
		},
		"the column names are no row": {play: func(d *driver) { d.clicks("offset").clicks("offset") }, follows: true},
		"the header is no row":        {play: func(d *driver) { d.clicks("ktm").clicks("ktm") }, follows: true},
		"a key of the footer":         {play: func(d *driver) { d.clicks("s stop") }, calls: []string{"stop"}, follows: true},
		"its word":                    {play: func(d *driver) { d.clicks("restart") }, calls: []string{"restart"}, follows: true},
		"the help opens":              {play: func(d *driver) { d.clicks("? help") }, sees: []string{"keys", "closes"}, follows: true},
		"and closes":                  {play: func(d *driver) { d.clicks("? help").clicks("scroll left") }, seesNot: []string{"scroll left"}, follows: true},
		"nothing while something is typed": {
			play: func(d *driver) { d.press("/").clicks("10,050") }, follows: true, sees: []string{"keep it"},
		},
		"the wheel scrolls":           {play: func(d *driver) { d.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp, Y: 10}) }, sees: []string{"below"}},
		"the wheel scrolls sideways":  {play: func(d *driver) { d.send(tea.MouseWheelMsg{Button: tea.MouseWheelRight, Y: 10}) }, seesNot: []string{`{"type"`}, follows: true},
		"the wheel turns help's page": {play: func(d *driver) { d.press("?").send(tea.MouseWheelMsg{Button: tea.MouseWheelDown, Y: 10}) }, sees: []string{"closes"}, follows: true},
	} {
		t.Run(name, func(t *testing.T) {
			d := rowed(t, 120, 36)
			tt.play(d)
			d.sees(tt.sees...).seesNot(tt.seesNot...)
			if got := d.app.rows().Following(); got != tt.follows && d.app.detail == nil {
				t.Errorf("follows: %t", got)
			}
			if d.control.calls != nil && !reflect.DeepEqual(d.control.calls, tt.calls) {
				t.Errorf("asked of the manager: %q, want %q", d.control.calls, tt.calls)
			}
		})
	}
}

// The keys in the footer are where they are drawn, in one line and in two.
func TestEveryKeyOfTheFooterCanBeClicked(t *testing.T) {
	for _, width := range []int{60, 80, 120, 200} {
		d := rowed(t, width, 24)
		lines := strings.Split(d.view(), "\n")
		last := []rune(lines[len(lines)-1])
		d.app.footer()
		hinted := append([]shown{}, d.app.hinted...)
		if len(hinted) < 3 {
			t.Errorf("%d columns: %d keys", width, len(hinted))
		}
		for _, s := range hinted {
			h := s.key.Help()
			at := strings.Index(string(last), h.Key+" "+h.Desc)
			if at < 0 {
				t.Fatalf("%q is not in %q", h, string(last))
			}
			at = len([]rune(string(last)[:at]))
			for _, x := range []int{at, at + len([]rune(h.Key+" "+h.Desc)) - 1} {
				if b, ok := d.app.keyAt(x, 23); !ok || b.Help() != h {
					t.Errorf("%d columns: at %d is %q %t, want %q", width, x, b.Help(), ok, h)
				}
			}
			if b, ok := d.app.keyAt(at-1, 23); ok && b.Help() == h {
				t.Errorf("%d columns: %q is clicked beside it", width, h)
			}
		}
	}
}

// A click on a wrapped row finds it on each of its lines.
func TestClicksOnWrappedRows(t *testing.T) {
	d := newDriver(t, 60, 24)
	d.records(10).frame(d.status(model.Running)).press("w")
	lines := strings.Split(d.view(), "\n")
	row, rows := int64(-1), 0
	for y := d.app.top() + 1; y < d.app.top()+d.app.share().table; y++ {
		got, ok := d.app.table.Click(y - d.app.top())
		if !ok {
			continue
		}
		if strings.Contains(lines[y], "10,00") {
			row, rows = got, rows+1
		}
		if got != row {
			t.Fatalf("line %d is of row %d, not %d:\n%s", y, got, row, d.view())
		}
	}
	if rows < 3 {
		t.Errorf("only %d rows were clicked", rows)
	}
}

// What was scrolled sideways stays so over all that changes the rows.
func TestSidewaysStays(t *testing.T) {
	d := rowed(t, 120, 36).press("l", "l")
	for _, step := range []struct {
		name string
		play func()
	}{
		{"new rows", func() { d.records(200).frame() }},
		{"a new run", func() { d.frame(d.status(model.Running, func(s *model.Status) { s.Run = 2 })) }},
		{"frozen", func() { d.press("space").records(5).frame() }},
		{"let go", func() { d.press("space").frame() }},
		{"filtered", func() { d.press("/").types("paid").press("enter").searched() }},
		{"other", func() { d.press("/").types(" Oslo").press("enter").searched() }},
		{"all again", func() { d.press("esc").frame() }},
		{"a new size", func() { d.send(tea.WindowSizeMsg{Width: 110, Height: 30}) }},
		{"a marker", func() { d.press("m") }},
	} {
		step.play()
		if d.seesNot(`{"type"`).sees(`aid","id"`); t.Failed() {
			t.Fatalf("after: %s", step.name)
		}
	}
}
