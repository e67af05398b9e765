package pipe

import (
	"encoding/base64"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// spill is called between the pieces of a long line. It may write out what has
// been appended, and gives the slice to go on with.
type spill func(dst []byte) []byte

func appendInt(dst []byte, n int64) []byte { return strconv.AppendInt(dst, n, 10) }

// appendRecord appends r as one line, with what f says in the place of the bytes
// that it was read from; in pieces where there is a spill. It is
// written by hand because encoding/json costs several allocations a record and
// leaves C1 controls and bidi marks as they are.
func appendRecord(dst []byte, r *model.Record, f fields, s spill) []byte {
	dst = append(dst, '{')
	dst = appendField(dst, "topic", []byte(r.Topic), s)
	dst = append(dst, ',')
	dst = appendPart(dst, "key", r.Key, f.key, s)
	dst = append(dst, ',')
	dst = appendPart(dst, "value", r.Value, f.value, s)
	dst = append(dst, `,"headers":`...)
	dst = appendHeaders(dst, r.Headers, s)
	dst = append(dst, `,"timestamp":`...)
	dst = appendInt(dst, r.Timestamp)
	dst = append(dst, `,"timestamp_type":"`...)
	dst = append(dst, r.TimestampType.String()...)
	dst = append(dst, `","partition":`...)
	dst = appendInt(dst, int64(r.Partition))
	dst = append(dst, `,"offset":`...)
	dst = appendInt(dst, r.Offset)
	return append(dst, '}', '\n')
}

func appendHeaders(dst []byte, headers []model.Header, s spill) []byte {
	dst = append(dst, '[')
	for i := range headers {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		dst = appendField(dst, "key", headers[i].Key, s)
		dst = append(dst, ',')
		dst = appendField(dst, "value", headers[i].Value, s)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// appendField appends "name":"text", or "name":null where b is nil, or
// "name_base64":"…" where b is not valid UTF-8.
func appendField(dst []byte, name string, b []byte, s spill) []byte {
	if s != nil {
		return appendPieces(dst, name, b, s)
	}
	start := len(dst)
	dst = append(dst, '"')
	dst = append(dst, name...)
	dst = append(dst, `":`...)
	if b == nil {
		return append(dst, `null`...)
	}
	if text, ok := appendString(dst, b); ok {
		return text
	}
	dst = append(dst[:start], '"')
	dst = append(dst, name...)
	dst = append(dst, `_base64":"`...)
	dst = base64.StdEncoding.AppendEncode(dst, b)
	return append(dst, '"')
}

// pieceSize is how much of a field is appended at once in a long line. It is a
// multiple of 3, so that base64 goes on without padding; escapes make six times
// as much of it at most.
const pieceSize = 12 << 10

// appendPieces is appendField for a field that may be large.
func appendPieces(dst []byte, name string, b []byte, s spill) []byte {
	dst = append(dst, '"')
	dst = append(dst, name...)
	switch {
	case b == nil:
		return s(append(dst, `":null`...))
	case utf8.Valid(b):
		dst = append(dst, `":"`...)
		for len(b) > 0 {
			n := min(len(b), pieceSize)
			for n < len(b) && !utf8.RuneStart(b[n]) {
				n--
			}
			dst, _ = appendText(dst, b[:n])
			dst, b = s(dst), b[n:]
		}
	default:
		dst = append(dst, `_base64":"`...)
		for len(b) > 0 {
			n := min(len(b), pieceSize)
			dst = base64.StdEncoding.AppendEncode(dst, b[:n])
			dst, b = s(dst), b[n:]
		}
	}
	return s(append(dst, '"'))
}

const hexDigits = "0123456789abcdef"

// verbatim holds the ASCII characters that stand for themselves in a string.
var verbatim = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = c >= ' ' && c != '"' && c != '\\' && c != 0x7f
	}
	return t
}()

// appendString appends b as a JSON string; false where b is not valid UTF-8,
// and then what it appended means nothing.
func appendString(dst, b []byte) ([]byte, bool) {
	dst, ok := appendText(append(dst, '"'), b)
	return append(dst, '"'), ok
}

// appendText is appendString without the quotes.
func appendText(dst, b []byte) ([]byte, bool) {
	done := 0 // b[:done] has been appended
	for i := 0; i < len(b); {
		if c := b[i]; c < utf8.RuneSelf {
			if !verbatim[c] {
				dst = append(dst, b[done:i]...)
				dst = appendEscape(dst, c)
				done = i + 1
			}
			i++
			continue
		}
		c, size := utf8.DecodeRune(b[i:])
		if c == utf8.RuneError && size == 1 {
			return dst, false
		}
		if !safetext.Visible(c) {
			dst = append(dst, b[done:i]...)
			dst = appendUnicode(dst, c)
			done = i + size
		}
		i += size
	}
	return append(dst, b[done:]...), true
}

// appendEscape appends an ASCII character that is not verbatim, in the same
// form as encoding/json.
func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	default:
		return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
	}
}

// appendUnicode appends c as \uXXXX, or as a pair of them beyond U+FFFF.
func appendUnicode(dst []byte, c rune) []byte {
	if c > 0xffff {
		hi, lo := utf16.EncodeRune(c)
		return appendUnicode(appendUnicode(dst, hi), lo)
	}
	return append(dst, '\\', 'u', hexDigits[c>>12&0xf], hexDigits[c>>8&0xf], hexDigits[c>>4&0xf], hexDigits[c&0xf])
}
