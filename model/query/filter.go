package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/query/expr"
)

// MaxText is how long a filter may be, in bytes.
const MaxText = 4096

// Filter decides which messages are shown. The zero Filter matches all.
//
// One goroutine may use a filter at a time: it counts, and keeps room for its
// work. Clone gives another goroutine its own.
type Filter struct {
	text     string
	terms    []term // all of which must match; the quick ones first
	program  *expr.Program
	failures int64
	last     error
}

// Parse reads a filter. The error is a *SyntaxError. A text without words is
// the filter that matches all.
func Parse(text string) (*Filter, error) {
	f := &Filter{text: text}
	if i := invalid(text); i >= 0 {
		return nil, wrong(text, i, "the filter holds a byte that is no UTF-8", "bytes cannot be searched for")
	}
	if len(text) > MaxText {
		return nil, wrong(text, len(text), "the filter is too long", "it may have 4,096 bytes")
	}
	from := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	forced := strings.HasPrefix(text[from:], "=")
	if forced || expr.Looks(text) {
		if forced {
			from++
		}
		program, err := expr.Compile(text, from)
		if err != nil {
			return nil, wrongExpression(text, err, forced)
		}
		f.program = program
		return f, nil
	}
	s := scanner{text: text}
	if f.terms = s.terms(); s.err != nil {
		return nil, s.err
	}
	slices.SortStableFunc(f.terms, func(a, b term) int { return int(a.cost()) - int(b.cost()) })
	return f, nil
}

// invalid is the index of the first byte that is no UTF-8, or -1.
func invalid(text string) int {
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return -1
}

// Match says whether a message passes. It keeps nothing of the record. Words do
// not allocate. An expression that fails, because the message is too large for
// its bounds or there is a mistake that only a message shows, does not match, and
// counts as a failure.
func (f *Filter) Match(r *model.Record) bool { return f.MatchRead(r, r) }

// MatchRead is Match for a message that was decoded: it asks of what was read,
// and key:= also of the raw bytes, by which a key can be told from all others.
func (f *Filter) MatchRead(r, raw *model.Record) bool {
	if f.program != nil {
		ok, err := f.program.Eval(r)
		if err != nil {
			f.failures++
			f.last = err
		}
		return ok
	}
	for i := range f.terms {
		t := &f.terms[i]
		if holds := t.matches(r) || t.whole != nil && raw != r && t.matches(raw); holds == t.not {
			return false
		}
	}
	return true
}

// Empty says that the filter matches all.
func (f *Filter) Empty() bool { return f.program == nil && len(f.terms) == 0 }

// Reads are the fields that an expression asks for; nil where the filter is words.
func (f *Filter) Reads() []expr.Read {
	if f.program == nil {
		return nil
	}
	return f.program.Reads()
}

// IsExpression says that the filter is one, and not words.
func (f *Filter) IsExpression() bool { return f.program != nil }

// String gives the text that was parsed.
func (f *Filter) String() string { return f.text }

// Failures is how many messages an expression failed on, and did not match, and
// the last reason. It quotes nothing of the message.
func (f *Filter) Failures() (n int64, last error) { return f.failures, f.last }

// Clone gives the same filter for another goroutine, with no failures.
func (f *Filter) Clone() *Filter {
	c := &Filter{text: f.text, terms: slices.Clone(f.terms)}
	if f.program != nil {
		c.program = f.program.Clone()
	}
	return c
}
