package detail

import (
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// hexed is the kind of what is no text to a reader.
const hexed = "hex"

// format says what key and value were read as, and by which schema.
func (p *Pane) format(l *paint.Line) {
	t := p.theme
	if p.reading == nil {
		l.Text(t.Dim, p.decoding())
		return
	}
	for _, part := range []struct {
		name string
		r    decode.Result
	}{{"key ", p.reading.Key}, {"  value ", p.reading.Value}} {
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
