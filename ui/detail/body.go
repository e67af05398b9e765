package detail

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// body is the value, laid out in lines.
type body interface {
	// count is the number of lines, counted up to limit.
	count(limit int) int
	// append draws at most n lines from the given one on.
	append(lines []string, from, n int) []string
}

// prettyLimit is the size up to which JSON is indented: beyond it nobody reads
// it by scrolling, and indenting it would be felt.
const prettyLimit = 1 << 20

// indent is the left margin of the value.
const indent = 3

func newBody(t *theme.Theme, g *theme.Glyphs, value []byte, width int) (body, string) {
	size := format.Bytes(int64(len(value)))
	line := paint.New(t, g, width)
	switch {
	case len(value) == 0:
		return painted{none(line, t, g, value)}, size
	case len(value) <= prettyLimit && paint.LooksJSON(value) && json.Valid(value):
		return pretty(line, value, width), "json " + size
	case printable(value) && paint.LooksJSON(value) && len(value) > prettyLimit:
		return &text{line, t, safetext.NewPager(value, max(1, width-indent-1)), width}, "json " + size + ", too large to indent"
	case printable(value):
		return &text{line, t, safetext.NewPager(value, max(1, width-indent-1)), width}, "text " + size
	default:
		return &dump{line, t, value}, "binary " + size
	}
}

// painted is a body that is drawn already.
type painted []string

func (p painted) count(int) int { return len(p) }

func (p painted) append(lines []string, from, n int) []string {
	from = min(from, len(p))
	return append(lines, p[from:min(len(p), from+n)]...)
}

// none is the line of a value that has no bytes: null and empty are not the same.
func none(l *paint.Line, t *theme.Theme, g *theme.Glyphs, value []byte) string {
	l.Pad(indent)
	if value == nil {
		l.Text(t.Null, g.Null+" null")
	} else {
		l.Text(t.Null, `""`).Text(t.DimItalic, " empty")
	}
	return l.String()
}

// pretty indents and tints JSON.
func pretty(l *paint.Line, value []byte, width int) painted {
	var buf bytes.Buffer
	if err := json.Indent(&buf, bytes.TrimSpace(value), "", "  "); err != nil {
		return nil // json.Valid has said otherwise
	}
	var out painted
	for line := range bytes.Lines(buf.Bytes()) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		for v := paint.JSONLine(line); v.More(); {
			l.Reset(false)
			l.Pad(indent)
			l.Value(&v, max(safetext.MinWidth, width-indent-1))
			out = append(out, l.String())
		}
	}
	return out
}

// text is wrapped as far as it is read.
type text struct {
	line  *paint.Line
	theme *theme.Theme
	pager *safetext.Pager
	width int
}

func (t *text) count(limit int) int { return t.pager.Count(limit) }

func (t *text) append(lines []string, from, n int) []string {
	for _, raw := range t.pager.Lines(from) {
		if n--; n < 0 {
			break
		}
		t.line.Reset(false)
		t.line.Pad(indent)
		t.line.Wrapped(t.theme.Ink, raw, t.width-indent-1)
		lines = append(lines, t.line.String())
	}
	return lines
}

// dump shows bytes as hex and ASCII, sixteen a line.
type dump struct {
	line  *paint.Line
	theme *theme.Theme
	value []byte
}

const dumpBytes = 16

func (d *dump) count(int) int { return (len(d.value) + dumpBytes - 1) / dumpBytes }

func (d *dump) append(lines []string, from, n int) []string {
	for ; n > 0 && from*dumpBytes < len(d.value); from, n = from+1, n-1 {
		b := d.value[from*dumpBytes : min(len(d.value), (from+1)*dumpBytes)]
		d.line.Reset(false)
		d.line.Pad(indent).Text(d.theme.Faint, fmt.Sprintf("%08x  ", from*dumpBytes))
		for i, c := range b {
			if i == dumpBytes/2 {
				d.line.Text(d.theme.Ink, " ")
			}
			d.line.Text(d.theme.Ink, fmt.Sprintf("%02x ", c))
		}
		d.line.Pad(indent + 10 + 3*dumpBytes + 2)
		for _, c := range b {
			if c >= 0x20 && c < 0x7f {
				d.line.Text(d.theme.Dim, string(rune(c)))
			} else {
				d.line.Text(d.theme.Faint, ".")
			}
		}
		lines = append(lines, d.line.String())
	}
	return lines
}
