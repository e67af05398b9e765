package detail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// prettyLimit is the size up to which JSON is indented: beyond it nobody reads
// it by scrolling, and indenting it would be felt. prettyMost bounds what
// indenting may make of it: deep nesting makes much of little.
const (
	prettyLimit = 1 << 20
	prettyMost  = 8 << 20
)

// indent is the left margin of the value.
const indent = 3

// newBody lays out the value and says what it was taken for.
func (p *Pane) newBody() (part, string) {
	r := p.read.Value
	value := r.Text
	body, word, but := part(p.newText(query.Value, "", value, indent)), "text", ""
	switch {
	case p.valueSize() == 0:
		body, word = painted{p.none(p.record.Value)}, ""
	case r.Kind == hexed:
		body, word = &dump{paint.New(p.theme, p.glyphs, p.width), p.theme, p.record.Value}, "binary"
	case !paint.LooksJSON(value):
	case p.valueCut(): // it is not indented: its end is missing
		word = "json"
	case len(value) > prettyLimit:
		word, but = "json", ", too large to indent"
	case json.Valid(value) && indentedSize(value) > prettyMost:
		word, but = "json", ", too deep to indent"
	case json.Valid(value):
		body, word = p.pretty(value), "json"
	}
	if k := strings.ToLower(r.Kind); r.Err == nil && k != "null" && k != "empty" && k != hexed && (word != "json" || k != "text") {
		word = k
	}
	if why := p.reason(r, indent); why != nil {
		body = &stack{parts: []part{why, painted{""}, body}}
	}
	if p.valueCut() {
		return body, word // how much of how much is told beside it
	}
	return body, strings.TrimSpace(word+" "+format.Bytes(p.valueSize())) + but
}

// none is the line of a value that has no bytes: null and empty are not the same.
func (p *Pane) none(value []byte) string {
	l := paint.New(p.theme, p.glyphs, p.width)
	p.bytes(l.Pad(indent), query.Value, value)
	return l.String()
}

// pretty indents and tints JSON.
func (p *Pane) pretty(value []byte) part {
	var buf bytes.Buffer
	if err := json.Indent(&buf, bytes.TrimSpace(value), "", "  "); err != nil {
		return painted(nil) // json.Valid has said otherwise
	}
	rest := buf.Bytes()
	l := paint.New(p.theme, p.glyphs, p.width)
	width := max(safetext.MinWidth, p.width-indent-1)
	return &growing{next: func() []string {
		if len(rest) == 0 {
			return nil
		}
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		lines := []string{}
		v := paint.JSONLine(line)
		for v.Mark(p.marker.All(query.Value, line)); v.More(); {
			l.Reset(false)
			l.Pad(indent)
			l.Value(&v, width)
			lines = append(lines, l.String())
		}
		return lines
	}}
}

// indentedSize is about how many bytes valid JSON has once it is indented.
func indentedSize(value []byte) int {
	n, depth, inString := len(value), 0, false
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			n += 1 + 2*depth
		case c == '}' || c == ']':
			depth--
			n += 1 + 2*depth
		case c == ',':
			n += 1 + 2*depth
		}
	}
	return n
}

// dump shows bytes as hex and ASCII, sixteen a line.
type dump struct {
	line  *paint.Line
	theme *theme.Theme
	value []byte
}

const dumpBytes = 16

func (d *dump) count(limit int) int { return min(limit, (len(d.value)+dumpBytes-1)/dumpBytes) }

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
