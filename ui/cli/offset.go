package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/position"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// offsetValue is the flag that says what is read. A mistake in it is answered
// with the place.
type offsetValue struct{ in *input }

// Set reads what was typed. kcat has a flag of its own for the end, s@… and then
// e@…; elsewhere the last one counts.
func (v *offsetValue) Set(s string) error {
	scope, err := position.Parse(s, time.Now())
	if err != nil {
		return offsetMistake(s, err)
	}
	if before := v.in.Scope; v.in.offset && strings.HasPrefix(s, "e@") && before.End.Kind == model.EndNone {
		before.End = scope.End
		scope = before
	}
	v.in.Scope, v.in.offset = scope, true
	return nil
}

// String is empty: help texts tell the defaults in words.
func (v *offsetValue) String() string { return "" }

// Type is the value's name in the help.
func (v *offsetValue) Type() string { return "POSITION" }

func (v *offsetValue) help() (forms string, choices []string, path bool) {
	return sentence(position.Forms), []string{"start", "end", "-100", "-100:end", ":end", "@-1h", "@today", "@yesterday:today"}, false
}

// offsetMistake shows the text, and the place below it.
func offsetMistake(s string, err error) error {
	e, ok := errors.AsType[*position.Error](err)
	if !ok {
		return &UsageError{Text: "--offset: " + err.Error(), Hint: sentence(position.Forms)}
	}
	return &UsageError{Text: "--offset: " + e.Error(), Hint: pointing(s, e.Pos, e.Hint)}
}

// pointing shows a text with a caret below a place in it, and a hint below that;
// "" for none. Both lines are in the form that is printed, or the caret would be off.
func pointing(s string, at int, hint string) string {
	const margin = "    "
	caret := safetext.Width(safetext.String(s[:at]))
	lines := []string{margin + safetext.String(s), margin + strings.Repeat(" ", caret) + "^"}
	if s == "" {
		lines = nil
	}
	if hint != "" {
		lines = append(lines, sentence(hint))
	}
	return strings.Join(lines, "\n")
}

// checkPartitions: what -p leaves out has no position, and what it names has one.
func (in *input) checkPartitions() error {
	if len(in.Partitions) == 0 || len(in.Scope.Apart) == 0 {
		return nil
	}
	wrong := func(text, hint string) error { return &UsageError{Text: text, Hint: hint} }
	for _, p := range slices.Sorted(maps.Keys(in.Scope.Apart)) {
		if !slices.Contains(in.Partitions, p) {
			return wrong(fmt.Sprintf("partition %d has a position in -o, but is not named by -p", p), "Leave out -p: -o 0=100,1=end reads these partitions and no others.")
		}
	}
	for _, p := range in.Partitions {
		if _, own := in.Scope.Apart[p]; !own && in.Scope.Closed {
			return wrong(fmt.Sprintf("partition %d is named by -p, but has no position in -o", p), "Leave out -p, or add a position for the others: -o 0=100,-100")
		}
	}
	return nil
}
