// Package field names parts of a message that stand in a column of their own, and
// reads them.
//
// # Names
//
//	time topic partition offset key value   what every message has
//	.total .user.name .items[0].sku         a field of the value's JSON, as in a filter
//	value["trace-id"] key.id                by any name; of the key's JSON
//	header:trace                            the last header of that name
//
// # Reading
//
// A [Set] finds several fields in one walk over a text, which ends where the last
// of them was found. Nothing is built: what is found is the text from where a value
// begins, of which [Found.Content] gives as much as is to be shown. How much of a
// text is looked at is the caller's to say; what may lie behind that, or behind the
// cut of a message of which only the beginning is kept, is [Unknown], not missing.
//
// A [Census] counts the fields that messages have, so that one can be chosen
// without typing.
package field

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
)

// Kind is which part of a message a field is.
type Kind uint8

// The kinds. Those before InValue are in every message.
const (
	Time Kind = iota
	Topic
	Partition
	Offset
	Key
	Value
	InValue // JSON in the value
	InKey   // JSON in the key
	Header
)

// words are the names of the kinds that need nothing else.
var words = [...]string{Time: "time", Topic: "topic", Partition: "partition", Offset: "offset", Key: "key", Value: "value"}

// Words are the names of the parts that every message has.
func Words() []string { return words[:] }

// Field is one part of a message. Two that are the same part are equal.
type Field struct {
	kind Kind
	path string // in canonical form, or the name of the header
}

// Of is the field of a kind before InValue.
func Of(k Kind) Field { return Field{kind: k} }

// Kind says what it is.
func (f Field) Kind() Kind { return f.kind }

// IsPath says that it is in JSON.
func (f Field) IsPath() bool { return f.kind == InValue || f.kind == InKey }

// String writes the field as Parse reads it, and a path as a filter does.
func (f Field) String() string {
	switch f.kind {
	case InValue:
		if f.path[0] == '[' {
			return "value" + f.path
		}
		return f.path
	case InKey:
		return "key" + f.path
	case Header:
		odd := func(r rune) bool {
			return strings.ContainsRune(`,"=\`, r) || !unicode.IsGraphic(r) || unicode.IsSpace(r)
		}
		if strings.ContainsFunc(f.path, odd) || !utf8.ValidString(f.path) {
			return "header:" + strconv.Quote(f.path)
		}
		return "header:" + f.path
	}
	return words[f.kind]
}

// HeaderOf gives the value of the header that f is, and false where there is none.
// The value is nil for Kafka's null.
func (f Field) HeaderOf(r *model.Record) (value []byte, ok bool) {
	for i := len(r.Headers) - 1; i >= 0; i-- {
		if string(r.Headers[i].Key) == f.path {
			return r.Headers[i].Value, true
		}
	}
	return nil, false
}

// Title is the name in the head of a column: a path with dots only, a header
// without its prefix. It may be foreign text.
func (f Field) Title() string {
	switch f.kind {
	case InValue, InKey:
		var b strings.Builder
		if f.kind == InKey {
			b.WriteString("key")
		}
		for _, s := range f.steps() {
			if s.element {
				b.WriteString("[" + strconv.Itoa(s.index) + "]")
				continue
			}
			b.WriteString("." + s.name)
		}
		return b.String()
	case Header:
		return f.path
	}
	return words[f.kind]
}
