package expr

import (
	"errors"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// What one evaluation may take. Work is counted in bytes of JSON read, about a
// nanosecond each; everything else at what it costs in comparison.
const (
	maxWork   = 64 << 20
	maxMemory = 16 << 20

	stepWork   = 32  // an element of an array or a member of an object
	testWork   = 128 // a test of an element, or its comparison
	headerWork = 4   // a header, when one is looked for
	regexWork  = 32  // a byte that a regex reads
	searchRate = 8   // bytes that are searched or copied for one of JSON read
)

// Errors of an evaluation. They name no part of the message.
var (
	ErrWork   = errors.New("the expression takes too long on this message and was given up")
	ErrMemory = errors.New("the expression takes too much memory on this message and was given up")
)

// machine is what an evaluation reads from and what it may still take.
type machine struct {
	record  *model.Record
	element value // what .name and # speak of
	work    int
	memory  int
	err     error
	now     func() time.Time

	topicName []byte // of the last message that was asked for it
}

func (m *machine) fail(err error) {
	if m.err == nil {
		m.err = err
	}
}

// spend takes n of the work that is left. Where there is none left the
// evaluation has failed, and loops end.
func (m *machine) spend(n int) bool {
	m.work -= n
	if m.work < 0 {
		m.fail(ErrWork)
	}
	return m.err == nil
}

// allocate takes n bytes of the memory that is left.
func (m *machine) allocate(n int) bool {
	m.memory -= n
	if m.memory < 0 {
		m.fail(ErrMemory)
	}
	return m.err == nil
}

// within cuts a text to what may still be read of it.
func (m *machine) within(b []byte) []byte {
	return b[:min(len(b), max(0, m.work))]
}

// cut gives the one JSON value that a text begins with, if it is whole.
func (m *machine) cut(rest []byte) ([]byte, bool) {
	b := m.within(rest)
	v, ok := jsonscan.Value(b)
	if !ok {
		m.spend(len(b) + 1) // the last that was left, where that cut it
		return nil, false
	}
	return v, m.spend(len(v))
}

// walker goes over an array or an object as far as there is work left.
type walker struct {
	jsonscan.Walk
	m    *machine
	b    []byte
	read int // what has been counted
}

func (m *machine) walk(v value) walker {
	w := walker{m: m, b: m.within(v.text)}
	switch v.kind {
	case isObject:
		w.Walk = jsonscan.Members(w.b)
	case isArray:
		w.Walk = jsonscan.Elements(w.b)
	default:
		w.b = nil
		w.Walk = jsonscan.Elements(nil)
	}
	return w
}

// next goes to the next element or member.
func (w *walker) next() bool {
	more := w.Next()
	read := w.Read() - w.read
	w.read += read
	if !more && w.read == len(w.b) {
		read++ // as in cut
	}
	return w.m.spend(read+stepWork) && more
}

// member is the field of an object, or a header.
func (m *machine) member(v value, name string) value {
	if v.kind == isHeaders {
		return m.header(name)
	}
	if v = m.resolved(v); v.kind != isObject {
		return value{}
	}
	for w := m.walk(v); w.next(); {
		if w.Is(name) {
			return m.json(w.Rest())
		}
	}
	return value{}
}

// item is an element of an array, from the end where i is negative.
func (m *machine) item(v value, i int64) value {
	v = m.resolved(v)
	if v.kind != isArray {
		return value{}
	}
	if i < 0 {
		i += m.count(v)
	}
	for w := m.walk(v); i >= 0 && w.next(); i-- {
		if i == 0 {
			return m.json(w.Rest())
		}
	}
	return value{}
}

// header is the last header of a name, as Kafka's own lastHeader.
func (m *machine) header(name string) value {
	m.spend(headerWork * len(m.record.Headers))
	for i := len(m.record.Headers) - 1; i >= 0; i-- {
		if h := &m.record.Headers[i]; string(h.Key) == name {
			return field(h.Value)
		}
	}
	return value{}
}

// count is the number of elements of an array or of members of an object.
func (m *machine) count(v value) (n int64) {
	for w := m.walk(v); w.next(); {
		n++
	}
	return n
}
