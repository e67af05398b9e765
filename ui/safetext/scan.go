package safetext

import (
	"unicode"
	"unicode/utf8"
)

// kind is what becomes of a piece of foreign text.
type kind uint8

const (
	keep   kind = iota // shown as it is
	escape             // shown as an escape
	drop               // not shown
	blank              // a tab, shown as spaces
)

// piece is the next part of a text: a run of ASCII or one character.
type piece struct {
	kind kind
	size int // bytes of the source
	cols int // columns on the screen
}

const (
	maxMarks  = 2 // combining marks on one character
	tabStop   = 8
	widestEsc = len(`\U0010ffff`)
	firstMark = 0x300 // below, whatever can be printed takes a column and is seen
)

// scanner cuts a line into pieces.
type scanner struct {
	src   []byte
	col   int // columns used
	width int // columns there are
	tabs  bool
	most  int // bytes that a piece of ASCII may have; 0 = no limit

	// What the last character may still carry.
	marks     int
	selectors int
}

// next gives the next piece that fits; false at the end of the source and when
// the line is full.
func (s *scanner) next() (p piece, ok bool) {
	if len(s.src) == 0 {
		return p, false
	}
	room := s.width - s.col
	if s.most > 0 {
		room = min(room, s.most)
	}
	if n := asciiRun(s.src, room); n > 0 {
		s.marks, s.selectors = maxMarks, 1
		return s.take(piece{keep, n, n})
	}
	if printableASCII(s.src[0]) { // but there is no room for it
		return p, false
	}
	p = s.classify()
	if p.cols > s.width-s.col {
		return p, false
	}
	switch {
	case p.kind == drop:
		s.selectors--
	case p.kind == keep && p.cols == 0:
		s.marks--
	case p.kind == keep:
		s.marks, s.selectors = maxMarks, 1
	default:
		s.marks, s.selectors = 0, 0
	}
	return s.take(p)
}

func (s *scanner) take(p piece) (piece, bool) {
	s.src, s.col = s.src[p.size:], s.col+p.cols
	return p, true
}

// classify looks at a character that is not printable ASCII.
func (s *scanner) classify() piece {
	c := s.src[0]
	if c == '\t' && s.tabs {
		cols := tabStop - s.col%tabStop
		if room := s.width - s.col; room > 0 {
			cols = min(cols, room)
		}
		return piece{blank, 1, cols}
	}
	r, size := utf8.DecodeRune(s.src)
	switch {
	case !visible(r) || r == utf8.RuneError && size == 1:
	case r < firstMark:
		return piece{keep, size, runeWidth(r)}
	case unicode.Is(unicode.Variation_Selector, r):
		if s.selectors > 0 {
			return piece{drop, size, 0}
		}
	default:
		cols := runeWidth(r)
		if cols > 0 || s.marks > 0 {
			return piece{keep, size, cols}
		}
	}
	return piece{escape, size, escapeWidth(r, size)}
}

// Visible says that a character outside ASCII is seen, wherever it stands. It is
// the rule for texts that have an escape of their own, such as JSON.
func Visible(r rune) bool {
	return visible(r) && !unicode.Is(unicode.Variation_Selector, r)
}

// visible says that a character may be shown as it is; of variation selectors
// and combining marks not all may.
func visible(r rune) bool {
	if !unicode.IsPrint(r) {
		return false
	}
	return r < firstMark ||
		!unicode.Is(disputed, r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

func printableASCII(c byte) bool { return c >= 0x20 && c < 0x7f }

// asciiRun is the number of printable ASCII characters b begins with, at most
// limit.
func asciiRun(b []byte, limit int) int {
	if len(b) > limit {
		b = b[:max(0, limit)]
	}
	for i, c := range b {
		if !printableASCII(c) {
			return i
		}
	}
	return len(b)
}
