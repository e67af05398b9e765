package detail

import (
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// hexed is the kind of what is no text to a reader.
const hexed = "hex"

// decode reads the key and the value of the message.
func (p *Pane) decode() {
	p.read = decoded.Row{Key: p.decodePart(decoded.Key, p.record.Key), Value: p.decodePart(decoded.Value, p.record.Value)}
}

// decodePart reads one of them. Of text that is too large to be indented only
// the beginning is looked at, so that it opens at once.
func (p *Pane) decodePart(part decoded.Part, b []byte) decode.Result {
	r := p.reader.Glance(&p.record, part, prettyLimit)
	if r.Cut && r.Kind != hexed && !p.reader.Concealing() && p.reader.AsIs(&p.record, part) {
		r.Text, r.Cut = b, false
	}
	return r
}

// Reread reads the message again, where it may be something else by now. What
// is in view stays there.
func (p *Pane) Reread() {
	p.decode()
	p.outline = nil
	p.lay()
}

// format says what key and value were read as, and by which schema.
func (p *Pane) format(l *paint.Line) {
	t := p.theme
	for _, part := range []struct {
		name string
		r    decode.Result
	}{{"key ", p.read.Key}, {"  value ", p.read.Value}} {
		l.Text(t.Dim, part.name).Text(t.Ink, strings.ToLower(part.r.Kind))
		if part.r.Schema != "" {
			l.Text(t.Dim, " "+p.glyphs.Middot+" ")
			l.Foreign(t.Ink, []byte(part.r.Schema), max(8, l.Room()/2))
		}
		if part.r.SchemaID > 0 {
			l.Text(t.Dim, " "+p.glyphs.Middot+" schema "+strconv.Itoa(part.r.SchemaID))
		}
	}
}

// reason says why a part is shown raw; without lines where it is not.
func (p *Pane) reason(r decode.Result, in int) (lines painted) {
	if r.Err == nil {
		return nil
	}
	ink, before := p.theme.Bad, "not read: "
	if r.Pending {
		ink, before = p.theme.Warn, "not read yet: "
	}
	return p.sentences(ink, in, before+r.Err.Error())
}

// sentences writes words that may be foreign over as many lines as they need.
func (p *Pane) sentences(ink theme.Ink, in int, text string) (lines painted) {
	l := paint.New(p.theme, p.glyphs, p.width)
	for rest := []byte(text); len(rest) > 0; {
		l.Reset(false)
		rest = l.Pad(in).Some(ink, rest, max(safetext.MinWidth, p.width-in-1))
		lines = append(lines, l.String())
	}
	return lines
}
