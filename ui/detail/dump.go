package detail

import (
	"fmt"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// dump shows bytes as hex and ASCII, some a line.
type dump struct {
	line   *paint.Line
	theme  *theme.Theme
	marks  func(b []byte) []query.Span
	value  []byte
	name   string // stands before the first line
	in     int    // the column where the lines begin
	places bool   // each begins with its offset
	each   int    // bytes a line
}

// hex is the column where the bytes stand, ascii that of their characters.
func (d *dump) hex() int {
	if d.places {
		return d.in + len("00000000  ")
	}
	return d.in
}

func (d *dump) ascii() int { return d.hex() + 3*d.each + 2 }

func (d *dump) count(limit int) int { return min(limit, (len(d.value)+d.each-1)/d.each) }

func (d *dump) append(lines []string, from, n int) []string {
	for ; n > 0 && from*d.each < len(d.value); from, n = from+1, n-1 {
		at := from * d.each
		b := d.value[at:min(len(d.value), at+d.each)]
		marked := d.marked(at, len(b))
		ink := func(i int, ink theme.Ink) theme.Ink {
			if marked[i] {
				return d.theme.Match
			}
			return ink
		}
		d.line.Reset(false)
		if from == 0 {
			d.line.Text(d.theme.Dim, d.name)
		}
		d.line.Pad(d.in)
		if d.places {
			d.line.Text(d.theme.Faint, fmt.Sprintf("%08x  ", at))
		}
		for i, c := range b {
			if i == d.each/2 {
				d.line.Text(d.theme.Ink, " ")
			}
			d.line.Text(ink(i, d.theme.Ink), fmt.Sprintf("%02x", c)).Text(d.theme.Ink, " ")
		}
		d.line.Pad(d.ascii())
		for i, c := range b {
			if c >= 0x20 && c < 0x7f {
				d.line.Text(ink(i, d.theme.Dim), string(rune(c)))
			} else {
				d.line.Text(ink(i, d.theme.Faint), ".")
			}
		}
		lines = append(lines, d.line.String())
	}
	return lines
}

// newDump shows a field in hexadecimal from a column on, behind a name; with
// offsets where it may be long.
func (p *Pane) newDump(field query.Field, b []byte, name string, in int, places bool) *dump {
	d := &dump{line: paint.New(p.theme, p.glyphs, p.width), theme: p.theme, marks: p.marks(field), value: b, name: name, in: in, places: places, each: 16}
	for d.each > 4 && (d.ascii()+d.each > p.width || !places && len(b) <= d.each/2) {
		d.each /= 2
	}
	return d
}

// marks says what stands out in a field, at the time it is drawn.
func (p *Pane) marks(field query.Field) func(b []byte) []query.Span {
	return func(b []byte) []query.Span { return p.marker.All(field, b) }
}

// around is how far from a line a place that reaches into it may begin.
const around = 256

// marked says which of n bytes stand out.
func (d *dump) marked(at, n int) (marked [16]bool) {
	from := max(0, at-around)
	for _, s := range d.marks(d.value[from:min(len(d.value), at+n+around)]) {
		for i := max(at, from+s.Start); i < min(at+n, from+s.End); i++ {
			marked[i-at] = true
		}
	}
	return marked
}
