package doubt

import (
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/query"
)

// What is looked at: so many messages, and so much of each. The census leaves
// out what is longer than it reads, so it is given a byte more.
const (
	mostSampled  = 1000
	sampledBytes = 16<<10 + 1
)

// Sample is what is known of messages that a filter did not match. One goroutine
// uses it at a time.
type Sample struct {
	reader   *decoded.Reader
	census   field.Census
	messages int64
}

// NewSample makes an empty one of messages as r reads them.
func NewSample(r *decoded.Reader) *Sample { return &Sample{reader: r} }

// Add takes a message into account. It keeps nothing of the record, and looks at
// the first ones only.
func (s *Sample) Add(r *model.Record) {
	if s.messages++; s.messages > mostSampled {
		return
	}
	key, value := s.reader.Glance(r, decoded.Key, sampledBytes), s.reader.Glance(r, decoded.Value, sampledBytes)
	s.census.Add(key.Text, value.Text, r.Headers)
}

// Doubt is what Of says about the filter, of the messages that were added.
func (s *Sample) Doubt(f *query.Filter) string { return Of(f, &s.census, s.messages) }

// OfWindow is what Of says of the messages of a window, some of which are looked
// at, evenly from the oldest to the newest.
func OfWindow(f *query.Filter, w *history.Window, r *decoded.Reader) string {
	s, n := NewSample(r), min(mostSampled, w.Len())
	var record model.Record
	for i := range n {
		w.Record((i+1)*w.Len()/n-1, &record)
		s.Add(&record)
	}
	return Of(f, &s.census, int64(w.Len()))
}
