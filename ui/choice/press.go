package choice

import (
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// Press takes a key that moves, marks or is typed, and is false for any other.
func (l *List) Press(msg tea.KeyPressMsg) (owned bool) {
	switch msg.String() {
	case "up", "ctrl+p", "ctrl+k":
		l.move(-1)
	case "down", "ctrl+n", "ctrl+j":
		l.move(1)
	case "pgup", "ctrl+b":
		l.move(-max(1, l.height-1))
	case "pgdown", "ctrl+f":
		l.move(max(1, l.height-1))
	case "home":
		l.move(-len(l.matches))
	case "end":
		l.move(len(l.matches))
	case "backspace", "ctrl+h":
		if n := len(l.typed); n > 0 {
			l.retype(l.typed[:n-1])
		}
	case "ctrl+w":
		l.retype(l.typed[:lastWord(l.typed)])
	case "ctrl+u":
		l.retype(nil)
	case "space", "tab":
		if !l.many {
			return l.write(msg.Text)
		}
		l.mark()
		l.move(1)
	default:
		return l.write(msg.Text)
	}
	return true
}

// Scroll moves the rows under the cursor by lines, for the mouse wheel.
func (l *List) Scroll(delta int) {
	most := max(0, len(l.matches)-l.height)
	l.top = max(0, min(l.top+delta, most))
	if row := max(l.top, min(l.cursor, l.top+l.height-1)); row != l.cursor {
		l.cursor = row
		l.hold()
	}
	l.settle()
}

// Clear takes away what was typed, and is false where nothing was.
func (l *List) Clear() bool {
	if len(l.typed) == 0 {
		return false
	}
	l.retype(nil)
	return true
}

// Narrowed reports whether something is typed.
func (l *List) Narrowed() bool { return len(l.typed) > 0 }

// write appends a text that is typed; it is not ours where a character of it
// cannot be.
func (l *List) write(text string) (owned bool) {
	runes := []rune(text)
	bad := func(r rune) bool { return !unicode.IsPrint(r) || !l.typable(r) }
	if len(runes) == 0 || slices.ContainsFunc(runes, bad) {
		return false
	}
	if len(l.typed)+len(runes) <= mostTyped {
		l.retype(slices.Concat(l.typed, runes))
	}
	return true
}

// Paste types a text; what cannot be typed of it is left out.
func (l *List) Paste(text string) {
	for _, r := range text {
		l.write(string(r))
	}
}

// retype changes what was typed; the cursor goes to the best match.
func (l *List) retype(text []rune) {
	l.typed, l.held = text, ""
	l.rematch()
}

func (l *List) move(delta int) {
	l.cursor += delta
	l.settle()
	l.hold()
}

// mark marks the name under the cursor, or takes its mark away.
func (l *List) mark() {
	item, ok := l.Current()
	if !ok {
		return
	}
	if name := l.names[item]; l.marked[name] {
		delete(l.marked, name)
	} else {
		l.marked[name] = true
	}
}

// MarkAll marks all names that match what was typed, or takes their marks away
// where all have one.
func (l *List) MarkAll() {
	all := true
	for _, m := range l.matches {
		all = all && l.marked[l.names[m.item]]
	}
	for _, m := range l.matches {
		if all {
			delete(l.marked, l.names[m.item])
		} else {
			l.marked[l.names[m.item]] = true
		}
	}
}

// lastWord is where the last word of letters and digits begins.
func lastWord(text []rune) int {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	n := len(text)
	for n > 0 && !word(text[n-1]) {
		n--
	}
	for n > 0 && word(text[n-1]) {
		n--
	}
	return n
}

// Click moves the cursor to a row of the screen, from 0, and is false where none
// is.
func (l *List) Click(row int) bool {
	if row < 0 || row >= len(l.onScreen()) {
		return false
	}
	l.cursor = l.top + row
	l.hold()
	return true
}
