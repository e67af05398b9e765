package terminal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
)

// cell is one character of the screen. The second half of a wide one holds no
// rune.
type cell struct {
	r     rune
	style style
}

// seen is the cell as it looks: of a blank, only what is not its text's colour.
func (c cell) seen() cell {
	const seenOnBlanks = 1<<4 | 1<<7 | 1<<9 // underline, reverse video, struck out
	if c.r == ' ' && c.style.attributes&seenOnBlanks == 0 {
		c.style = style{back: c.style.back}
	}
	return c
}

// Screen is what stands on a terminal. It understands what renderers of full
// screens write; all else is ignored.
type Screen struct {
	width, height int
	cells         []cell // row by row
	x, y          int
	wrap          bool // the next character begins a new line
	top, bottom   int  // the rows that scroll: top to bottom-1
	style         style
	last          rune // the last character, which may be asked for again
	saved         struct {
		x, y  int
		style style
	}

	frames    frames
	parser    *ansi.Parser
	answers   []byte // to what the program asked the terminal
	clipboard []byte
}

// NewScreen is an empty screen.
func NewScreen(width, height int) *Screen {
	s := &Screen{width: width, height: height, cells: make([]cell, width*height), bottom: height, parser: ansi.NewParser()}
	s.erase(0, len(s.cells))
	s.frames.before = slices.Clone(s.cells)
	s.parser.SetHandler(ansi.Handler{
		Print:     s.print,
		Execute:   s.control,
		HandleCsi: s.csi,
		HandleEsc: s.escape,
		HandleOsc: s.osc,
	})
	return s
}

// Write draws what a program wrote. It never fails.
func (s *Screen) Write(p []byte) (int, error) {
	for _, b := range p {
		s.frames.bytes++
		s.parser.Advance(b)
	}
	return len(p), nil
}

// Row is the text of a row, from 0 at the top, without trailing spaces.
func (s *Screen) Row(y int) string {
	var b strings.Builder
	for _, c := range s.cells[y*s.width : (y+1)*s.width] {
		if c.r != 0 {
			b.WriteRune(c.r)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// Height is the number of rows.
func (s *Screen) Height() int { return s.height }

// Text is all rows.
func (s *Screen) Text() string {
	rows := make([]string, s.height)
	for y := range rows {
		rows[y] = s.Row(y)
	}
	return strings.Join(rows, "\n")
}

// Contains says whether text stands in one of the rows.
func (s *Screen) Contains(text string) bool {
	for y := range s.height {
		if strings.Contains(s.Row(y), text) {
			return true
		}
	}
	return false
}

func (s *Screen) print(r rune) {
	width := runewidth.RuneWidth(r)
	if width == 0 {
		return // it joins the one before
	}
	if s.wrap || s.x+width > s.width {
		s.x, s.wrap = 0, false
		s.lineFeed()
	}
	at := s.y*s.width + s.x
	s.cells[at] = cell{r, s.style}
	if width == 2 {
		s.cells[at+1] = cell{0, s.style}
	}
	s.last = r
	if s.x += width; s.x >= s.width {
		s.x, s.wrap = s.width-1, true
	}
}

func (s *Screen) control(b byte) {
	switch b {
	case '\b':
		s.move(s.x-1, s.y)
	case '\t':
		s.move((s.x/tabStop+1)*tabStop, s.y)
	case '\n', '\v', '\f':
		s.lineFeed()
	case '\r':
		s.move(0, s.y)
	}
}

const tabStop = 8

// move puts the cursor somewhere, at the edge when that is outside.
func (s *Screen) move(x, y int) {
	s.x, s.y, s.wrap = min(max(x, 0), s.width-1), min(max(y, 0), s.height-1), false
}

func (s *Screen) lineFeed() {
	s.wrap = false
	switch {
	case s.y == s.bottom-1:
		s.scroll(s.top, 1)
	case s.y < s.height-1:
		s.y++
	}
}

// scroll moves the rows from top to the end of the scrolling region up by n;
// down when n is negative.
func (s *Screen) scroll(top, n int) {
	region := s.cells[top*s.width : s.bottom*s.width]
	shift := min(max(n, -(s.bottom-top)), s.bottom-top) * s.width
	if shift >= 0 {
		copy(region, region[shift:])
		s.fill(region[len(region)-shift:])
		return
	}
	copy(region[-shift:], region)
	s.fill(region[:-shift])
}

// erase empties cells; they keep the background that is set.
func (s *Screen) erase(from, to int) { s.fill(s.cells[from:to]) }

func (s *Screen) fill(cells []cell) {
	blank := cell{' ', style{back: s.style.back}}
	for i := range cells {
		cells[i] = blank
	}
}

// Looks is a row with the style of every character, to be compared with
// another one.
func (s *Screen) Looks(y int) string {
	var b strings.Builder
	for _, c := range s.cells[y*s.width : (y+1)*s.width] {
		c = c.seen()
		fmt.Fprintf(&b, "%q %v\n", c.r, c.style)
	}
	return b.String()
}
