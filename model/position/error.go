package position

import (
	"fmt"
	"unicode/utf8"
)

// Error says where a text is not a position.
type Error struct {
	Pos  int    // of the mistake, in bytes from 0
	Text string // what is wrong, a sentence without its full stop
	Hint string // what to type instead, likewise

	character int
}

// Error says what is wrong, and at which character, counted from 1.
func (e *Error) Error() string { return fmt.Sprintf("%s (character %d)", e.Text, e.character) }

// Forms says what may be typed, as a hint does.
const Forms = "type start, end, an offset such as 1042, -100 for the last 100 messages, @12:00 or @-1h for a time, A:B for a range"

// within is a piece of the text that is read, and where it begins in it. What
// is wrong with it is told by its place in the whole.
type within struct {
	all  string
	text string
	at   int
}

func whole(text string) within { return within{text, text, 0} }

// from and to are parts of the piece.
func (w within) from(i int) within { return within{w.all, w.text[i:], w.at + i} }
func (w within) to(i int) within   { return within{w.all, w.text[:i], w.at} }

// trim leaves out the spaces around.
func (w within) trim() within {
	isSpace := func(b byte) bool { return b == ' ' || b == '\t' }
	for len(w.text) > 0 && isSpace(w.text[0]) {
		w = w.from(1)
	}
	for len(w.text) > 0 && isSpace(w.text[len(w.text)-1]) {
		w = w.to(len(w.text) - 1)
	}
	return w
}

// wrong is a mistake i bytes behind the beginning of the piece.
func (w within) wrong(i int, text, hint string) *Error {
	pos := w.at + i
	return &Error{pos, text, hint, utf8.RuneCountInString(w.all[:pos]) + 1}
}
