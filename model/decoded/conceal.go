package decoded

import (
	"slices"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
)

// Hidden stands for what is concealed.
const Hidden = "••••"

// Concealer hides fields from whoever looks at the screen, or is given what was
// on it.
type Concealer interface {
	// Text gives a text without what is to be hidden, and does not change it. It is
	// the text itself where nothing is.
	Text(text []byte) []byte
	// Hides says that a field, or a header, of that name is not to be seen.
	Hides(name []byte) bool
}

// Conceal has Glance, Seen, Shown and Masked hide fields. It is called before
// anything is read.
func (r *Reader) Conceal(c Concealer) { r.conceal = c }

// Concealing says that what is shown may be less than what was read.
func (r *Reader) Concealing() bool { return r.conceal != nil }

// Shown is what was read of a part of a record, without what is concealed. What
// should have been decoded and was not is hidden whole: its fields cannot be told
// apart. So is not, in hexadecimal or in base64, what is JSON by its bytes.
func (r *Reader) Shown(rec *model.Record, part Part, is decode.Result) decode.Result {
	b := part.Of(rec)
	switch {
	case r.conceal == nil || len(b) == 0:
		return is
	case r.AsIs(rec, part):
	case is.Err != nil:
		is.Kind, is.Text, is.JSON = "text", []byte(Hidden), false
		return is
	default:
		if seen := r.conceal.Text(b); !same(seen, b) {
			is.Kind, is.Text, is.JSON = "JSON", seen, false
			return is
		}
	}
	is.Text = r.conceal.Text(is.Text)
	return is
}

// Seen is the bytes of a part of a record for somebody who looks at them, or is
// given them. Where fields of it are concealed, that is what is left of it as it
// is read, and else the bytes themselves.
func (r *Reader) Seen(rec *model.Record, part Part) []byte {
	b := part.Of(rec)
	if r.conceal == nil || len(b) == 0 {
		return b
	}
	if r.AsIs(rec, part) {
		return r.conceal.Text(b)
	}
	is := r.Read(rec, part)
	if shown := r.Shown(rec, part, is); !same(shown.Text, is.Text) {
		return shown.Text
	}
	return b
}

// Masked is a record to be given away: what is concealed is not in those parts that
// are as they are, nor in the headers. What is yet to be decoded is for Shown. It
// is the record itself where nothing is to be hidden.
func (r *Reader) Masked(rec *model.Record) *model.Record {
	if r.conceal == nil {
		return rec
	}
	less := *rec
	if r.AsIs(rec, Key) {
		less.Key = r.conceal.Text(rec.Key)
	}
	if r.AsIs(rec, Value) {
		less.Value = r.conceal.Text(rec.Value)
	}
	less.Headers = slices.Clone(rec.Headers)
	for i, h := range less.Headers {
		less.Headers[i].Value = r.Header(h.Key, h.Value)
	}
	return &less
}

// Header is the value of a header without what is concealed.
func (r *Reader) Header(name, value []byte) []byte {
	switch {
	case r.conceal == nil:
		return value
	case r.conceal.Hides(name):
		return []byte(Hidden)
	default:
		return r.conceal.Text(value)
	}
}

// same says that a concealer has given back what it was given.
func same(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
