package query

import (
	"strconv"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model/query/expr"
)

// SyntaxError is why a text is no filter. Text and Hint are sentences for the
// person who typed it; they may quote what was typed.
type SyntaxError struct {
	Pos    int    // where, in bytes from the beginning of the text, for a caret below it
	Column int    // the same in characters, from 1
	Text   string // what is wrong
	Hint   string // what to write instead
}

// Error is one line: "column 7: this quote is not closed (end the text with ")".
func (e *SyntaxError) Error() string {
	s := "column " + strconv.Itoa(e.Column) + ": " + e.Text
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// wrong makes an error about a place in a text.
func wrong(text string, pos int, problem, hint string) *SyntaxError {
	return &SyntaxError{Pos: pos, Column: utf8.RuneCountInString(text[:pos]) + 1, Text: problem, Hint: hint}
}

// wrongExpression makes an error of one of an expression. Where the text was
// only taken for one, it says how to search for it.
func wrongExpression(text string, e *expr.Mistake, forced bool) *SyntaxError {
	hint := e.Hint
	if e.Word && !forced {
		hint += "; to search for the text put it in quotes"
	}
	return wrong(text, e.Pos, e.Text, hint)
}
