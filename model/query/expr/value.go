package expr

import (
	"bytes"
	"math"
	"strconv"

	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// kind is what a value is while an expression runs.
type kind uint8

const (
	isNil kind = iota
	isBool
	isInt
	isFloat
	isText     // a string of the expression or of JSON, escapes resolved
	isField    // a key, a value or a header as it lies in the message: text, and JSON where it is that
	isObject   // JSON, from where it begins; it may go on behind its end
	isArray    // likewise
	isTime     // milliseconds since the Unix epoch
	isDuration // milliseconds
	isHeaders  // all headers of the message
)

// kindNames are what type() gives.
var kindNames = [...]string{"nil", "bool", "number", "number", "string", "string", "object", "array", "time", "duration", "object"}

// value is a small thing that is passed by value: n holds what fits into 64
// bits, text the rest, which is never written to.
type value struct {
	kind kind
	n    int64
	text []byte
}

func boolean(b bool) value {
	if b {
		return value{kind: isBool, n: 1}
	}
	return value{kind: isBool}
}

func integer(n int64) value       { return value{kind: isInt, n: n} }
func float(f float64) value       { return value{kind: isFloat, n: int64(math.Float64bits(f))} }
func text(b []byte) value         { return value{kind: isText, text: b} }
func instant(ms int64) value      { return value{kind: isTime, n: ms} }
func length(ms int64) value       { return value{kind: isDuration, n: ms} }
func (v value) float() float64    { return math.Float64frombits(uint64(v.n)) }
func (v value) true() bool        { return v.kind != isNil && (v.kind != isBool || v.n != 0) }
func (v value) isNumber() bool    { return v.kind == isInt || v.kind == isFloat }
func (v value) isText() bool      { return v.kind == isText || v.kind == isField }
func (v value) isContainer() bool { return v.kind == isObject || v.kind == isArray }

// field is a key, a value or a header of the message.
func field(b []byte) value {
	if b == nil {
		return value{}
	}
	return value{kind: isField, text: b}
}

// resolved gives what a field of the message is as JSON; itself where it is
// none, and where v is no field.
func (m *machine) resolved(v value) value {
	if v.kind != isField {
		return v
	}
	i := jsonscan.Space(v.text, 0)
	if !m.spend(i) || i == len(v.text) {
		return v
	}
	switch b := v.text[i:]; b[0] {
	case '{':
		return value{kind: isObject, text: b}
	case '[':
		return value{kind: isArray, text: b}
	case '"':
		if b = m.trimmed(b); !m.spend(len(b)) {
			return value{}
		}
		if content, ok := m.unquote(b); ok {
			return text(content)
		}
	default:
		if word, ok := scalar(m.trimmed(b)); ok && word.kind != isNil {
			return word
		}
	}
	return v
}

// trimmed leaves out the white space at the end.
func (m *machine) trimmed(b []byte) []byte {
	t := bytes.TrimRight(b, " \n\t\r")
	m.spend(len(b) - len(t))
	return t
}

// json gives the value that a JSON text begins with; nil where it is none, or
// not whole.
func (m *machine) json(rest []byte) value {
	if len(rest) == 0 {
		return value{}
	}
	switch rest[0] {
	case '{':
		return value{kind: isObject, text: rest}
	case '[':
		return value{kind: isArray, text: rest}
	}
	b, ok := m.cut(rest)
	if !ok {
		return value{}
	}
	if b[0] == '"' {
		content, _ := m.unquote(b)
		return text(content)
	}
	v, _ := scalar(b)
	return v
}

// unquote resolves the escapes of a JSON string.
func (m *machine) unquote(b []byte) ([]byte, bool) {
	if bytes.IndexByte(b, '\\') >= 0 && !m.allocate(2*len(b)) {
		return nil, false
	}
	content, ok := jsonscan.Unquote(b)
	if !ok && len(b) > 1 && b[len(b)-1] == '"' && bytes.IndexByte(b[1:len(b)-1], '"') < 0 {
		return b[1 : len(b)-1], true // an escape that JSON does not have: as it is written
	}
	return content, ok
}

// scalar reads a number, true, false or null.
func scalar(b []byte) (value, bool) {
	switch string(b) {
	case "true":
		return boolean(true), true
	case "false":
		return boolean(false), true
	case "null":
		return value{}, true
	}
	return number(b)
}

// longest is the number of characters that a number has at most; what is longer
// is text.
const longest = 64

// number reads a number as JSON has it, and with more zeros in front.
func number(b []byte) (value, bool) {
	if len(b) == 0 || len(b) > longest {
		return value{}, false
	}
	i, n := 0, int64(0)
	if b[0] == '-' {
		i++
	}
	digits := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		n = n*10 + int64(b[i]-'0')
		i++
	}
	switch {
	case i == digits:
		return value{}, false
	case i == len(b) && i-digits <= 18: // more may not fit
		if b[0] == '-' {
			n = -n
		}
		return integer(n), true
	}
	for _, c := range b[i:] {
		if (c < '0' || c > '9') && c != '.' && c != 'e' && c != 'E' && c != '+' && c != '-' {
			return value{}, false
		}
	}
	if i == len(b) {
		if n, err := strconv.ParseInt(string(b), 10, 64); err == nil {
			return integer(n), true
		}
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return float(f), err == nil
}

// asNumber gives v as a number: a number, or a text that is one.
func (m *machine) asNumber(v value) (value, bool) {
	v = m.resolved(v)
	switch {
	case v.isNumber():
		return v, true
	case v.isText():
		return number(v.text)
	}
	return value{}, false
}

// asText gives v as the text operators see it: a JSON string without its
// quotes, a number as it is written in JSON, an object or array as it lies in
// the message. Nil, times and durations have none.
func (m *machine) asText(v value) ([]byte, bool) {
	switch v.kind {
	case isText:
		return v.text, true
	case isField:
		if jsonscan.Opens(v.text) == '"' {
			if s := m.resolved(v); s.kind == isText {
				return s.text, true
			}
		}
		return v.text, true
	case isInt:
		return strconv.AppendInt(nil, v.n, 10), true
	case isFloat:
		return strconv.AppendFloat(nil, v.float(), 'g', -1, 64), true
	case isBool:
		return strconv.AppendBool(nil, v.n != 0), true
	case isObject, isArray:
		return m.cut(v.text)
	}
	return nil, false
}
