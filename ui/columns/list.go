package columns

import (
	"slices"

	"github.com/kafkathreadmanager/ktm/model/field"
)

// Shown is how many of them are not hidden.
func Shown(list []Column) (n int) {
	for _, c := range list {
		if !c.Hidden {
			n++
		}
	}
	return n
}

// With is a list in which a field is shown, at its place if it had one, else
// before the value where that is the last one.
func With(list []Column, f field.Field) []Column {
	list = slices.Clone(list)
	if i := At(list, f); i >= 0 {
		list[i].Hidden = false
		return list
	}
	last := len(list)
	for i, c := range slices.Backward(list) {
		if !c.Hidden {
			if c.Field.Kind() == field.Value {
				last = i
			}
			break
		}
	}
	return slices.Insert(list, last, Column{Field: f})
}

// Without is a list in which a field is not shown. A part that every message
// has keeps its place.
func Without(list []Column, f field.Field) []Column {
	list = slices.Clone(list)
	i := At(list, f)
	if f.Kind() >= field.InValue {
		return slices.Delete(list, i, i+1)
	}
	list[i].Hidden = true
	return list
}

// Moved is a list in which a field has changed places with the next one that
// is shown, or the one before it; false where there is none.
func Moved(list []Column, f field.Field, delta int) ([]Column, bool) {
	at := At(list, f)
	if at < 0 || list[at].Hidden {
		return nil, false
	}
	to := at + delta
	for to >= 0 && to < len(list) && list[to].Hidden {
		to += delta
	}
	if to < 0 || to >= len(list) {
		return nil, false
	}
	list = slices.Clone(list)
	list[at], list[to] = list[to], list[at]
	return list, true
}

// At is where a field is in a list, or -1.
func At(list []Column, f field.Field) int {
	return slices.IndexFunc(list, func(c Column) bool { return c.Field == f })
}
