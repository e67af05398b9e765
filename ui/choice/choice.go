package choice

import (
	"slices"

	"github.com/junegunn/fzf/src/util"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// mostTyped is how many characters can be typed.
const mostTyped = 256

// List is a list to choose from. It is used by the program's loop only.
type List struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs

	many    bool
	typable func(rune) bool
	ordered bool // matches stay in the order of the names

	names   []string
	chars   []util.Chars // of the names
	typed   []rune
	matches []match
	marked  map[string]bool

	width, height int
	top, cursor   int    // rows among the matches
	held          string // the name that the cursor was moved to; "" = it was not moved
}

// match is a name that matches what was typed.
type match struct {
	item  int // of names
	score int
	spans []query.Span // where, in bytes of the name
}

// New makes an empty list. many lets several be marked with space; typable says
// which characters can be typed, nil for all: the others are left to the owner.
func New(t *theme.Theme, g *theme.Glyphs, many bool, typable func(rune) bool) *List {
	if typable == nil {
		typable = func(rune) bool { return true }
	}
	return &List{theme: t, glyphs: g, many: many, typable: typable, marked: map[string]bool{}}
}

// SetTheme changes the colours.
func (l *List) SetTheme(t *theme.Theme) { l.theme = t }

// SetSize gives the list its cells, for rows only.
func (l *List) SetSize(width, height int) {
	l.width, l.height = width, max(0, height)
	l.settle()
}

// SetNames changes what can be chosen; no name comes twice. What was typed and
// marked stays, and so does the cursor where it was moved to. With ordered,
// matches stand in the order of the names, else the best ones come first.
func (l *List) SetNames(names []string, ordered bool) {
	l.ordered = ordered
	if !slices.Equal(names, l.names) {
		l.names = names
		l.chars = make([]util.Chars, len(names))
		for i, name := range names {
			l.chars[i] = util.ToChars([]byte(name))
		}
	}
	l.rematch()
}

// Len is the number of names, and Matching how many of them match what was typed.
func (l *List) Len() int { return len(l.names) }

// Matching is how many names match what was typed.
func (l *List) Matching() int { return len(l.matches) }

// Typed is what was typed.
func (l *List) Typed() string { return string(l.typed) }

// Current is the number of the name under the cursor; false where none matches.
func (l *List) Current() (item int, ok bool) {
	if l.cursor >= len(l.matches) {
		return 0, false
	}
	return l.matches[l.cursor].item, true
}

// Marked gives the names that are marked, sorted; also those that do not match
// or are not in the list any more.
func (l *List) Marked() []string {
	var names []string
	for name := range l.marked {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Visible gives the numbers of the names on the screen, from the top.
func (l *List) Visible() []int {
	var items []int
	for _, m := range l.onScreen() {
		items = append(items, m.item)
	}
	return items
}

func (l *List) onScreen() []match {
	return l.matches[min(l.top, len(l.matches)):min(l.top+l.height, len(l.matches))]
}

// Point moves the cursor to a name, if it matches; it then belongs to it.
func (l *List) Point(name string) {
	for row, m := range l.matches {
		if l.names[m.item] == name {
			l.cursor = row
			l.settle()
			l.hold()
			return
		}
	}
}

// settle brings the cursor and the top back into what there is.
func (l *List) settle() {
	l.cursor = max(0, min(l.cursor, len(l.matches)-1))
	l.top = min(l.top, l.cursor, max(0, len(l.matches)-l.height))
	l.top = max(l.top, l.cursor-l.height+1, 0)
}

// hold has the cursor belong to the name it is on.
func (l *List) hold() {
	l.held = ""
	if item, ok := l.Current(); ok {
		l.held = l.names[item]
	}
}
