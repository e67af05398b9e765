package choice

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func newList(names ...string) *List {
	l := New(theme.New(true), &theme.Unicode, true, nil)
	l.SetSize(40, 3)
	l.SetNames(names, false)
	return l
}

// press presses keys by name; a word in quotes is typed.
func press(l *List, keys ...string) {
	named := map[string]rune{
		"up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
		"space": tea.KeySpace, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "enter": tea.KeyEnter, "esc": tea.KeyEscape,
	}
	for _, k := range keys {
		if r, ok := named[k]; ok {
			msg := tea.KeyPressMsg{Code: r}
			if k == "space" {
				msg.Text = " "
			}
			l.Press(msg)
			continue
		}
		if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
			l.Press(tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl})
			continue
		}
		for _, r := range k {
			l.Press(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

func current(l *List) string {
	if item, ok := l.Current(); ok {
		return l.names[item]
	}
	return ""
}

// shown is what is on the screen, with what matched in brackets.
func shown(l *List) []string {
	var rows []string
	for _, m := range l.onScreen() {
		name := l.names[m.item]
		for _, s := range slices.Backward(m.spans) {
			name = name[:s.Start] + "[" + name[s.Start:s.End] + "]" + name[s.End:]
		}
		rows = append(rows, name)
	}
	return rows
}

func TestTypingNarrows(t *testing.T) {
	names := []string{"customer-orders", "dev.payments.v1", "orders", "OrderEvents", "Köln-orte", "__consumer_offsets"}
	for _, tt := range []struct {
		typed string
		want  []string
	}{
		{"", []string{"customer-orders", "dev.payments.v1", "orders"}},
		{"ord", []string{"[ord]ers", "[Ord]erEvents", "customer-[ord]ers"}},
		{"Ord", []string{"[Ord]erEvents"}},
		{"payv1", []string{"dev.[pay]ments.[v1]"}},
		{"koln", []string{"[Köln]-orte"}},
		{"lnort", []string{"Kö[ln]-[ort]e"}},
		{"xyz", nil},
	} {
		l := newList(names...)
		press(l, tt.typed)
		if got := shown(l); !slices.Equal(got, tt.want) {
			t.Errorf("%q shows %q, want %q", tt.typed, got, tt.want)
		}
	}
}

func TestWhatIsTypedCanBeTakenBack(t *testing.T) {
	l := newList("orders", "payments")
	for _, step := range []struct{ key, typed string }{
		{"dev.pay", "dev.pay"}, {"backspace", "dev.pa"}, {"ctrl+w", "dev."}, {"ctrl+w", ""}, {"ord", "ord"}, {"ctrl+u", ""}, {"backspace", ""},
	} {
		press(l, step.key)
		if l.Typed() != step.typed {
			t.Errorf("%s leaves %q, want %q", step.key, l.Typed(), step.typed)
		}
	}
	press(l, "ord")
	if !l.Clear() || l.Matching() != 2 || l.Clear() {
		t.Errorf("cleared, %d match", l.Matching())
	}
}

func TestOnlyWhatIsTypableIsTyped(t *testing.T) {
	l := New(theme.New(true), &theme.Unicode, false, func(r rune) bool { return r >= 'a' && r <= 'z' })
	for text, owned := range map[string]bool{"a": true, "*": false, " ": false, "\x07": false, "": false} {
		if got := l.Press(tea.KeyPressMsg{Code: 'x', Text: text}); got != owned {
			t.Errorf("%q: owned %t", text, got)
		}
	}
	if l.Typed() != "a" {
		t.Errorf("typed %q", l.Typed())
	}
}

func TestTheCursorMovesWithinTheList(t *testing.T) {
	l := newList("a", "b", "c", "d", "e")
	for _, step := range []struct{ key, at, top string }{
		{"up", "a", "a"},
		{"down", "b", "a"},
		{"pgdown", "d", "b"},
		{"end", "e", "c"},
		{"down", "e", "c"},
		{"pgup", "c", "c"},
		{"up", "b", "b"},
		{"home", "a", "a"},
		{"ctrl+n", "b", "a"},
		{"ctrl+p", "a", "a"},
	} {
		press(l, step.key)
		if at, top := current(l), shown(l)[0]; at != step.at || top != step.top {
			t.Errorf("%s goes to %s below %s, want %s below %s", step.key, at, top, step.at, step.top)
		}
	}
	l.Scroll(2)
	if at, top := current(l), shown(l)[0]; at != "c" || top != "c" {
		t.Errorf("the wheel goes to %s below %s", at, top)
	}
	l.Scroll(-1)
	if at, top := current(l), shown(l)[0]; at != "c" || top != "b" {
		t.Errorf("the wheel goes back to %s below %s", at, top)
	}
	if !l.Click(2) || current(l) != "d" || l.Click(3) || l.Click(-1) || current(l) != "d" {
		t.Errorf("a click goes to %s", current(l))
	}
	press(newList(), "up", "down", "pgdown", "end", "space", "enter")
}

func TestTheCursorBelongsToAName(t *testing.T) {
	l := newList("a", "b", "c", "d", "e", "f")
	l.SetNames([]string{"f", "e", "d", "c", "b", "a"}, false)
	if got := current(l); got != "f" {
		t.Errorf("not moved, it is on %s and not on the first", got)
	}
	press(l, "down", "down") // d, on the third line
	l.SetNames([]string{"a", "b", "c", "d", "e", "f"}, false)
	if got := shown(l); current(l) != "d" || got[2] != "d" {
		t.Errorf("it is on %s, the screen shows %q", current(l), got)
	}
	l.SetNames([]string{"a", "b", "c"}, false)
	if current(l) != "c" {
		t.Errorf("its name is gone, it is on %s", current(l))
	}
	press(l, "a")
	if current(l) != "a" {
		t.Errorf("after typing it is on %s", current(l))
	}
	l.Clear()
	l.Point("b")
	l.Point("nowhere")
	l.SetNames([]string{"z", "y", "b"}, false)
	if current(l) != "b" {
		t.Errorf("pointed, it is on %s", current(l))
	}
}

func TestMarksStayWithTheirNames(t *testing.T) {
	l := newList("a", "b", "c")
	press(l, "space", "tab", "c")
	l.SetNames([]string{"c", "b"}, true)
	if got := l.Marked(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("marked %q", got)
	}
	press(l, "ctrl+u", "end", "space")
	if got := l.Marked(); !slices.Equal(got, []string{"a"}) {
		t.Errorf("marked %q", got)
	}
}

func TestOrderedMatchesKeepTheirOrder(t *testing.T) {
	l := newList()
	l.SetNames([]string{"long-name-of-orders", "orders"}, true)
	press(l, "orders")
	if got := shown(l); got[0] != "long-name-of-[orders]" {
		t.Errorf("the screen shows %q", got)
	}
}

func TestNamesAreHarmlessOnTheScreen(t *testing.T) {
	l := newList("evil\x1b]52;c;SGk=\x07\u202e", strings.Repeat("long", 30))
	press(l, "space")
	row := func(line *paint.Line, item int, spans []query.Span) {
		line.Marked(theme.New(true).Ink, []byte(l.names[item]), spans, line.Room())
	}
	for _, line := range append(l.View(row), l.Prompt("type")) {
		if strings.ContainsAny(line, "\x07\u202e") || strings.Contains(line, "\x1b]") {
			t.Errorf("%q", line)
		}
		if ansi.StringWidth(line) > 40 {
			t.Errorf("%q is too wide", line)
		}
	}
	l.typed = []rune("\x1b]52;c;SGk=\x07" + strings.Repeat("w", 90))
	if got := l.Prompt(""); strings.Contains(got, "\x1b]") || ansi.StringWidth(got) > 40 {
		t.Errorf("%q", got)
	}
}

// Whatever comes, the cursor is on the screen and on a name that matches.
func TestRandomPlay(t *testing.T) {
	keys := []string{"up", "down", "pgup", "pgdown", "home", "end", "space", "backspace", "ctrl+u", "a", "b", "0", "1"}
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 1))
		l := newList()
		for range 200 {
			switch rng.IntN(6) {
			case 0:
				var names []string
				for i := range rng.IntN(30) {
					names = append(names, fmt.Sprintf("%c%d", 'a'+rng.IntN(3), i))
				}
				l.SetNames(names, rng.IntN(2) == 0)
			case 1:
				l.SetSize(rng.IntN(50), rng.IntN(8))
			case 2:
				l.Scroll(rng.IntN(9) - 4)
			default:
				press(l, keys[rng.IntN(len(keys))])
			}
			if _, ok := l.Current(); ok != (l.Matching() > 0) {
				t.Fatalf("seed %d: %d match, current %t", seed, l.Matching(), ok)
			}
			if l.height > 0 && l.Matching() > 0 && (l.cursor < l.top || l.cursor >= l.top+l.height) {
				t.Fatalf("seed %d: cursor %d, top %d, height %d", seed, l.cursor, l.top, l.height)
			}
		}
	}
}
