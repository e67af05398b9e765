package cli

import (
	"errors"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/query"
)

const filterForms = `Type words, /regex/, key:user-1, -without, or an expression such as value.total > 40, in one pair of single quotes.`

// filterValue is the flag that takes a filter. A mistake in it is answered with
// the place.
type filterValue struct {
	store func(*query.Filter)
}

// Set reads what was typed.
func (v *filterValue) Set(s string) error {
	f, err := query.Parse(s)
	if err != nil {
		return filterMistake(s, err)
	}
	if f.Empty() {
		return &UsageError{Text: "--filter: there is nothing to look for", Hint: filterForms}
	}
	v.store(f)
	return nil
}

// String is empty: help texts tell the defaults in words.
func (v *filterValue) String() string { return "" }

// Type is the value's name in the help.
func (v *filterValue) Type() string { return "FILTER" }

func (v *filterValue) help() (forms string, choices []string, path bool) {
	return filterForms, nil, false
}

// filterMistake shows the text, and the place below it.
func filterMistake(s string, err error) error {
	e, ok := errors.AsType[*query.SyntaxError](err)
	if !ok {
		return &UsageError{Text: "--filter: " + err.Error(), Hint: filterForms}
	}
	return &UsageError{Text: "--filter: " + e.Text, Hint: pointing(s, e.Pos, e.Hint)}
}

// sentence makes one of a piece of it.
func sentence(s string) string {
	stop := "."
	if strings.HasPrefix(s, "did you mean") {
		stop = "?"
	}
	return strings.ToUpper(s[:1]) + s[1:] + stop
}
