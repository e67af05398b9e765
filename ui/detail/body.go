package detail

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
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
	p.tree = nil
	if p.comparing {
		return p.newChanges()
	}
	if p.valueSize() == 0 {
		return painted{p.none(p.record.Value)}, p.sized("", "")
	}
	switch p.settings.Value {
	case Raw:
		return p.newText(query.Value, "", p.reader.Seen(&p.record, decoded.Value), indent), p.sized("raw text", "")
	case Hex:
		return p.newDump(query.Value, p.reader.Seen(&p.record, decoded.Value), "", indent, true), p.sized("hex dump", "")
	}
	return p.decodedBody()
}

// decodedBody lays out what the value was read as.
func (p *Pane) decodedBody() (part, string) {
	r := p.read.Value
	value := r.Text
	body, word, but := part(nil), "text", ""
	switch {
	case r.Kind == hexed:
		body, word = p.newDump(query.Value, p.reader.Seen(&p.record, decoded.Value), "", indent, true), "binary"
	case !paint.LooksJSON(value):
	case p.valueCut(): // it is not indented: its end is missing
		word = "json"
	case len(value) > prettyLimit:
		word, but = "json", ", too large to indent"
	case p.outline == nil && !json.Valid(value):
	case p.outline == nil && indentedSize(value) > prettyMost:
		word, but = "json", ", too deep to indent"
	default:
		body, word = p.pretty(value), "json"
	}
	if body == nil {
		body = p.newText(query.Value, "", value, indent)
	}
	if k := strings.ToLower(r.Kind); r.Err == nil && k != "null" && k != "empty" && k != hexed && (word != "json" || k != "text") {
		word = k
	}
	return body, p.sized(word, but)
}

// sized is what the value was taken for, with its size; of one that is cut, how
// much of how much is here is told beside it.
func (p *Pane) sized(word, but string) string {
	if p.valueCut() {
		return word
	}
	return strings.TrimSpace(word+" "+format.Bytes(p.valueSize())) + but
}

// none is the line of a value that has no bytes: null and empty are not the same.
func (p *Pane) none(value []byte) string {
	l := paint.New(p.theme, p.glyphs, p.width)
	p.bytes(l.Pad(indent), query.Value, value)
	return l.String()
}

// pretty indents and tints valid JSON. What is folded stays so.
func (p *Pane) pretty(value []byte) part {
	if p.outline == nil {
		var buf bytes.Buffer
		if err := json.Indent(&buf, bytes.TrimSpace(value), "", "  "); err != nil {
			return painted(nil) // json.Valid has said otherwise
		}
		p.outline = newOutline(buf.Bytes())
	}
	p.tree = p.newTree(p.outline)
	return p.tree
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
