package query

import (
	"bytes"
	"slices"
)

// Field is a part of a message that is shown as a text of its own.
type Field uint8

// The fields of a message in which words are looked for.
const (
	Key Field = iota
	Value
	HeaderKey
	HeaderValue
	Topic
)

// Span is a piece of a text, from byte Start up to but not with byte End.
type Span struct{ Start, End int }

// Spans appends to dst where words and regexes of the filter match in a text
// that is a field of a message: in order, none empty, none touching another.
// What is excluded is nowhere, and an expression says nothing of places. A term
// header:name=value marks the name.
//
// The work grows with b: pass what is shown. b need not be the field's own bytes;
// it may be what is shown for them.
func (f *Filter) Spans(field Field, b []byte, dst []Span) []Span {
	begin := len(dst)
	for i := range f.terms {
		if t := &f.terms[i]; !t.not {
			dst = t.spans(field, b, dst)
		}
	}
	return slices.Clip(dst)[:begin+joined(dst[begin:])]
}

// spans appends where one term matches.
func (t *term) spans(field Field, b []byte, dst []Span) []Span {
	if t.scope == namedHeader && field == HeaderKey {
		if t.header.Equal(b) && len(b) > 0 {
			dst = append(dst, Span{0, len(b)})
		}
		return dst
	}
	if !t.looksIn(field) {
		return dst
	}
	if t.whole != nil {
		// What is shown of it may be cut.
		if len(b) > 0 && bytes.HasPrefix(t.whole, b) {
			dst = append(dst, Span{0, len(b)})
		}
		return dst
	}
	if t.regex != nil {
		for _, m := range t.regex.FindAllIndex(b[:min(len(b), regexLimit)], -1) {
			if m[0] < m[1] {
				dst = append(dst, Span{m[0], m[1]})
			}
		}
		return dst
	}
	for from := 0; ; {
		start, end := t.plain.Find(b[from:])
		if start < 0 || start == end {
			return dst
		}
		dst = append(dst, Span{from + start, from + end})
		from += end
	}
}

// looksIn says that the term is looked for in a field.
func (t *term) looksIn(field Field) bool {
	switch t.scope {
	case anywhere:
		return field != Topic
	case inKey:
		return field == Key
	case inValue:
		return field == Value
	case inHeader:
		return field == HeaderKey || field == HeaderValue
	case inTopic:
		return field == Topic
	default:
		return false
	}
}

// joined sorts spans and joins those that touch, and gives how many are left.
func joined(spans []Span) int {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	n := 0
	for _, s := range spans {
		if n > 0 && s.Start <= spans[n-1].End {
			spans[n-1].End = max(spans[n-1].End, s.End)
			continue
		}
		spans[n] = s
		n++
	}
	return n
}
