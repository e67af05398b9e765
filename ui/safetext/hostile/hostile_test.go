package hostile

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The collection holds what its comment says.
func TestTheCollectionIsComplete(t *testing.T) {
	var all strings.Builder
	names := map[string]bool{}
	for _, item := range Items() {
		if names[item.Name] {
			t.Errorf("two items are named %q", item.Name)
		}
		names[item.Name] = true
		if item.Text == "" || len(item.Text) > 1000 {
			t.Errorf("%s has %d bytes", item.Name, len(item.Text))
		}
		all.WriteString(item.Text + " ")
	}
	text := all.String()
	for c := range 0x20 {
		if strings.IndexByte(text, byte(c)) < 0 {
			t.Errorf("C0 control %#x is missing", c)
		}
	}
	for c := 0x7f; c < 0xa0; c++ {
		if !strings.ContainsRune(text, rune(c)) {
			t.Errorf("U+%04X is missing", c)
		}
		if c > 0x7f && !strings.Contains(text, "c"+string([]byte{byte(c)})) {
			t.Errorf("raw byte %#x is missing", c)
		}
	}
	for _, family := range []string{
		"\x1b[", "\x1b]0;", "\x1b]2;", "\x1b]4;", "\x1b]7;", "\x1b]8;", "\x1b]9;", "\x1b]52;", "\x1b]133;", "\x1b]1337;",
		"\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bc", "\x1b(0", "\x1b[6n", "\x1b[c", "\x1b[?1049l", "\u202e", "\u2028", "\u200d", "\ufeff",
	} {
		if !strings.Contains(text, family) {
			t.Errorf("nothing has %q", family)
		}
	}
	if utf8.ValidString(text) {
		t.Error("all of it is UTF-8")
	}
}

func TestSplitsAreHalves(t *testing.T) {
	for _, s := range Splits() {
		if s.First == "" || s.Second == "" {
			t.Errorf("%s has only one half", s.Name)
		}
	}
	for _, g := range Giants() {
		if len(g.Text) < giantSize {
			t.Errorf("%s has %d bytes", g.Name, len(g.Text))
		}
	}
}
