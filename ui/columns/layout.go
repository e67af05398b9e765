package columns

import (
	"slices"

	"github.com/kafkathreadmanager/ktm/model/field"
)

// least are the smallest widths: those of the names, with room for usual content.
var least = map[field.Kind]int{field.Time: 12, field.Topic: 8, field.Partition: 4, field.Offset: 9, field.Key: 10}

// A column of the user's own is as wide as its name at least, within bounds.
const (
	leastOwn = 6 // of a null
	mostName = 16
)

// leastValue is the room that is made for values by leaving other columns out.
const leastValue = 12

// need is how wide a column is to be.
func (s *Sheet) need(c *column) int {
	if c.Width > 0 {
		return c.Width
	}
	n, ok := least[c.Field.Kind()]
	if !ok {
		n = max(leastOwn, min(s.cols(c.title, mostName), mostName))
	}
	return max(n, c.content)
}

// gap is the room between two columns that stand side by side.
func gap(left, right field.Kind) int {
	if left == field.Partition || left == field.Key && right == field.Value {
		return 1
	}
	return 2
}

// leadCells is the width of the lead column, with what is behind it.
const leadCells = 9

// Settle gives every column its place, and leaves out those that do not fit.
func (s *Sheet) Settle() {
	var fit []*column
	s.left = 0
	for i := range s.columns {
		c := &s.columns[i]
		c.cells = s.need(c)
		if c.Field.Kind() == field.Value {
			c.cells = leastValue
			if c.Width > 0 {
				c.cells = min(c.Width, leastValue)
			}
		}
		fit = append(fit, c)
	}
	for s.place(fit) > s.width && len(fit) > 1 {
		i := expendable(fit)
		fit[i].cells = 0
		if !hasLeast(fit[i].Field) {
			s.left++
		}
		fit = slices.Delete(fit, i, i+1)
	}
	for _, c := range fit {
		if c.Field.Kind() != field.Value {
			continue
		}
		room := max(0, s.width-s.place(fit))
		if c.Width > 0 {
			room = min(room, c.Width-c.cells)
		}
		c.cells += room
	}
	s.place(fit)
}

func hasLeast(f field.Field) bool { return f.Kind() < field.InValue }

// place puts columns side by side and gives where they end, with a cell at the
// right edge.
func (s *Sheet) place(fit []*column) (end int) {
	at := 1
	if s.lead != "" {
		at += leadCells
	}
	for i, c := range fit {
		if i > 0 {
			at += gap(fit[i-1].Field.Kind(), c.Field.Kind())
		}
		c.at = at
		at += c.cells
	}
	return at + 1
}

// expendable is the column that is missed least.
func expendable(fit []*column) int {
	for _, k := range []field.Kind{field.Offset, field.Partition} {
		if i := slices.IndexFunc(fit, func(c *column) bool { return c.Field.Kind() == k }); i >= 0 {
			return i
		}
	}
	for i, c := range slices.Backward(fit) {
		if !hasLeast(c.Field) {
			return i
		}
	}
	for i, c := range slices.Backward(fit) {
		if c.Field.Kind() != field.Value && c.Field.Kind() != field.Key {
			return i
		}
	}
	return len(fit) - 1
}

// value is the column of values; nil where there is none.
func (s *Sheet) value() *column {
	for i := range s.columns {
		if c := &s.columns[i]; c.Field.Kind() == field.Value && c.cells > 0 {
			return c
		}
	}
	return nil
}
