// Package detail shows one message whole: where it lies, when it was written,
// its headers, its key and its value.
//
// The pane keeps a copy of its message, so the history may forget it. The value
// comes first, then the key, the headers, times, sizes and the place. Key and
// value are shown as what they were read as, with the schema that said so, or
// as the bytes they are: as text, or in hexadecimal (see [View]). What is JSON of
// a reasonable size is indented and tinted; other text is wrapped; what is not
// text is a hex dump. What could not be read says why.
//
// Indented JSON has a cursor, and what is under it can be folded ([Pane.Fold]).
// All else is scrolled.
//
// The history keeps only the beginning of a giant. The title then says how much
// of how much is here, and offers the key that loads the rest; the whole of it
// takes the beginning's place. All of the content is laid out only as far as it
// is looked at, so a giant opens as fast as any other message; only the way to
// its end takes a while, and is gone in steps (see [Pane.Seek]).
package detail

import (
	"math"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Pane is the open message. It is used by the program's loop only.
type Pane struct {
	theme    *theme.Theme
	glyphs   *theme.Glyphs
	loadable bool
	reader   *decoded.Reader
	record   model.Record
	reading  *Reading        // what it was read as; nil = that is awaited
	number   int             // of the reading
	due      func() *Reading // reads it; nil where nobody has to begin that
	awaited  bool            // another reading is to come
	marker   *paint.Marker

	width, height int
	top           int  // first line of the content that is shown
	seeking       bool // on the way to another one:
	target        int

	newer     int64  // messages of its key that came since
	showNewer string // the key that shows the last of them

	state          state  // of the rest of a message that is cut
	sentence, hint string // why it cannot be had; "" = it was not tried

	settings Settings
	tree     *tree // its lines on the screen; nil where nothing is indented
	body     int   // which part of the content is the value
	about    int   // and which one is what is known besides it

	comparing bool        // what became of the value is shown
	compared  *Comparison // nil while it is awaited
	alone     bool        // there is nothing to compare with

	filtered *paint.Marker // what a filter looks for
	hunt     hunt
	found    int // the line that a search led to; -1 = none

	now     func() time.Time
	opened  time.Time
	kind    string // what the value was taken for
	content *stack
}

// New makes a pane without a message, whose key and value reader reads. loadable
// says that there is a key which loads the whole of a message that is cut.
func New(t *theme.Theme, g *theme.Glyphs, reader *decoded.Reader, loadable bool) *Pane {
	return &Pane{theme: t, glyphs: g, reader: reader, loadable: loadable, now: time.Now, found: -1}
}

// Show opens a message; the pane copies it.
func (p *Pane) Show(r *model.Record) {
	p.record = r.Clone()
	p.state, p.sentence, p.hint = offered, "", ""
	p.opened, p.newer = p.now(), 0
	p.reading = nil
	p.decode()
	p.begin()
}

// Clock has the pane take the time from now, to tell how old a message is.
func (p *Pane) Clock(now func() time.Time) { p.now = now }

// Newer has the title tell how many messages of the same key came since, and which
// key shows the last of them; 0 for none.
func (p *Pane) Newer(n int64, show string) { p.newer, p.showNewer = n, show }

// Record is the open message, as far as it is here. It belongs to the pane.
func (p *Pane) Record() *model.Record { return &p.record }

// Mark has what a filter looks for stand out; nil for nothing.
func (p *Pane) Mark(m *paint.Marker) {
	p.filtered = m
	p.remark()
}

// SetTheme changes the colours.
func (p *Pane) SetTheme(t *theme.Theme) {
	p.theme = t
	p.lay()
}

// SetSize gives the pane its cells; the first line is the title.
func (p *Pane) SetSize(width, height int) {
	if width == p.width && height == p.height {
		return
	}
	changed := width != p.width
	p.width, p.height = width, height
	if changed {
		p.lay()
		return
	}
	p.settle()
}

// A value of up to so many lines comes first, for it is the subject; what is
// known about it follows. A longer one comes last, or nobody would find the rest.
const valueFirst = 200

// lay begins the content anew, and looks for the line that was on top.
func (p *Pane) lay() {
	if p.width <= 0 {
		return
	}
	var body part
	body, p.kind = p.newBody()
	long := body.count(valueFirst+1) > valueFirst || p.tree != nil && len(p.tree.closes) > valueFirst
	seeking := p.seeking
	p.halt()
	p.found = -1
	p.content, p.body, p.about = &stack{parts: []part{p.notes(), body, p.facts()}}, 1, 2
	if long || p.reading == nil {
		p.content.parts, p.body, p.about = []part{p.notes(), p.facts(), body}, 2, 1
	}
	if !seeking {
		p.target = p.top
	}
	p.top, p.seeking = 0, true
	p.Seek()
}

// page is the number of content lines on the screen.
func (p *Pane) page() int { return max(1, p.height-1) }

// Scroll moves the content by delta lines.
func (p *Pane) Scroll(delta int) {
	p.halt()
	p.top = max(0, p.top+delta)
	p.settle()
	p.follow()
}

// settle brings the top back into what there is.
func (p *Pane) settle() {
	if p.content == nil {
		return
	}
	// Counting stops at what is needed to know whether there is more.
	most := p.top + p.page()
	if n := p.content.count(most); n < most {
		p.top = max(0, n-p.page())
	}
}

// Page moves by screens.
func (p *Pane) Page(delta int) { p.Scroll(delta * p.page()) }

// Top goes to the first line.
func (p *Pane) Top() {
	p.halt()
	p.top = 0
	if p.tree != nil {
		p.tree.cursor = 0
	}
}

// End sets out for the last line.
func (p *Pane) End() {
	p.halt()
	p.seeking, p.target = true, math.MaxInt-maxPage
	p.Seek()
}

// maxPage is more lines than any screen has.
const maxPage = 1 << 20

// The steps of Seek are short enough for the keys to be answered between them.
const (
	seekTime  = 15 * time.Millisecond
	seekLines = 500
)

// Seeking says that the line to be shown has not been reached yet. Any movement
// ends that, and a pane without a size waits for one.
func (p *Pane) Seeking() bool { return (p.seeking || p.hunt.delta != 0) && p.content != nil }

// Seek makes the next step to the line that is to be shown. All lines before it
// have to be laid out, which takes a while in a giant; the caller calls again
// while it is Seeking.
func (p *Pane) Seek() {
	if p.hunt.delta != 0 {
		p.hunting()
		return
	}
	for begun := time.Now(); p.seeking && p.content != nil && time.Since(begun) < seekTime; {
		next := min(p.target, p.top+seekLines)
		n := p.content.count(next + p.page())
		p.top = max(0, min(next, n-p.page()))
		p.seeking = next < p.target && n == next+p.page()
	}
	if !p.seeking {
		p.follow()
	}
}

// View draws exactly the height that SetSize gave.
func (p *Pane) View() []string {
	if p.height <= 0 || p.content == nil {
		return nil
	}
	lines := append(make([]string, 0, p.height), p.title())
	lines = p.content.append(lines, p.top, p.height-1)
	if i := p.found - p.top + 1; p.found >= p.top && i < len(lines) {
		if at, ok := p.place(); !ok || p.found < at || p.tree.count(p.found-at+1) <= p.found-at {
			lines[i] = p.pointed(lines[i])
		}
	}
	for len(lines) < p.height {
		lines = append(lines, "")
	}
	return lines
}
