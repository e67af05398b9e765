package safetext

import "github.com/kafkathreadmanager/ktm/model/query"

// Marks are places of a text that stand out, because somebody looks for what is
// there. The zero Marks is none.
type Marks struct {
	// Spans are the places, in order and apart from each other, in bytes of the
	// whole text; At is where in it the piece begins that is written.
	Spans []query.Span
	At    int
	// Style is written where such a place begins.
	Style string
}

// next tells whether the next byte is in a span, and how many bytes there are
// to where that changes; 0 = it does not.
func (m *Marks) next() (marked bool, most int) {
	for len(m.Spans) > 0 && m.Spans[0].End <= m.At {
		m.Spans = m.Spans[1:]
	}
	switch {
	case len(m.Spans) == 0:
		return false, 0
	case m.Spans[0].Start > m.At:
		return false, m.Spans[0].Start - m.At
	default:
		return true, m.Spans[0].End - m.At
	}
}

// at goes n bytes on.
func (m *Marks) at(n int) { m.At += n }
