package safetext

import (
	"bytes"
	"iter"
)

// MinWidth is the fewest columns that text is wrapped at: the widest escape
// fits. Smaller widths are raised to it.
const MinWidth = widestEsc

// Wrap cuts the first line off src: what is before its first newline, or what
// fits into width columns if that is less. line is still foreign; AppendLine
// makes it harmless. rest is what comes after it, without the newline, and is
// shorter than src unless src is empty. Only a newline breaks a line; a
// carriage return is shown as an escape.
func Wrap(src []byte, width int) (line, rest []byte) {
	s := lineScanner(src, width)
	for len(s.src) > 0 && s.src[0] != '\n' {
		if _, ok := s.next(); !ok {
			break
		}
	}
	line, rest = src[:len(src)-len(s.src)], s.src
	if len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	return line, rest
}

// AppendLine writes a line that Wrap has cut, with the styles of AppendStyled
// and with tabs as spaces up to the next multiple of 8 columns or the edge; the
// places of m stand out. width is the one Wrap was given.
func AppendLine(dst, line []byte, width int, text, esc string, m Marks) (out []byte, cols int) {
	s := lineScanner(line, width)
	dst = appendPieces(dst, &s, text, esc, m)
	return dst, s.col
}

func lineScanner(src []byte, width int) scanner {
	return scanner{src: src, width: max(width, MinWidth), tabs: true}
}

// pagerStride is the number of lines from one remembered place to the next.
const pagerStride = 64

// Pager numbers the lines of a text that is too long to be wrapped at once. It
// reads only as far as it is asked, and remembers every 64th place, so that it
// can go back. It is for one goroutine.
type Pager struct {
	src    []byte
	width  int   // 0 = lines are not wrapped
	places []int // where line 0, 64, 128 … begins

	// How far it has read: the lines before offset end.
	lines int
	end   int
}

// NewPager wraps src, which must not change, at width columns.
func NewPager(src []byte, width int) *Pager {
	return &Pager{src: src, width: max(width, MinWidth)}
}

// NewLines numbers the lines of src, however long they are.
func NewLines(src []byte) *Pager { return &Pager{src: src} }

// Count is the number of lines, counted up to limit: an answer below limit is
// the number of all lines. An empty text has none, and a newline at the end
// begins none.
func (p *Pager) Count(limit int) int {
	for p.lines < limit && p.end < len(p.src) {
		p.wrap(p.end)
	}
	return min(p.lines, limit)
}

// Lines gives the lines from number from on, each for AppendLine.
func (p *Pager) Lines(from int) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		from := max(0, from)
		if p.Count(from) < from {
			return
		}
		i, at := p.lines, p.end
		if k := from / pagerStride; k < len(p.places) {
			i, at = k*pagerStride, p.places[k]
		}
		for ; at < len(p.src); i++ {
			var line []byte
			line, at = p.wrap(at)
			if i >= from && !yield(i, line) {
				return
			}
		}
	}
}

// Around gives a line that Lines gave with up to so many bytes of the text before
// and behind it, and where in them it begins.
func (p *Pager) Around(line []byte, before, behind int) (b []byte, at int) {
	begin := cap(p.src) - cap(line) // they share the text's memory up to its end
	from := max(0, begin-before)
	return p.src[from:min(len(p.src), begin+len(line)+behind)], begin - from
}

// wrap gives the line that begins at offset at, and where the next one does. A
// line that was not read before is counted.
func (p *Pager) wrap(at int) (line []byte, next int) {
	line, rest := p.cut(p.src[at:])
	next = len(p.src) - len(rest)
	if at == p.end {
		if p.lines%pagerStride == 0 {
			p.places = append(p.places, at)
		}
		p.lines++
		p.end = next
	}
	return line, next
}

// cut cuts the first line off src.
func (p *Pager) cut(src []byte) (line, rest []byte) {
	if p.width > 0 {
		return Wrap(src, p.width)
	}
	line, rest, _ = bytes.Cut(src, []byte{'\n'})
	return line, rest
}
