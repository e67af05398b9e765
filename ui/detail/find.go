package detail

import (
	"sort"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model/query/fold"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// hunt is the way to the next place that has a text. Lines are looked at as they
// are laid out, some at a time, so a giant is searched in steps as it is scrolled.
type hunt struct {
	text  *fold.Pattern // nil while nothing is looked for
	typed string
	delta int  // 1 down, -1 up, 0 while it stands still
	from  int  // the line it set out from
	at    int  // what is before that line, or behind it, was looked at
	round bool // it went on at the other end
	ended bool // on the way up: the last line is known
	none  bool // it is nowhere

	origin int // the top line before something was typed
}

// stride is how many lines are looked at in one go.
const stride = 64

// BeginFind remembers the place, for CancelFind.
func (p *Pane) BeginFind() { p.hunt.origin = p.top }

// Find looks for a text from the place on, where BeginFind was called: in what is
// shown, and in what is folded. Cases count if there is a capital in it. It stands
// out wherever it is. "" ends the search.
func (p *Pane) Find(text string) {
	if text == "" {
		p.EndFind()
		return
	}
	origin := p.hunt.origin
	p.hunt = hunt{text: fold.New(text, fold.Smart(text)), typed: text, origin: origin}
	p.found = -1
	p.remark()
	p.setOut(1, origin)
}

// Finding says that a search is on.
func (p *Pane) Finding() bool { return p.hunt.text != nil }

// FindAgain goes to the next place of the text, or to the one before.
func (p *Pane) FindAgain(delta int) {
	if !p.Finding() {
		return
	}
	at := p.top - 1 // nothing was found in sight
	switch line, ok := p.cursorLine(); {
	case p.found >= p.top && p.found < p.top+p.page():
		at = p.found
	case ok:
		at = line
	case delta < 0:
		at = p.top
	}
	if delta > 0 {
		at++
	}
	p.setOut(delta, at)
}

// EndFind ends the search; what is in sight stays there.
func (p *Pane) EndFind() {
	p.hunt, p.found = hunt{origin: p.hunt.origin}, -1
	p.remark()
}

// CancelFind ends the search and goes back to where BeginFind was called.
func (p *Pane) CancelFind() {
	p.EndFind()
	p.top = p.hunt.origin
	p.settle()
	p.follow()
}

// cursorLine is the first line of the cursor's row, where it is in sight.
func (p *Pane) cursorLine() (int, bool) {
	at, ok := p.place()
	if !ok {
		return 0, false
	}
	begin, _ := p.tree.span(p.tree.row(p.tree.cursor))
	return at + begin, at+begin >= p.top && at+begin < p.top+p.page()
}

// remark has stand out what is looked for now: by the search, or else by the
// filter. Nothing moves by that.
func (p *Pane) remark() {
	p.marker = p.filtered
	if p.Finding() {
		p.marker = paint.MarkText(p.hunt.text)
	}
	if p.content != nil {
		p.content.parts[p.about] = p.facts()
	}
}

// halt ends the way to a line.
func (p *Pane) halt() { p.seeking, p.hunt.delta = false, 0 }

func (p *Pane) setOut(delta, from int) {
	p.halt()
	h := &p.hunt
	h.delta, h.from, h.at, h.round, h.ended, h.none = delta, from, from, false, false, false
	p.hunting()
}

// hunting goes on looking for a while.
func (p *Pane) hunting() {
	for begun := time.Now(); p.hunt.delta != 0 && p.content != nil && time.Since(begun) < seekTime; {
		if p.hunt.delta > 0 {
			p.huntDown()
		} else {
			p.huntUp()
		}
	}
}

func (p *Pane) huntDown() {
	h := &p.hunt
	n := p.content.count(h.at+stride) - h.at
	if h.round {
		n = min(n, h.from-h.at)
	}
	if n <= 0 {
		if h.none = h.round; h.none {
			h.delta = 0
		}
		h.round, h.at = true, 0
		return
	}
	if line := p.content.find(h.at, n, h.text); line >= 0 {
		p.arrive(line)
		return
	}
	h.at += n
}

func (p *Pane) huntUp() {
	h := &p.hunt
	if h.round && !h.ended {
		n := p.content.count(h.at + seekLines)
		h.ended = n < h.at+seekLines
		h.at = n
		return
	}
	floor := 0
	if h.round {
		floor = h.from
	}
	if h.at <= floor {
		if h.none = h.round; h.none {
			h.delta = 0
		}
		h.round = true
		return
	}
	begin, last := max(floor, h.at-stride), -1
	for at := begin; at < h.at; at = last + 1 {
		line := p.content.find(at, h.at-at, h.text)
		if line < 0 {
			break
		}
		last = line
	}
	if last >= 0 {
		p.arrive(last)
		return
	}
	h.at = begin
}

// arrive shows a line that has the text, or what is folded into it: the first place
// on the way down, the last on the way up.
func (p *Pane) arrive(line int) {
	if at, ok := p.place(); ok && line >= at && p.tree.count(line-at+1) > line-at {
		if row := p.rowAt(line - at); p.tree.folded[p.tree.rows[row]] {
			line = at + p.tree.unfoldTo(row, p.hunt.text, p.hunt.delta < 0)
		}
		p.tree.cursor = p.tree.rows[p.rowAt(line-at)]
	}
	p.hunt.delta, p.found = 0, line
	if line < p.top || line >= p.top+p.page() {
		p.top = max(0, line-p.page()/3)
	}
	p.settle()
}

// pointed draws a line that is pointed at.
func (p *Pane) pointed(line string) string {
	l := paint.New(p.theme, p.glyphs, 1)
	return l.Text(p.theme.Accent, p.glyphs.Cursor).String() + ansi.TruncateLeft(line, 1, "")
}

// The parts look for a text in at most n of their lines from one on: the first
// line in which it begins, -1 for none.

func (p painted) find(from, n int, text *fold.Pattern) int {
	for i := from; i < min(len(p), from+n); i++ {
		if text.In([]byte(ansi.Strip(p[i]))) {
			return i
		}
	}
	return -1
}

func (s *stack) find(from, n int, text *fold.Pattern) int {
	s.count(from + n)
	for i := sort.SearchInts(s.ends, from+1); i <= len(s.ends) && s.begin(i) < from+n; i++ {
		p, ok := s.at(i)
		if !ok {
			break
		}
		begin := s.begin(i)
		at := max(from, begin)
		if line := p.find(at-begin, from+n-at, text); line >= 0 {
			return begin + line
		}
	}
	return -1
}

func (t *text) find(from, n int, text *fold.Pattern) int {
	for i, raw := range t.pager.Lines(from) {
		if n--; n < 0 {
			break
		}
		b, at := t.pager.Around(raw, 0, text.Reach())
		if start, _ := text.Find(b[at:]); start >= 0 && start < len(raw) {
			return i
		}
	}
	return -1
}

func (d *dump) find(from, n int, text *fold.Pattern) int {
	for i := from; i < from+n && i*d.each < len(d.value); i++ {
		b := d.value[i*d.each:]
		start, _ := text.Find(b[:min(len(b), d.each+text.Reach())])
		if start >= 0 && start < d.each {
			return i
		}
	}
	return -1
}

func (t *tree) find(from, n int, text *fold.Pattern) int {
	t.count(from + n)
	for row := sort.SearchInts(t.ends, from+1); row < len(t.ends) && t.begin(row) < from+n; row++ {
		i, begin := t.rows[row], t.begin(row)
		src, skip := t.within(row), 0
		if from > begin {
			skip = t.byteOf(src, from-begin)
		}
		start, _ := text.Find(src[skip:])
		if start < 0 {
			continue
		}
		if t.folded[i] {
			return begin // it is one line, whatever is in it
		}
		if at := begin + t.screenLine(src, start+skip); at < from+n {
			return at
		}
		return -1 // further down in this row
	}
	return -1
}

// unfoldTo shows a place of a text that is folded into a row, the first one or the
// last, and gives the screen line of it.
func (t *tree) unfoldTo(row int, text *fold.Pattern, last bool) int {
	i := t.rows[row]
	has := func(line int32) bool { return text.In(t.line(line)) }
	line := i + 1
	if last {
		for line = t.closes[i]; line > i && !has(line); {
			line--
		}
	} else {
		for line <= t.closes[i] && !has(line) {
			line++
		}
	}
	if line > i && line <= t.closes[i] {
		t.reflow(t.reveal(line))
		if !last && has(i) {
			line = i // which was seen before, but not what comes next
		}
	} else {
		line = i
	}
	begin, _ := t.span(t.row(line))
	start, _ := text.Find(t.line(line))
	return begin + t.screenLine(t.line(line), max(0, start))
}

// byteOf is where in a line its k-th screen line begins, screenLine the opposite.
func (t *tree) byteOf(line []byte, k int) (at int) {
	t.wrap(line, func(begin int) bool {
		at = begin
		k--
		return k >= 0
	})
	return at
}

func (t *tree) screenLine(line []byte, at int) int {
	k := -1
	t.wrap(line, func(begin int) bool {
		if begin > at {
			return false
		}
		k++
		return true
	})
	return max(0, k)
}
