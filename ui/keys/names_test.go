package keys

import "testing"

// Each key press has a name that gives it back.
func TestKeyNames(t *testing.T) {
	k := New(false)
	for action, b := range k.actions() {
		for _, name := range b.Keys() {
			if msg, err := parse(name); err != nil || msg.String() != name {
				t.Errorf("%s: %q is read as %q, %v", action, name, msg.String(), err)
			}
		}
	}
	for name, want := range map[string]string{
		"PgDn": "pgdown", "Ctrl+X": "ctrl+x", "ctrl+alt+q": "ctrl+alt+q", "é": "é", "+": "+", "ctrl++": "ctrl++", "F12": "f12",
		"shift+tab": "shift+tab", "escape": "esc", "alt+enter": "alt+enter", "東": "東",
	} {
		if msg, err := parse(name); err != nil || msg.String() != want {
			t.Errorf("%q is read as %q, %v; want %q", name, msg.String(), err, want)
		}
	}
	for _, name := range []string{"", "ctrl+", "hyper+x", "ab", "f13x", "shift+a", "\x1b", "\u202e", "ctrl", "\xff"} {
		if msg, err := parse(name); err == nil {
			t.Errorf("%q is read as %q", name, msg.String())
		}
	}
}
