// Package paint writes one line of the screen at a time.
//
// A [Line] is a row of cells with a fixed width: text is appended from left to
// right, and what does not fit is cut, with an ellipsis where the cut should be
// seen. It never wraps and never grows, so a frame put together from lines
// cannot be wider than the terminal. Our own words go in with Text; everything
// that comes from outside goes in with Foreign or JSON, which pass it through
// safetext. There is no third way.
package paint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Line is a row of cells under construction. Make one with New and reuse it
// with Reset; it keeps its buffer.
type Line struct {
	buf      []byte
	cols     int
	width    int
	selected bool
	ink      string // the SGR in force, so that equal neighbours share it
	theme    *theme.Theme
	glyphs   *theme.Glyphs
}

// New makes an empty line of the given width.
func New(t *theme.Theme, g *theme.Glyphs, width int) *Line {
	return &Line{theme: t, glyphs: g, width: max(0, width)}
}

// Reset empties the line. A selected line is painted on the selection's
// background up to its full width.
func (l *Line) Reset(selected bool) {
	l.buf, l.cols, l.ink, l.selected = l.buf[:0], 0, "", selected
}

// Cols is the number of columns used so far.
func (l *Line) Cols() int { return l.cols }

// Room is the number of columns left.
func (l *Line) Room() int { return l.width - l.cols }

func (l *Line) set(ink theme.Ink) {
	if s := ink.SGR(l.selected); s != l.ink {
		l.buf, l.ink = append(l.buf, s...), s
	}
}

// Text appends words of our own. What does not fit is cut with an ellipsis.
func (l *Line) Text(ink theme.Ink, s string) *Line {
	room := l.Room()
	if s == "" || room <= 0 {
		return l
	}
	l.set(ink)
	cols := ansi.StringWidthWc(s)
	if cols > room {
		s = ansi.TruncateWc(s, room, l.glyphs.Ellipsis)
		cols = ansi.StringWidthWc(s)
	}
	l.buf, l.cols = append(l.buf, s...), l.cols+cols
	return l
}

// Foreign appends text from outside in at most width columns, escapes shown in
// the warning ink, and reports whether all of it fitted. A cut shows an
// ellipsis in the last column.
func (l *Line) Foreign(ink theme.Ink, src []byte, width int) bool {
	return l.Marked(ink, src, nil, width)
}

// Marked is Foreign with spans of src that stand out.
func (l *Line) Marked(ink theme.Ink, src []byte, marks []query.Span, width int) bool {
	width = min(width, l.Room())
	if width <= 0 {
		return len(src) == 0
	}
	start, cols0 := len(l.buf), l.cols
	rest := l.foreign(ink, src, safetext.Marks{Spans: marks}, width)
	if len(rest) == 0 {
		return true
	}
	l.buf, l.cols = l.buf[:start], cols0
	l.ink = ""
	l.foreign(ink, src, safetext.Marks{Spans: marks}, width-1)
	l.Pad(cols0 + width - 1)
	l.cut()
	return false
}

// Field is Marked for a field of a message that has bytes. One of nothing but
// blanks would not be seen; it stands between quotes, unmarked.
func (l *Line) Field(ink theme.Ink, src []byte, marks []query.Span, width int) bool {
	seen := src[:min(len(src), max(1, width))]
	if len(bytes.TrimLeft(seen, " ")) > 0 {
		return l.Marked(ink, src, marks, width)
	}
	return l.Foreign(ink, slices.Concat([]byte{'"'}, seen, []byte{'"'}), width)
}

// Some appends as much of text from outside as fits in width columns and gives
// the rest.
func (l *Line) Some(ink theme.Ink, src []byte, width int) (rest []byte) {
	return l.foreign(ink, src, safetext.Marks{}, min(width, l.Room()))
}

// cut puts the ellipsis into the next column.
func (l *Line) cut() {
	l.set(l.theme.Dim)
	l.buf = append(l.buf, l.glyphs.Ellipsis...)
	l.cols++
}

func (l *Line) foreign(ink theme.Ink, src []byte, marks safetext.Marks, width int) (rest []byte) {
	text, esc := ink.SGR(l.selected), l.theme.WarnBold.SGR(l.selected)
	marks.Style = l.theme.Match.SGR(l.selected)
	out, cols, rest := safetext.AppendMarked(l.buf, src, width, text, esc, marks)
	if len(out) > len(l.buf) {
		l.ink = "" // any of the three may be in force
	}
	l.buf, l.cols = out, l.cols+cols
	return rest
}

// Pad appends blanks up to column col.
func (l *Line) Pad(col int) *Line {
	return l.repeat(l.theme.Ink, " ", col)
}

// Rule draws the horizontal line up to column col.
func (l *Line) Rule(ink theme.Ink, col int) *Line {
	return l.repeat(ink, l.glyphs.Rule, col)
}

func (l *Line) repeat(ink theme.Ink, cell string, col int) *Line {
	n := min(col, l.width) - l.cols
	if n <= 0 {
		return l
	}
	l.set(ink)
	for range n {
		l.buf = append(l.buf, cell...)
	}
	l.cols += n
	return l
}

// String finishes the line: a selected one is filled to its width, and the
// style ends with it.
func (l *Line) String() string { return string(l.Append(nil)) }

// Append is String onto dst.
func (l *Line) Append(dst []byte) []byte {
	if l.selected {
		l.Pad(l.width)
	}
	dst = append(dst, l.buf...)
	if l.ink != "" || len(l.buf) > 0 {
		dst = append(dst, theme.Reset...)
	}
	return dst
}

// Sides puts right at the right edge of a line of the given width. The left
// line must have been made narrow enough to leave it room.
func Sides(left, right *Line, width int) string {
	gap := max(0, width-left.cols-right.cols)
	return left.String() + strings.Repeat(" ", gap) + right.String()
}

// Beside puts the lines of a pane at the right of those of another, from column at
// on; those at the left must not reach it. It gives as many as there are at the
// left.
func Beside(left, right []string, at int) []string {
	lines := make([]string, len(left))
	for i := range lines {
		if lines[i] = left[i]; i < len(right) && right[i] != "" {
			lines[i] += strings.Repeat(" ", max(0, at-ansi.StringWidthWc(lines[i]))) + right[i]
		}
	}
	return lines
}

// Theme is the theme the line is painted in.
func (l *Line) Theme() *theme.Theme { return l.theme }

// Wrapped appends a line that safetext has cut at width columns, with spans of it
// that stand out.
func (l *Line) Wrapped(ink theme.Ink, line []byte, spans []query.Span, width int) {
	marks := safetext.Marks{Spans: spans, Style: l.theme.Match.SGR(l.selected)}
	text, esc := ink.SGR(l.selected), l.theme.WarnBold.SGR(l.selected)
	out, cols := safetext.AppendLine(l.buf, line, min(width, l.Room()), text, esc, marks)
	if len(out) > len(l.buf) {
		l.ink = ""
	}
	l.buf, l.cols = out, l.cols+cols
}
