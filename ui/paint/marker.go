package paint

import (
	"github.com/kafkathreadmanager/ktm/model/query"
)

// Marker says what stands out in a text because a filter looks for it. The nil
// Marker marks nothing. It is used by the program's loop only.
type Marker struct{ filter *query.Filter }

// NewMarker marks what f looks for; it takes a filter of its own from it.
func NewMarker(f *query.Filter) *Marker { return &Marker{f.Clone()} }

// mostMarked bounds the bytes of a text that are looked at: marks are for what
// is on the screen.
const mostMarked = 64 << 10

// Spans are the places in a text that is a field of a message. Only its first
// bytes are looked at, most of them at most.
func (m *Marker) Spans(field query.Field, b []byte, most int) []query.Span {
	if m == nil || len(b) == 0 {
		return nil
	}
	return m.filter.Spans(field, b[:min(len(b), most, mostMarked)], nil)
}

// All is Spans of as much as is ever marked.
func (m *Marker) All(field query.Field, b []byte) []query.Span { return m.Spans(field, b, mostMarked) }
