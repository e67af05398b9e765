package detail

import (
	"bytes"
	"encoding/json"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// Reading is what a message was read as. It is made by what [Pane.Due] gives, and
// [Pane.Take] shows it.
type Reading struct {
	of     *Pane
	number int // which of its readings it is

	decoded.Row
	key, value []byte // the bytes, as far as they may be seen

	json    bool     // the value looks like JSON
	but     string   // why that is not indented
	outline *outline // where it is
}

// atOnce is the size up to which a key or a value is read as it is opened: a
// thirtieth of a second has room for far more. A larger one is read by another
// goroutine, unless only its beginning is looked at anyway.
const atOnce = 32 << 10

// decode reads the message, or has it be read. What was shown of it stays until
// then.
func (p *Pane) decode() {
	p.number++
	read := reader{of: p, number: p.number, from: p.reader, record: p.record}
	if read.quick() {
		p.due, p.awaited = nil, false
		p.reading = read.all(p.reading)
		return
	}
	before := p.reading
	p.due, p.awaited = func() *Reading { return read.all(before) }, true
}

// Due gives what reads the open message, which takes a while and may be done by
// any goroutine. It is nil where nothing is to be read, or somebody does already.
func (p *Pane) Due() func() *Reading {
	due := p.due
	p.due = nil
	return due
}

// Take shows what a message was read as, unless another one is open by now. What
// is in view stays there.
func (p *Pane) Take(r *Reading) {
	if r.of != p || r.number != p.number {
		return
	}
	p.reading, p.awaited = r, false
	p.lay()
}

// Reread reads the message again, where it may be something else by now.
func (p *Pane) Reread() {
	p.decode()
	p.lay()
}

// reader reads one message. It has nothing of the pane but what does not change.
type reader struct {
	of     *Pane // only to tell whose it is
	number int
	from   *decoded.Reader
	record model.Record
}

// quick says that reading is not felt.
func (r *reader) quick() bool {
	for part, b := range map[decoded.Part][]byte{decoded.Key: r.record.Key, decoded.Value: r.record.Value} {
		switch {
		case len(b) <= atOnce:
		case r.from.Concealing() || !r.from.AsIs(&r.record, part):
			return false
		case len(b) <= prettyLimit && paint.LooksJSON(b):
			return false
		}
	}
	return true
}

// all reads key and value. What is folded of a value that is the same as before
// stays so.
func (r *reader) all(before *Reading) *Reading {
	is := &Reading{of: r.of, number: r.number, Row: decoded.Row{Key: r.part(decoded.Key), Value: r.part(decoded.Value)}}
	is.key, is.value = r.from.Seen(&r.record, decoded.Key), r.from.Seen(&r.record, decoded.Value)
	is.outlined(valueIsCut(&r.record))
	if before != nil && before.outline != nil && is.outline != nil && bytes.Equal(before.outline.text, is.outline.text) {
		is.outline = before.outline
	}
	return is
}

// part reads a key or a value. Of text that is too large to be indented only the
// beginning is looked at.
func (r *reader) part(part decoded.Part) decode.Result {
	is := r.from.Glance(&r.record, part, prettyLimit)
	if is.Cut && is.Kind != hexed && !r.from.Concealing() && r.from.AsIs(&r.record, part) {
		is.Text, is.Cut = part.Of(&r.record), false
	}
	return is
}

// outlined indents the value where it is JSON of a reasonable size.
func (r *Reading) outlined(cut bool) {
	value := r.Value.Text
	if r.Value.Kind == hexed || !paint.LooksJSON(value) {
		return
	}
	switch {
	case cut: // its end is missing
		r.json = true
	case len(value) > prettyLimit:
		r.json, r.but = true, ", too large to indent"
	case !json.Valid(value):
	case indentedSize(value) > prettyMost:
		r.json, r.but = true, ", too deep to indent"
	default:
		var buf bytes.Buffer
		if err := json.Indent(&buf, bytes.TrimSpace(value), "", "  "); err == nil { // json.Valid has said so
			r.json, r.outline = true, newOutline(buf.Bytes())
		}
	}
}
