// Package detail shows one message whole: where it lies, when it was written,
// its headers, its key and its value.
//
// The pane keeps a copy of its message, so the history may forget it. The value
// comes first, then the key, the headers, times, sizes and the place. A value
// that is JSON of a reasonable size is indented and tinted; other text is
// wrapped; what is not text is a hex dump. Long values are laid out only as far
// as they are looked at.
package detail

import (
	"bytes"
	"slices"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Pane is the open message. It is used by the program's loop only.
type Pane struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs
	record model.Record

	width, height int
	top           int // first line of the content that is shown

	facts []string // painted: key, headers, time, sizes, place
	kind  string   // what the value was taken for
	body  body
}

// New makes a pane without a message.
func New(t *theme.Theme, g *theme.Glyphs) *Pane { return &Pane{theme: t, glyphs: g} }

// Show opens a message; the pane copies it.
func (p *Pane) Show(r *model.Record) {
	p.record = *r
	p.record.Key, p.record.Value = bytes.Clone(r.Key), bytes.Clone(r.Value)
	p.record.Headers = slices.Clone(r.Headers)
	for i, h := range p.record.Headers {
		p.record.Headers[i] = model.Header{Key: bytes.Clone(h.Key), Value: bytes.Clone(h.Value)}
	}
	p.top = 0
	p.lay()
}

// SetTheme changes the colours.
func (p *Pane) SetTheme(t *theme.Theme) {
	p.theme = t
	p.lay()
}

// SetSize gives the pane its cells; the first line is the title.
func (p *Pane) SetSize(width, height int) {
	changed := width != p.width
	p.width, p.height = width, height
	if changed {
		p.lay()
	}
	p.Scroll(0)
}

// lay paints the facts and begins the body anew.
func (p *Pane) lay() {
	if p.width <= 0 {
		return
	}
	p.facts = p.paintFacts()
	p.body, p.kind = newBody(p.theme, p.glyphs, p.record.Value, p.width)
}

// page is the number of content lines on the screen.
func (p *Pane) page() int { return max(1, p.height-1) }

// A value of up to so many lines comes first, for it is the subject; what is
// known about it follows. A longer one comes last, or nobody would find the rest.
const valueFirst = 200

// short says that the value comes first.
func (p *Pane) short() bool { return p.body.count(valueFirst+1) <= valueFirst }

// lines is the number of content lines, counted up to limit.
func (p *Pane) lines(limit int) int { return len(p.facts) + p.body.count(max(0, limit-len(p.facts))) }

// Scroll moves the content by delta lines.
func (p *Pane) Scroll(delta int) {
	p.top = max(0, p.top+delta)
	if p.body == nil {
		return
	}
	// Counting stops at what is needed to know whether there is more.
	most := p.top + p.page()
	if n := p.lines(most + 1); n < most {
		p.top = max(0, n-p.page())
	}
}

// Page moves by screens.
func (p *Pane) Page(delta int) { p.Scroll(delta * p.page()) }

// Top goes to the first line.
func (p *Pane) Top() { p.top = 0 }

// End goes to the last line.
func (p *Pane) End() {
	if p.body != nil {
		p.top = max(0, p.lines(maxLines)-p.page())
	}
}

// maxLines is how far End looks in a value that is laid out as it is read.
const maxLines = 1 << 20

// View draws exactly the height that SetSize gave.
func (p *Pane) View() []string {
	if p.height <= 0 || p.body == nil {
		return nil
	}
	lines := append(make([]string, 0, p.height), p.title())
	if p.short() {
		lines = p.appendBody(lines, p.top)
		lines = p.appendFacts(lines, p.top-p.body.count(valueFirst))
	} else {
		lines = p.appendFacts(lines, p.top)
		lines = p.appendBody(lines, p.top-len(p.facts))
	}
	for len(lines) < p.height {
		lines = append(lines, "")
	}
	return lines[:p.height]
}

// appendFacts and appendBody draw their part from a line on, as far as there is
// room.
func (p *Pane) appendFacts(lines []string, from int) []string {
	return append(lines, p.facts[min(max(0, from), len(p.facts)):]...)
}

func (p *Pane) appendBody(lines []string, from int) []string {
	if room := p.height - len(lines); room > 0 {
		return p.body.append(lines, max(0, from), room)
	}
	return lines
}

func (p *Pane) title() string {
	t, r := p.theme, &p.record
	l := paint.New(t, p.glyphs, p.width)
	l.Pad(1).Rule(t.Accent, 3).Pad(4)
	l.Foreign(t.Bold, []byte(r.Topic+"/"+format.Count(int64(r.Partition))+"@"+format.Count(r.Offset)), p.width/2)
	if len(r.Key) > 0 {
		l.Text(t.Ink, "  ")
		l.Foreign(t.Key(r.Key), r.Key, p.width/4)
	}
	l.Text(t.Dim, "  "+p.kind)
	if n := len(r.Headers); n > 0 && p.width >= 80 {
		l.Text(t.Dim, " "+p.glyphs.Middot+" "+format.Plural(int64(n), "header"))
	}
	return l.Text(t.Dim, " ").Rule(t.Faint, p.width-1).String()
}
