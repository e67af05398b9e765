package detail

import (
	"strings"

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
	if p.reading == nil {
		return painted{paint.New(p.theme, p.glyphs, p.width).Pad(indent).Text(p.theme.Dim, p.decoding()).String()}, format.Bytes(p.valueSize())
	}
	switch p.settings.Value {
	case Raw:
		return p.newText(query.Value, "", p.reading.value, indent), p.sized("raw text", "")
	case Hex:
		return p.newDump(query.Value, p.reading.value, "", indent, true), p.sized("hex dump", "")
	}
	return p.decodedBody()
}

// decoding stands in the place of what is not read yet.
func (p *Pane) decoding() string { return "decoding" + p.glyphs.Ellipsis }

// decodedBody lays out what the value was read as.
func (p *Pane) decodedBody() (part, string) {
	r := p.reading
	var body part
	word := "text"
	if r.json {
		word = "json"
	}
	switch {
	case r.Value.Kind == hexed:
		body, word = p.newDump(query.Value, r.value, "", indent, true), "binary"
	case r.outline != nil:
		p.tree = p.newTree(r.outline)
		body = p.tree
	default:
		body = p.newText(query.Value, "", r.Value.Text, indent)
	}
	if k := strings.ToLower(r.Value.Kind); r.Value.Err == nil && k != "null" && k != "empty" && k != hexed && (word != "json" || k != "text") {
		word = k
	}
	return body, p.sized(word, r.but)
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
