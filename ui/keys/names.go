package keys

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// namedKeys are the keys that are no character, by the names that a key press
// has.
var namedKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "space": tea.KeySpace, "tab": tea.KeyTab,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "insert": tea.KeyInsert,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
}

// keySynonyms are other words for them.
var keySynonyms = map[string]string{
	"escape": "esc", "return": "enter", "pgdn": "pgdown", "pagedown": "pgdown", "pageup": "pgup", "del": "delete", "ins": "insert",
}

var modifiers = map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}

// Press is the press of a key by its name, as [tea.KeyPressMsg.String] gives it.
func Press(name string) tea.KeyPressMsg {
	msg, _ := parse(name)
	return msg
}

// parse reads the name of a key: a character, a name such as pgdown or f5, or
// one of these behind ctrl+, alt+ or shift+.
func parse(name string) (tea.KeyPressMsg, error) {
	var mod tea.KeyMod
	rest := name
	for {
		before, after, ok := strings.Cut(rest, "+")
		m, known := modifiers[strings.ToLower(before)]
		if !ok || !known || after == "" {
			break
		}
		mod, rest = mod|m, after
	}
	word := strings.ToLower(rest)
	if s, ok := keySynonyms[word]; ok {
		word = s
	}
	if code, ok := namedKeys[word]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}, nil
	}
	r, size := utf8.DecodeRuneInString(rest)
	if size != len(rest) || size == 0 || !unicode.IsGraphic(r) || r == utf8.RuneError {
		return tea.KeyPressMsg{}, fmt.Errorf("%q is no key", name)
	}
	if mod&tea.ModShift != 0 {
		return tea.KeyPressMsg{}, fmt.Errorf("%q is typed as a character: write %s", name, string(unicode.ToUpper(r)))
	}
	if mod == 0 {
		return tea.KeyPressMsg{Code: r, Text: rest}, nil
	}
	return tea.KeyPressMsg{Code: unicode.ToLower(r), Mod: mod}, nil
}
