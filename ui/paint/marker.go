package paint

import (
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/query/fold"
)

// Marker says what stands out in a text because a filter, or a search in one
// message, looks for it. The nil Marker marks nothing. It is used by the
// program's loop only.
type Marker struct {
	filter *query.Filter
	text   *fold.Pattern // where there is no filter
}

// NewMarker marks what f looks for; it takes a filter of its own from it.
func NewMarker(f *query.Filter) *Marker { return &Marker{filter: f.Clone()} }

// MarkText marks a text in every field.
func MarkText(text *fold.Pattern) *Marker { return &Marker{text: text} }

// Reach is how many bytes away from what is drawn a place may begin or end that
// is to be marked there, too; 0 where each piece that is drawn is for itself.
func (m *Marker) Reach() int {
	if m == nil || m.text == nil {
		return 0
	}
	return m.text.Reach()
}

// mostMarked bounds the bytes of a text that are looked at: marks are for what
// is on the screen.
const mostMarked = 64 << 10

// Spans are the places in a text that is a field of a message. Only its first
// bytes are looked at, most of them at most.
func (m *Marker) Spans(field query.Field, b []byte, most int) []query.Span {
	if m == nil || len(b) == 0 {
		return nil
	}
	b = b[:min(len(b), most, mostMarked)]
	if m.text != nil {
		return textSpans(m.text, b)
	}
	return m.filter.Spans(field, b, nil)
}

func textSpans(text *fold.Pattern, b []byte) (spans []query.Span) {
	for at := 0; at < len(b); {
		start, end := text.Find(b[at:])
		if start < 0 || end == start {
			break
		}
		spans = append(spans, query.Span{Start: at + start, End: at + end})
		at += end
	}
	return spans
}

// All is Spans of as much as is ever marked.
func (m *Marker) All(field query.Field, b []byte) []query.Span { return m.Spans(field, b, mostMarked) }
