package paint

import (
	"bytes"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model/jsonscan"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// LooksJSON says whether a value is tinted as JSON: its first byte that is not
// white space opens an object or an array. It need not be valid.
func LooksJSON(v []byte) bool {
	first := jsonscan.Opens(v)
	return first == '{' || first == '['
}

// Value is a message value on its way to the screen: what has been painted of
// it is gone, so that it can be continued on the next line. JSON is tinted
// (names dim, punctuation faint, strings plain, numbers warm), anything else is
// plain, escapes are in the warning ink. Painting costs what is painted, not
// what the value is long.
type Value struct {
	lex   lexer
	json  bool
	run   []byte
	class class
	marks []query.Span
	len   int // of all of it, in bytes
}

// Mark has spans of the value stand out.
func (v *Value) Mark(spans []query.Span) { v.marks = spans }

// At is where in the value the next thing to be painted lies, in bytes.
func (v *Value) At() int {
	if v.json {
		return v.lex.pos - len(v.run)
	}
	return v.len - len(v.run)
}

// ValueOf begins at the value's first byte.
func ValueOf(v []byte) Value {
	if !LooksJSON(v) {
		return Value{run: v, len: len(v)}
	}
	return Value{json: true, lex: lexer{src: v}}
}

// JSONLine begins a line of indented JSON: it may start with a member's name.
func JSONLine(line []byte) Value {
	text := bytes.TrimLeft(line, " ")
	name := false
	if len(text) > 0 && text[0] == '"' {
		x := lexer{src: text, pos: 1, open: true}
		for !x.done() && text[x.pos] != '"' {
			x.skipString()
		}
		name = bytes.HasPrefix(text[x.pos:], []byte(`":`))
	}
	return Value{json: true, lex: lexer{src: line, name: name}}
}

// More says that something is left to paint.
func (v *Value) More() bool { return len(v.run) > 0 || v.json && !v.lex.done() }

func (v *Value) fill() bool {
	if len(v.run) == 0 && v.json && !v.lex.done() {
		v.run, v.class = v.lex.next()
	}
	return len(v.run) > 0
}

// Skip leaves out the first cols columns. A wide cell or an escape that lies
// across the edge stays.
func (v *Value) Skip(cols int) {
	var scratch []byte
	for cols > 0 && v.fill() {
		var n int
		scratch, n, v.run = safetext.Append(scratch[:0], v.run, cols)
		if cols -= n; len(v.run) > 0 {
			return
		}
	}
}

// Value paints what fits in width columns and leaves the rest in v.
func (l *Line) Value(v *Value, width int) {
	end := l.cols + min(width, l.Room())
	for l.cols < end && v.fill() {
		marks := safetext.Marks{Spans: v.marks, At: v.At()}
		if v.run = l.foreign(l.classInk(v.class), v.run, marks, end-l.cols); len(v.run) > 0 {
			return
		}
	}
}

// ValueCut paints v in at most width columns; if that is not all of it, the
// last column is an ellipsis.
func (l *Line) ValueCut(v Value, width int) {
	width = min(width, l.Room())
	if width <= 0 {
		return
	}
	start, cols0, ink0 := len(l.buf), l.cols, l.ink
	whole := v
	if l.Value(&whole, width); !whole.More() {
		return
	}
	l.buf, l.cols, l.ink = l.buf[:start], cols0, ink0
	l.Value(&v, width-1)
	l.Pad(cols0 + width - 1)
	l.cut()
}

func (l *Line) classInk(c class) theme.Ink {
	switch c {
	case className:
		return l.theme.Dim
	case classPunct:
		return l.theme.Faint
	case classNumber:
		return l.theme.Number
	default:
		return l.theme.Ink
	}
}

// class is what a run of JSON bytes is.
type class uint8

const (
	classText   class = iota // a string, or white space
	className                // an object member's name
	classPunct               // braces, brackets, commas, colons, quotes
	classNumber              // numbers, true, false, null
)

// lexer cuts JSON into runs of one class. It is lenient: broken JSON gives odd
// classes, never an error, and every byte is in exactly one run. It is no walk over
// values as that of jsonscan: it may begin and break off anywhere, also in a string.
type lexer struct {
	src    []byte
	pos    int
	open   bool   // between the quotes of a string
	name   bool   // the next string, or the open one, is a member's name
	arrays uint64 // bit i: the i-th enclosing level from inside is an array
}

// longestRun bounds a run, so that a value of one huge string costs what is
// seen of it.
const longestRun = 1024

func (x *lexer) done() bool { return x.pos >= len(x.src) }

// next gives the next run; it must not be called when done.
func (x *lexer) next() ([]byte, class) {
	start := x.pos
	if x.open && x.src[x.pos] != '"' {
		x.skipString()
		if x.name {
			return x.src[start:x.pos], className
		}
		return x.src[start:x.pos], classText
	}
	for !x.done() && x.punct(x.src[x.pos]) {
		x.pos++
		if x.open {
			break
		}
	}
	if x.pos > start {
		return x.src[start:x.pos], classPunct
	}
	for !x.done() && x.pos-start < longestRun && !isPunct(x.src[x.pos]) {
		x.pos++
	}
	x.alignRune()
	return x.src[start:x.pos], classNumber
}

// punct takes a byte of punctuation into account; false if it is none.
func (x *lexer) punct(c byte) bool {
	switch c {
	case '"':
		x.open = !x.open
	case '{':
		x.arrays, x.name = x.arrays<<1, true
	case '[':
		x.arrays, x.name = x.arrays<<1|1, false
	case '}', ']':
		x.arrays >>= 1
	case ',':
		x.name = x.arrays&1 == 0
	case ':':
		x.name = false
	default:
		return false
	}
	return true
}

func isPunct(c byte) bool {
	switch c {
	case '"', '{', '[', '}', ']', ',', ':':
		return true
	}
	return false
}

// skipString moves to the closing quote, to the end, or past longestRun bytes.
func (x *lexer) skipString() {
	end := min(len(x.src), x.pos+longestRun)
	for x.pos < end && x.src[x.pos] != '"' {
		if x.src[x.pos] == '\\' {
			x.pos++
		}
		x.pos++
	}
	x.pos = min(x.pos, len(x.src))
	x.alignRune()
}

// alignRune moves on to the next rune's first byte, so that no character is
// torn between two runs.
func (x *lexer) alignRune() {
	for i := 0; i < utf8.UTFMax-1 && !x.done() && !utf8.RuneStart(x.src[x.pos]); i++ {
		x.pos++
	}
}
