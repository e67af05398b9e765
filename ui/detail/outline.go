package detail

import (
	"bytes"
	"sort"
)

// outline is indented JSON by its lines, of which those of an object or an array
// can be folded into the one that opens it. It knows nothing of the screen.
type outline struct {
	text   []byte
	starts []int32 // where each line begins, and where the text ends
	closes []int32 // for a line that opens: the one that closes it; else 0
	folded []bool
	rows   []int32 // the lines that are shown
	cursor int32   // the line it is on, which is shown
}

// newOutline takes what json.Indent wrote.
func newOutline(text []byte) *outline {
	n := bytes.Count(text, []byte("\n")) + 1
	o := &outline{text: text, starts: make([]int32, 0, n+1), closes: make([]int32, n), folded: make([]bool, n)}
	var open []int32
	for at, line := 0, int32(0); at <= len(text); line++ {
		o.starts = append(o.starts, int32(at))
		end := bytes.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text) - at
		}
		b := text[at : at+end]
		at += end + 1
		if first := bytes.TrimLeft(b, " "); len(open) > 0 && len(first) > 0 && (first[0] == '}' || first[0] == ']') {
			o.closes[open[len(open)-1]] = line
			open = open[:len(open)-1]
		}
		if len(b) > 0 && (b[len(b)-1] == '{' || b[len(b)-1] == '[') {
			open = append(open, line)
		}
	}
	o.starts = append(o.starts, int32(len(text)+1))
	o.show(0)
	return o
}

// line is the text of a line.
func (o *outline) line(i int32) []byte { return o.text[o.starts[i] : o.starts[i+1]-1] }

// within is the text of a row: of all that is folded into it, or of its line.
func (o *outline) within(row int) []byte {
	i := o.rows[row]
	if o.folded[i] {
		return o.text[o.starts[i] : o.starts[o.closes[i]+1]-1]
	}
	return o.line(i)
}

// show lists the lines that are shown anew, from a row on.
func (o *outline) show(row int) {
	i := int32(0)
	if row > 0 {
		i = o.behind(o.rows[row-1])
	}
	o.rows = o.rows[:row]
	for i < int32(len(o.closes)) {
		o.rows = append(o.rows, i)
		i = o.behind(i)
	}
	o.cursor = o.rows[o.row(o.cursor)]
}

// behind is the line below a line that is shown.
func (o *outline) behind(i int32) int32 {
	if o.folded[i] {
		return o.closes[i] + 1
	}
	return i + 1
}

// row is where a line is shown, or what it is folded into.
func (o *outline) row(line int32) int {
	return sort.Search(len(o.rows), func(i int) bool { return o.rows[i] > line }) - 1
}

// parent is the line that opens what a line is in; false at the outermost.
func (o *outline) parent(line int32) (int32, bool) {
	for i := line - 1; i >= 0; i-- {
		if o.closes[i] >= line {
			return i, true
		}
	}
	return 0, false
}

// fold folds what the line under the cursor opens, or else what it is in, and
// gives the row from which on other lines are shown; -1 where nothing changed.
func (o *outline) fold() int {
	line := o.cursor
	if o.closes[line] == 0 || o.folded[line] {
		up, ok := o.parent(line)
		if !ok {
			return -1
		}
		line = up
	}
	o.folded[line], o.cursor = true, line
	row := o.row(line)
	o.show(row)
	return row
}

// unfold is the opposite, for the line under the cursor.
func (o *outline) unfold() int {
	if !o.folded[o.cursor] {
		return -1
	}
	o.folded[o.cursor] = false
	row := o.row(o.cursor)
	o.show(row)
	return row
}

// foldTo folds all that is deeper than a depth, 1 for the members of the
// outermost, and unfolds the rest. Depth 0 unfolds all.
func (o *outline) foldTo(depth int) {
	var ends []int32 // of what a line is in
	for i := range o.closes {
		line := int32(i)
		for len(ends) > 0 && ends[len(ends)-1] < line {
			ends = ends[:len(ends)-1]
		}
		opens := o.closes[i] > 0
		o.folded[i] = opens && depth > 0 && len(ends) >= depth
		if opens {
			ends = append(ends, o.closes[i])
		}
	}
	o.show(0)
}

// reveal unfolds all that a line is in, and gives the row from which on other
// lines are shown; -1 where it was shown already.
func (o *outline) reveal(line int32) int {
	row := o.row(line)
	if o.rows[row] == line {
		return -1
	}
	for up, ok := o.parent(line); ok; up, ok = o.parent(up) {
		o.folded[up] = false
	}
	o.show(row)
	return row
}

// members is the number of fields or items of what a line opens.
func (o *outline) members(line int32) (n int) {
	for i := line + 1; i < o.closes[line]; i++ {
		n++
		if o.closes[i] > 0 {
			i = o.closes[i]
		}
	}
	return n
}
