package query

import (
	"bytes"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/query/fold"
)

// scope is where a term looks.
type scope uint8

const (
	anywhere scope = iota
	inKey
	inValue
	inHeader    // keys and values of headers
	namedHeader // the value of a header of one name
	inTopic
	ofPartition
	ofOffset
)

// term is one word of a filter.
type term struct {
	scope  scope
	not    bool
	plain  *fold.Pattern // what is looked for: one of the three
	regex  *regex
	whole  []byte        // all of the field, byte by byte; not nil
	header *fold.Pattern // the name for namedHeader
	ranges ranges        // for ofPartition and ofOffset

	// The last topic that was asked for and the answer: there are few, and
	// they come many times in a row.
	topic   string
	inTopic bool
}

// in says that what is looked for is in a text.
func (t *term) in(b []byte) bool {
	switch {
	case t.regex != nil:
		return t.regex.in(b)
	case t.whole != nil:
		return bytes.Equal(t.whole, b)
	default:
		return t.plain.In(b)
	}
}

// matches says that the term, without its sign, holds for a message.
func (t *term) matches(r *model.Record) bool {
	switch t.scope {
	case inKey:
		return r.Key != nil && t.in(r.Key)
	case inValue:
		return r.Value != nil && t.in(r.Value)
	case inHeader:
		return t.inHeaders(r)
	case namedHeader:
		for i := range r.Headers {
			if h := &r.Headers[i]; t.header.Equal(h.Key) && t.in(h.Value) {
				return true
			}
		}
		return false
	case inTopic:
		if t.topic != r.Topic {
			t.topic, t.inTopic = r.Topic, t.in([]byte(r.Topic))
		}
		return t.inTopic
	case ofPartition:
		return t.ranges.has(int64(r.Partition))
	case ofOffset:
		return t.ranges.has(r.Offset)
	default:
		return t.in(r.Value) || t.in(r.Key) || t.inHeaders(r)
	}
}

func (t *term) inHeaders(r *model.Record) bool {
	for i := range r.Headers {
		if h := &r.Headers[i]; t.in(h.Key) || t.in(h.Value) {
			return true
		}
	}
	return false
}

// cost orders terms: numbers before text before regexes.
func (t *term) cost() uint8 {
	switch {
	case t.scope == ofPartition || t.scope == ofOffset:
		return 0
	case t.regex == nil:
		return 1
	default:
		return 2
	}
}
