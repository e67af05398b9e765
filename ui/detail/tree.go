package detail

import (
	"bytes"
	"sort"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// tree draws an outline: tinted, wrapped, what is folded on one line with what it
// holds, and the cursor on its row.
type tree struct {
	*outline
	scratch *paint.Line
	theme   *theme.Theme
	glyphs  *theme.Glyphs
	marks   func(line []byte) []query.Span
	width   int
	cut     bool   // what is wider is cut, not wrapped
	ends    []int  // of the first rows: the screen line behind each
	changed func() // is called when other rows are shown
}

func (p *Pane) newTree(o *outline) *tree {
	return &tree{
		outline: o, scratch: paint.New(p.theme, p.glyphs, p.width), theme: p.theme, glyphs: p.glyphs,
		marks: p.marks(query.Value),
		width: max(safetext.MinWidth, p.width-indent-1), cut: p.settings.Cut, changed: p.reflow,
	}
}

// begin is the first screen line of a row before which all are counted.
func (t *tree) begin(row int) int {
	if row == 0 {
		return 0
	}
	return t.ends[row-1]
}

func (t *tree) count(limit int) int {
	for n := len(t.ends); n < len(t.rows) && t.begin(n) < limit; n++ {
		t.ends = append(t.ends, t.begin(n)+t.height(n))
	}
	return min(t.begin(len(t.ends)), limit)
}

// span is the screen lines of a row.
func (t *tree) span(row int) (begin, end int) {
	for len(t.ends) <= row {
		t.count(t.begin(len(t.ends)) + 1)
	}
	return t.begin(row), t.ends[row]
}

// height is the number of screen lines of a row.
func (t *tree) height(row int) (n int) {
	if t.cut || t.folded[t.rows[row]] {
		return 1
	}
	line := t.line(t.rows[row])
	if len(line) <= t.width && plain(line) {
		return 1
	}
	t.wrap(line, func(int) bool { n++; return true })
	return n
}

// plain says that every byte takes a column.
func plain(line []byte) bool {
	for _, c := range line {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// wrap goes over the screen lines of a line, with the byte each begins at. They
// are painted for that, in the way they will be.
func (t *tree) wrap(line []byte, yield func(at int) bool) {
	if t.cut {
		yield(0)
		return
	}
	for v := paint.JSONLine(line); v.More(); {
		if !yield(v.At()) {
			return
		}
		t.scratch.Reset(false)
		t.scratch.Pad(indent)
		t.scratch.Value(&v, t.width)
	}
}

func (t *tree) append(lines []string, from, n int) []string {
	t.count(from + n)
	for row := sort.SearchInts(t.ends, from+1); n > 0 && row < len(t.ends); row++ {
		before := len(lines)
		lines = t.paint(lines, row, max(0, from-t.begin(row)), n)
		n -= len(lines) - before
	}
	return lines
}

// paint draws at most n screen lines of a row, from one of them on.
func (t *tree) paint(lines []string, row, from, n int) []string {
	l, i := t.scratch, t.rows[row]
	line := t.line(i)
	v := paint.JSONLine(line)
	v.Mark(t.marks(line))
	for k := 0; v.More() && k < from+n; k++ {
		l.Reset(i == t.cursor)
		sign := ""
		switch {
		case k > 0:
		case t.folded[i]:
			sign = t.glyphs.Folded
		case t.closes[i] > 0:
			sign = t.glyphs.Unfolded
		}
		if i == t.cursor {
			l.Text(t.theme.Accent, t.glyphs.Cursor)
		}
		l.Pad(1).Text(t.theme.Dim, sign).Pad(indent)
		if t.cut && !t.folded[i] {
			l.ValueCut(v, t.width)
			return append(lines, l.String())
		}
		l.Value(&v, t.width)
		if k < from {
			continue
		}
		if t.folded[i] {
			closer := bytes.TrimLeft(t.line(t.closes[i]), " ")
			one := "field"
			if closer[0] == ']' {
				one = "item"
			}
			l.Text(t.theme.Dim, t.glyphs.Ellipsis+" "+format.Plural(int64(t.members(i)), one))
			l.Text(t.theme.Faint, " "+string(closer))
			return append(lines, l.String())
		}
		lines = append(lines, l.String())
	}
	return lines
}

// reflow tells that the rows from one on are others; -1 for none.
func (t *tree) reflow(row int) {
	if row >= 0 {
		t.ends = t.ends[:min(len(t.ends), row)]
		t.changed()
	}
}
