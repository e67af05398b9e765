package doubt

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/names"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/query/expr"
)

// Of gives one line about a filter that matched none of so many messages, of
// which seen has counted the fields of all or of some; "" where it seems to be
// meant so.
func Of(f *query.Filter, seen *field.Census, messages int64) string {
	if !f.IsExpression() {
		return ofWords(f.String(), seen)
	}
	for _, r := range f.Reads() {
		is, err := field.Parse(f.String()[r.Pos:r.End])
		if err != nil {
			continue // a way to write it that columns do not know
		}
		if text := ofRead(is, r, seen, messages); text != "" {
			return text
		}
	}
	return ""
}

// ofRead holds a field of an expression against those that messages have.
func ofRead(is field.Field, r expr.Read, seen *field.Census, messages int64) string {
	if seen.Lacks(is) {
		text := "no message has a "
		if n := int64(seen.Messages()); n < messages {
			text = "of " + format.Plural(n, "message") + " looked at, none has a "
		}
		if is.Kind() == field.Header {
			text += "header " + is.Title()
		} else {
			text += "field " + strings.TrimPrefix(is.Title(), ".")
		}
		if near, ok := nearest(is, seen); ok {
			text += "; did you mean " + Written(near) + "?"
		}
		return text
	}
	switch t, ok := seen.TypeOf(is); {
	case !ok || !is.IsPath():
		return ""
	case t == field.Number && r.Text && !number(r.Literal):
		return Written(is) + " is a number, and " + strconv.Quote(r.Literal) + " is text: write a number, as in " + Written(is) + " > 40"
	case t == field.String && r.Number:
		return Written(is) + " is text: put what it is compared with in quotes, as in " + Written(is) + ` == "paid"`
	}
	return ""
}

func number(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// Written is a field as an expression has it.
func Written(f field.Field) string {
	s := f.String()
	if f.Kind() == field.Header {
		return "headers[" + strconv.Quote(f.Title()) + "]"
	}
	if strings.HasPrefix(s, ".") {
		return "value" + s
	}
	return s
}

// nearest is the field that may have been meant: one that is called so, in
// another place, or nearly so.
func nearest(is field.Field, seen *field.Census) (best field.Field, ok bool) {
	name := pathOf(is)
	fewest := max(1, len(last(name))/3) + 1
	for _, c := range seen.Fields() {
		other := pathOf(c.Field)
		edits := names.Edits(name, other)
		if last(name) == last(other) {
			edits = 0 // it is only in another place
		}
		if c.Kind() != is.Kind() && edits > 0 {
			continue
		}
		if edits < fewest {
			best, fewest, ok = c.Field, edits, true
		}
	}
	return best, ok
}

// index is that of one element: all of them have the same fields.
var index = regexp.MustCompile(`\[-?\d+\]`)

// pathOf is the name of a field to compare it by.
func pathOf(f field.Field) string {
	return index.ReplaceAllLiteralString(strings.ToLower(f.Title()), "[0]")
}

// last is the name behind the last dot.
func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
