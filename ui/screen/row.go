package screen

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// cell is what stands in one column.
type cell struct {
	text  string // a character with its marks; "" is the second half of a wide one
	style style
}

// blankCell is an empty one.
var blankCell = cell{text: " "}

// row is one line of the terminal.
type row struct {
	cells []cell
	// odd: it holds a character of which terminals may not agree how wide it is.
	odd bool
}

func newRow(width int) row {
	return row{cells: slices.Repeat([]cell{blankCell}, width)}
}

func (r *row) equals(o *row) bool { return slices.Equal(r.cells, o.cells) }

// isBlank says that nothing is seen of it.
func (r *row) isBlank() bool {
	return !slices.ContainsFunc(r.cells, func(c cell) bool { return c != blankCell })
}

// read makes the row of a line: text with SGR sequences. Other control
// characters and sequences are left out, and what does not fit.
func (r *row) read(line string, p *palette) {
	line = strings.Clone(line) // the cells keep it
	r.odd = false
	at, end := 0, -1 // the next column; where the text of the last cell ends
	var s, seen style
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case c == 0x1b:
			n, params, isStyle := sequence(line[i:])
			if isStyle {
				s.set(params)
				seen = p.style(s)
			}
			i += n
			continue
		case c < 0x20 || c == 0x7f:
			i++
			continue
		}
		size, width := 1, 1
		if c >= utf8.RuneSelf {
			var char rune
			if char, size = utf8.DecodeRuneInString(line[i:]); char == utf8.RuneError && size == 1 || char < 0xa0 {
				i += size
				continue
			}
			width = ansi.StringWidthWc(line[i : i+size])
			r.odd = r.odd || width != 1 || oddAlone(char)
		}
		text := line[i : i+size]
		switch {
		case width == 0 && end == i && at > 0:
			last := at - 1
			for r.cells[last].text == "" {
				last--
			}
			r.cells[last].text = line[i-len(r.cells[last].text) : i+size]
			end = i + size
		case width == 0:
		case at+width > len(r.cells):
			i = len(line) // the columns left are blank
			continue
		default:
			look := seen
			if text == " " {
				look = seen.blank()
			}
			r.cells[at] = cell{text, look}
			if width == 2 {
				r.cells[at+1] = cell{"", look}
			}
			at += width
			end = i + size
		}
		i += size
	}
	for ; at < len(r.cells); at++ {
		r.cells[at] = blankCell
	}
}

// oddAlone says that terminals do not agree on the width of a character that
// takes one column: symbols that some draw as pictures.
func oddAlone(r rune) bool {
	return r >= 0x2600 && r < 0x27c0 || r >= 0x1f000
}

// sequence is the escape sequence that text begins with: its length and, where
// it sets a style, its parameters.
func sequence(text string) (n int, params string, isStyle bool) {
	if len(text) < 2 || text[1] != '[' {
		return 1, "", false
	}
	for n = 2; n < len(text); n++ {
		switch c := text[n]; {
		case c >= 0x40 && c <= 0x7e:
			return n + 1, text[2:n], c == 'm' && (n == 2 || text[2] < '<')
		case c < 0x20 || c > 0x7e:
			return n, "", false
		}
	}
	return n, "", false
}

// clear empties a row.
func (r *row) clear() {
	for i := range r.cells {
		r.cells[i] = blankCell
	}
	r.odd = false
}

// copyFrom makes it the same as another one.
func (r *row) copyFrom(o *row) {
	copy(r.cells, o.cells)
	r.odd = o.odd
}
