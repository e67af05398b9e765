package decode

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// maxDepth is how deep values may be nested in one another.
const maxDepth = 100

var (
	// errFull ends a walk: what has been written is all that is shown.
	errFull  = errors.New("the text is full")
	errDeep  = fmt.Errorf("it is nested deeper than %d levels", maxDepth)
	errShort = errors.New("it ends in the middle of a value")
)

// rest is the error of bytes behind the end of the value.
func rest(n int) error {
	if n == 1 {
		return errors.New("there is 1 byte behind the end of the value")
	}
	return fmt.Errorf("there are %d bytes behind the end of the value", n)
}

// writer collects compact JSON. Walks call enter for each value, which bounds
// both what is written and how long a walk takes: no value writes nothing.
type writer struct {
	b     []byte
	depth int
	most  int // bytes to be written; 0 = MaxText
}

// limit is the number of bytes after which the text is cut.
func (w *writer) limit() int {
	if w.most > 0 {
		return w.most
	}
	return MaxText
}

// room is how many more bytes are shown.
func (w *writer) room() int { return max(0, w.limit()-len(w.b)) }

func (w *writer) full() bool { return len(w.b) >= w.limit() }

// enter begins a value; leave ends it.
func (w *writer) enter() error {
	switch {
	case w.full():
		return errFull
	case w.depth >= maxDepth:
		return errDeep
	}
	w.depth++
	return nil
}

func (w *writer) leave() { w.depth-- }

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

// comma separates all but the first value of a list.
func (w *writer) comma(first bool) {
	if !first {
		w.b = append(w.b, ',')
	}
}

func (w *writer) int(n int64)   { w.b = strconv.AppendInt(w.b, n, 10) }
func (w *writer) uint(n uint64) { w.b = strconv.AppendUint(w.b, n, 10) }
func (w *writer) bool(v bool)   { w.b = strconv.AppendBool(w.b, v) }

// float writes a number of 32 or 64 bits in the form of encoding/json, and what
// is no number in JSON as a string.
func (w *writer) float(f float64, bits int) {
	switch {
	case math.IsNaN(f):
		w.raw(`"NaN"`)
		return
	case math.IsInf(f, 1):
		w.raw(`"Infinity"`)
		return
	case math.IsInf(f, -1):
		w.raw(`"-Infinity"`)
		return
	}
	form := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		form = 'e'
	}
	w.b = strconv.AppendFloat(w.b, f, form, -1, bits)
	if n := len(w.b); form == 'e' && w.b[n-4] == 'e' && w.b[n-2] == '0' { // e-09 is e-9
		w.b[n-2] = w.b[n-1]
		w.b = w.b[:n-1]
	}
}

// bytes writes base64.
func (w *writer) bytes(b []byte) {
	b = b[:min(len(b), w.limit())] // the result is cut before that
	w.b = append(w.b, '"')
	w.b = base64.StdEncoding.AppendEncode(w.b, b)
	w.b = append(w.b, '"')
}

// name writes the name of an object's member.
func (w *writer) name(s string) {
	w.string(s)
	w.b = append(w.b, ':')
}

// asName makes a name of the value that was written from position at on: a
// string is one already, anything else is put in quotes.
func (w *writer) asName(at int) {
	if w.b[at] != '"' {
		value := string(w.b[at:])
		w.b = w.b[:at]
		w.string(value)
	}
	w.b = append(w.b, ':')
}

const hexDigits = "0123456789abcdef"

// string writes text; bytes that are not UTF-8 become U+FFFD.
func (w *writer) string(s string) {
	s = s[:min(len(s), w.limit())] // the result is cut before that
	w.b = append(w.b, '"')
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				w.raw(s[done:i])
				w.raw("\ufffd")
				done = i + 1
			}
			i += size
			continue
		}
		i++
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		w.raw(s[done : i-1])
		done = i
		switch c {
		case '"', '\\':
			w.b = append(w.b, '\\', c)
		case '\n':
			w.raw(`\n`)
		case '\r':
			w.raw(`\r`)
		case '\t':
			w.raw(`\t`)
		default:
			w.b = append(w.b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
	}
	w.raw(s[done:])
	w.b = append(w.b, '"')
}

// result is what a walk has come to: all of it, its beginning, or an error.
func (w *writer) result(kind string, err error) (Result, error) {
	r := Result{Kind: kind, Text: w.b, JSON: true}
	switch {
	case err != nil && !errors.Is(err, errFull):
		return Result{}, err
	case err != nil || len(w.b) > w.limit():
		r.Text, r.JSON, r.Cut = w.b[:min(len(w.b), w.limit())], false, true
	}
	return r, nil
}
