// Package faults is the error pane: what went wrong, folded.
//
// Every distinct fault is one line that counts up in place: when it first
// happened, how often, a sentence with the cause, and dimmer a hint that says
// what to look at. Faults stay until they are dismissed. The pane opens by
// itself for a new fault, small, and shows the latest ones; opened by hand it
// takes as much of the screen as it is given and says all that is known: the
// whole sentence, the hint, the cause, and when it happened last. Beside
// something that is read it is brief: two sentences, without hints.
package faults

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Size is how much of the screen the pane takes.
type Size uint8

// The sizes of the pane.
const (
	Closed Size = iota
	Small       // opened by itself: a few lines
	Large       // opened by hand: as much as they need of what the screen has
)

// The small pane shows three faults, on a tall screen six; where there are no
// more than three, their hints may have a line of their own. A brief one shows two.
const (
	briefFaults = 2
	fewFaults   = 3
	moreFaults  = 6
	tallScreen  = 20 // lines that the pane could take
	roomyFaults = 3
)

// Pane is the state of the error pane. It is used by the program's loop only.
type Pane struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs
	list   account.Faults
	size   Size

	brief     bool      // the room is for something else
	stopped   bool      // nothing is being done about any of them
	recovered time.Time // when everything could be read again
	skipKey   string    // the key that skips
	skippable string    // the place that a key skips; "" = there is none

	passed map[string]bool // the places of what could not be read that were passed

	// What was made of the list, kept until something changes.
	folded  []alike
	entries []entry
	width   int // of the entries
}

// New makes an empty, closed pane.
func New(t *theme.Theme, g *theme.Glyphs) *Pane {
	return &Pane{theme: t, glyphs: g, passed: make(map[string]bool)}
}

// SetTheme changes the colours.
func (p *Pane) SetTheme(t *theme.Theme) { p.theme, p.entries = t, nil }

// Add takes a fault in; the first one opens the pane.
func (p *Pane) Add(f *model.Fault) {
	fresh := p.list.Len()
	p.list.Add(f)
	if p.size == Closed && p.list.Len() > fresh {
		p.size = Small
	}
	delete(p.passed, f.Where())
	p.folded, p.entries = nil, nil
}

// Passed says that a partition has gone on behind a place, as model.Fault.Where
// names it, so that what could not be read there is over.
func (p *Pane) Passed(place string) {
	if slices.ContainsFunc(p.lines(), func(f alike) bool { return f.Where() == place }) {
		p.passed[place], p.entries = true, nil
	}
}

// Brief says that the room is for something else: while it is small, the pane then
// shows few faults, on a line each.
func (p *Pane) Brief(on bool) {
	if on != p.brief {
		p.brief, p.entries = on, nil
	}
}

// Stopped says that ktm no longer does anything about the faults; their hints do
// not say so either.
func (p *Pane) Stopped(on bool) {
	if on != p.stopped {
		p.stopped, p.entries = on, nil
	}
}

// OfferSkip says that a key skips what lies at a place, as model.Fault.Where
// names it; "" for none. The fault of that place then says so.
func (p *Pane) OfferSkip(place, key string) {
	if place != p.skippable || key != p.skipKey {
		p.skippable, p.skipKey, p.entries = place, key, nil
	}
}

// Recovered says that everything can be read again: faults of connections and
// leaders that happened until now are over.
func (p *Pane) Recovered(now time.Time) { p.recovered, p.entries = now, nil }

// over says that a fault is a thing of the past.
func (p *Pane) over(f *alike) bool {
	switch f.Kind {
	case model.FaultConnection, model.FaultTimeout, model.FaultLeader:
		return !f.Last.After(p.recovered)
	case model.FaultCorrupt, model.FaultTooLarge:
		return p.passed[f.Where()]
	}
	return false
}

// Calm says that nothing is wrong any more: all faults are over, or tell what is
// only to be known.
func (p *Pane) Calm() bool {
	return !slices.ContainsFunc(p.lines(), func(f alike) bool { return f.Kind != model.FaultNotice && !p.over(&f) })
}

// Len is the number of distinct faults that are not dismissed.
func (p *Pane) Len() int { return len(p.lines()) }

func (p *Pane) lines() []alike {
	if p.folded == nil {
		p.folded = fold(&p.list)
	}
	return p.folded
}

// Kind is a kind of fault and how often it happened.
type Kind struct {
	model.FaultKind
	Count int64
}

// Kinds counts the faults that are not dismissed by kind, in the order in which
// they first happened. Faults beyond those the list keeps are of kind "other".
func (p *Pane) Kinds() []Kind {
	var kinds []Kind
	add := func(kind model.FaultKind, n int) {
		i := slices.IndexFunc(kinds, func(k Kind) bool { return k.FaultKind == kind })
		if i < 0 {
			i, kinds = len(kinds), append(kinds, Kind{FaultKind: kind})
		}
		kinds[i].Count += int64(n)
	}
	for i := range p.list.Len() {
		f := p.list.At(i)
		add(f.Kind, f.Count)
	}
	if n := p.list.Rest(); n > 0 {
		add("other", n)
	}
	return kinds
}

// Size says how the pane is open.
func (p *Pane) Size() Size { return p.size }

// Toggle steps from small to large, from large to closed, from closed to large.
func (p *Pane) Toggle() {
	p.entries = nil
	switch {
	case p.list.Len() == 0 || p.size == Large:
		p.size = Closed
	default:
		p.size = Large
	}
}

// Close hides the pane; a new fault opens it again.
func (p *Pane) Close() { p.size = Closed }

// Dismiss forgets all faults; they stay in the report.
func (p *Pane) Dismiss() {
	p.list, p.size = account.Faults{}, Closed
	clear(p.passed)
	p.folded, p.entries = nil, nil
}

// Height is the number of lines, of at most most, that the pane wants at a
// width.
func (p *Pane) Height(width, most int) int {
	if p.size == Closed || p.list.Len() == 0 || most < 2 {
		return 0
	}
	entries := p.drawn(width)
	if p.size == Small {
		few := fewFaults
		switch {
		case p.brief:
			few = briefFaults
		case most >= tallScreen:
			few = moreFaults
		}
		entries = entries[max(0, len(entries)-few):]
	}
	n := 1
	for _, e := range entries {
		n += len(e.lines)
	}
	return min(n, most)
}

// View draws exactly height lines: the title and the latest faults that fit.
func (p *Pane) View(width, height int) []string {
	if height <= 0 {
		return nil
	}
	l := paint.New(p.theme, p.glyphs, width)
	entries := p.drawn(width)
	first, used := len(entries), 0
	for first > 0 && used+len(entries[first-1].lines) <= height-1 {
		first--
		used += len(entries[first].lines)
	}
	shown := slices.Clone(entries[first:])
	sort.Slice(shown, func(a, b int) bool { return shown[a].index < shown[b].index })

	rule, ink := p.theme.Bad, p.theme.BadBold
	if p.Calm() {
		rule, ink = p.theme.Faint, p.theme.Dim
	}
	l.Pad(1).Rule(rule, 3).Text(ink, " errors "+count(len(entries)))
	if hidden := len(entries) - len(shown); hidden > 0 {
		l.Text(p.theme.Dim, "  "+count(hidden)+" more")
		if p.size == Small {
			l.Text(p.theme.Dim, ": ").Text(p.theme.AccentBold, "!")
		}
	}
	l.Text(p.theme.Dim, " ").Rule(p.theme.Faint, width-1)
	lines := []string{l.String()}
	for _, e := range shown {
		lines = append(lines, e.lines...)
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

// entry is one fault as it is drawn.
type entry struct {
	index int // in the order of first occurrence
	lines []string
}

// drawn gives the faults as they are drawn, the one that happened last at the
// end.
func (p *Pane) drawn(width int) []entry {
	if p.entries != nil && p.width == width {
		return p.entries
	}
	list := p.lines()
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return list[order[a]].Last.Before(list[order[b]].Last) })
	roomy := len(list) <= roomyFaults && !p.brief
	out := make([]entry, 0, len(order))
	for _, i := range order {
		out = append(out, entry{i, p.draw(&list[i], width, roomy)})
	}
	p.entries, p.width = out, width
	return out
}

// textColumn is where sentences begin.
const textColumn = 16

// draw gives a fault's lines: one in the small pane, and in the large one as
// many as it takes to say all that is known.
func (p *Pane) draw(f *alike, width int, roomy bool) []string {
	t := p.theme
	l := paint.New(t, p.glyphs, width)
	times := ""
	if f.Count > 1 {
		times = p.glyphs.Times + count(f.Count)
	}
	ink, red := t.Ink, t.BadBold
	text := f.text(p.size != Large)
	if f.Kind == model.FaultNotice {
		ink = t.Dim
	}
	if p.over(f) {
		ink, red, text = t.Dim, t.Dim, "over: "+text
	}
	l.Text(t.Dim, " "+f.First.Format(time.TimeOnly)+" ")
	l.Pad(10+max(0, 4-safetext.Width(times))).Text(red, times).Pad(textColumn)
	if p.size == Large {
		return append(p.wrapped(l, ink, text), p.more(f, width)...)
	}
	fits := l.Foreign(ink, []byte(text), l.Room()-1)
	skip := p.skips(f)
	need := len(p.advice(f))
	if skip {
		need += len(p.skipKey+" skips . ") + len(p.skippable)
	}
	switch {
	case need == 0 || p.over(f) || p.brief && !skip:
	case fits && l.Room()-3 >= need:
		p.hint(l.Text(t.Dim, "  "), f, skip)
	case roomy || skip:
		h := paint.New(t, p.glyphs, width)
		p.hint(h.Pad(textColumn), f, skip)
		return []string{l.String(), h.String()}
	}
	// Elsewhere a hint that does not fit is left out: half of one helps nobody.
	return []string{l.String()}
}

// skips says that a key skips what a fault is about.
func (p *Pane) skips(f *alike) bool { return p.skippable != "" && f.Where() == p.skippable }

// hint writes what to look at, and before that the key that helps.
func (p *Pane) hint(l *paint.Line, f *alike, skip bool) {
	if skip {
		l.Text(p.theme.AccentBold, p.skipKey).Text(p.theme.Dim, " skips ")
		l.Foreign(p.theme.Dim, []byte(p.skippable), l.Room()-1)
		l.Text(p.theme.Dim, ". ")
	}
	l.Foreign(p.theme.Dim, []byte(p.advice(f)), l.Room()-1)
}

// more is what the large pane says below the sentence.
func (p *Pane) more(f *alike, width int) []string {
	t := p.theme
	var lines []string
	add := func(ink theme.Ink, text string) {
		l := paint.New(t, p.glyphs, width)
		lines = append(lines, p.wrapped(l.Pad(textColumn), ink, text)...)
	}
	if p.skips(f) {
		l := paint.New(t, p.glyphs, width)
		l.Pad(textColumn).Text(t.AccentBold, p.skipKey).Text(t.Dim, " skips ")
		lines = append(lines, p.wrapped(l, t.Dim, p.skippable)...)
	}
	if hint := p.advice(f); hint != "" {
		add(t.Dim, hint)
	}
	if f.Err != nil && f.Text != "" && !strings.Contains(f.Text, f.Err.Error()) {
		add(t.Faint, f.Err.Error())
	}
	if f.Count > 1 {
		add(t.Faint, "last "+f.Last.Format(time.TimeOnly))
	}
	return lines
}

// wrapped goes on with text on l and on as many lines below as it needs.
func (p *Pane) wrapped(l *paint.Line, ink theme.Ink, text string) []string {
	const most = 6
	var lines []string
	for rest := []byte(text); ; {
		rest = l.Some(ink, rest, max(safetext.MinWidth, l.Room()-1))
		lines = append(lines, l.String())
		if len(rest) == 0 || len(lines) == most {
			return lines
		}
		l.Reset(false)
		l.Pad(textColumn)
	}
}

func count(n int) string { return format.Count(int64(n)) }
