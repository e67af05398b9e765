package detail

import (
	"sort"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/query/fold"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// part is a piece of the content. It is laid out as far as it is asked for, so
// that a value of 100 MB costs what is seen of it.
type part interface {
	// count is the number of lines, counted up to limit.
	count(limit int) int
	// append draws at most n lines from the given one on.
	append(lines []string, from, n int) []string
	// find gives the first of n lines from one on in which a text begins; -1 for none.
	find(from, n int, text *fold.Pattern) int
}

// painted is a part that is drawn already.
type painted []string

func (p painted) count(limit int) int { return min(len(p), limit) }

func (p painted) append(lines []string, from, n int) []string {
	from = min(from, len(p))
	return append(lines, p[from:min(len(p), from+n)]...)
}

// stack is parts one below the other, and those that next still gives.
type stack struct {
	parts []part
	next  func() part // nil, or gives nil, at the end
	ends  []int       // of the first parts, which are laid out whole: the line behind each
}

// at gives part i; false behind the last one.
func (s *stack) at(i int) (part, bool) {
	if i == len(s.parts) {
		if s.next == nil {
			return nil, false
		}
		p := s.next()
		if p == nil {
			s.next = nil
			return nil, false
		}
		s.parts = append(s.parts, p)
	}
	return s.parts[i], true
}

// begin is the first line of part i, of those before which all are laid out.
func (s *stack) begin(i int) int {
	if i == 0 {
		return 0
	}
	return s.ends[i-1]
}

func (s *stack) count(limit int) int {
	for {
		i := len(s.ends)
		begin := s.begin(i)
		if begin >= limit {
			return limit
		}
		p, ok := s.at(i)
		if !ok {
			return begin
		}
		n := p.count(limit - begin)
		if n == limit-begin {
			return limit
		}
		s.ends = append(s.ends, begin+n)
	}
}

func (s *stack) append(lines []string, from, n int) []string {
	s.count(from + n)
	end := len(lines) + n
	for i := sort.SearchInts(s.ends, from+1); len(lines) < end && i <= len(s.ends); i++ {
		p, ok := s.at(i)
		if !ok {
			break
		}
		lines = p.append(lines, max(0, from-s.begin(i)), end-len(lines))
	}
	return lines
}

// text is wrapped as far as it is read.
type text struct {
	line   *paint.Line
	theme  *theme.Theme
	glyphs *theme.Glyphs
	pager  *safetext.Pager
	marks  func(raw []byte) []query.Span
	name   string // stands before the first line
	in     int    // the column where the text begins
	width  int    // of the text
	cut    bool   // its lines are cut there, not wrapped
}

// newText lays out b, a field, from column in of lines of a width on. What a filter
// looks for stands out where it is on one line.
func (p *Pane) newText(field query.Field, name string, b []byte, in int) *text {
	width := max(safetext.MinWidth, p.width-in-1)
	cut := field == query.Value && p.settings.Cut && len(b) <= prettyMost
	pager := safetext.NewPager(b, width)
	if cut {
		pager = safetext.NewLines(b)
	}
	marks := func(raw []byte) []query.Span {
		near, at := pager.Around(raw, p.marker.Reach(), p.marker.Reach())
		return within(p.marker.All(field, near), at, len(raw))
	}
	return &text{paint.New(p.theme, p.glyphs, p.width), p.theme, p.glyphs, pager, marks, name, in, width, cut}
}

// within is spans as seen from a place in their text, of n bytes from there.
func within(spans []query.Span, at, n int) (in []query.Span) {
	if at == 0 && (len(spans) == 0 || spans[len(spans)-1].End <= n) {
		return spans
	}
	for _, s := range spans {
		if s.Start, s.End = max(0, s.Start-at), min(n, s.End-at); s.Start < s.End {
			in = append(in, s)
		}
	}
	return in
}

func (t *text) count(limit int) int { return t.pager.Count(limit) }

func (t *text) append(lines []string, from, n int) []string {
	for i, raw := range t.pager.Lines(from) {
		if n--; n < 0 {
			break
		}
		t.line.Reset(false)
		if i == 0 {
			t.line.Text(t.theme.Dim, t.name)
		}
		t.line.Pad(t.in)
		if t.cut {
			t.appendCut(raw)
		} else {
			t.line.Wrapped(t.theme.Ink, raw, t.marks(raw), t.width)
		}
		lines = append(lines, t.line.String())
	}
	return lines
}

// appendCut writes the beginning of a line, with an ellipsis where there is more.
func (t *text) appendCut(raw []byte) {
	line, _ := safetext.Wrap(raw, t.width)
	if len(line) < len(raw) {
		line, _ = safetext.Wrap(raw, t.width-1)
	}
	t.line.Wrapped(t.theme.Ink, line, within(t.marks(raw[:min(len(raw), 8*t.width)]), 0, len(line)), t.width)
	if len(line) < len(raw) {
		t.line.Text(t.theme.Dim, t.glyphs.Ellipsis)
	}
}
