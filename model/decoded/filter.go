package decoded

import (
	"errors"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/query"
)

// Filter asks a query of messages as they are read. What is text as it is costs
// nothing more than the query itself.
//
// One goroutine may use a filter at a time; Clone gives another its own.
type Filter struct {
	is   *query.Filter
	read func(rec *model.Record, part Part) decode.Result
	from *Reader

	record    model.Record // that the query sees
	whole     model.Extent // its size, which is that of the bytes
	undecided bool
	gaveUp    int64
}

// NewFilter makes a filter of a query, which it takes a clone of. read reads what
// is not text as it is; nil is the Read of r.
func NewFilter(is *query.Filter, r *Reader, read func(*model.Record, Part) decode.Result) *Filter {
	if read == nil {
		read = r.Read
	}
	return &Filter{is: is.Clone(), read: read, from: r}
}

// Clone gives the same filter for another goroutine, with no failures.
func (f *Filter) Clone() *Filter { return NewFilter(f.is, f.from, f.read) }

// Match says whether a message passes. It keeps nothing of the record. Of one
// whose schema is not there yet the raw bytes are asked; where they do not
// match, it is Undecided.
func (f *Filter) Match(rec *model.Record) bool {
	f.undecided = false
	key := len(rec.Key) > 0 && !f.from.AsIs(rec, Key)
	value := len(rec.Value) > 0 && !f.from.AsIs(rec, Value)
	if !key && !value {
		return f.is.Match(rec)
	}
	pending := false
	f.record = *rec
	if rec.Whole == nil {
		f.whole = model.Extent{Key: int64(len(rec.Key)), Value: int64(len(rec.Value)), Headers: int64(rec.Size() - len(rec.Key) - len(rec.Value)), HeaderCount: len(rec.Headers)}
		f.record.Whole = &f.whole
	}
	if key {
		r := f.read(rec, Key)
		pending = r.Pending
		f.record.Key = seen(r, rec.Key)
	}
	if value {
		r := f.read(rec, Value)
		pending = pending || r.Pending
		f.record.Value = seen(r, rec.Value)
	}
	matched := f.is.MatchRead(&f.record, rec)
	f.record = model.Record{}
	f.undecided = pending && !matched
	return matched
}

// seen is what a query is asked of: what was read, or the bytes where that could
// not be.
func seen(r decode.Result, b []byte) []byte {
	if r.Err != nil {
		return b
	}
	return r.Text
}

// String is the text of the query.
func (f *Filter) String() string { return f.is.String() }

// Undecided says that the last message did not match, and may do so when its
// schema is there.
func (f *Filter) Undecided() bool { return f.undecided }

// GiveUp counts a message as one that could not be judged.
func (f *Filter) GiveUp() { f.gaveUp++ }

// errPending is why messages were given up.
var errPending = errors.New("their schema could not be had")

// Failures is how many messages could not be judged, and did not match, and the
// last reason. It quotes nothing of the message.
func (f *Filter) Failures() (n int64, last error) {
	n, last = f.is.Failures()
	if f.gaveUp > 0 && last == nil {
		last = errPending
	}
	return n + f.gaveUp, last
}
