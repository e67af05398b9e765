// Package jsonscan finds a part of a JSON text without reading what comes
// behind it, and without building anything in memory. What white space is, and where
// strings and numbers end, is decided here for all that goes over JSON byte by byte.
//
// A text is never taken apart as a whole. A [Walk] goes over the members of an
// object or the elements of an array and gives the text from where each value
// begins, however far it goes on; [Value] cuts it to that one value. So a field
// near the beginning of a large message costs as little as that of a small one,
// and is found in a message that was cut short behind it.
//
// The price: what is skipped is not validated. A text that is no JSON has no
// fields; a broken one has those before the break. Where a name comes twice in
// an object, the first counts. Nothing here recurses, so that no depth of
// nesting is too deep, and everything is linear in the bytes that are passed.
package jsonscan

import "encoding/json"

// Opens is the byte that a text begins an object, an array or a string with, white
// space before it left out: { [ or a quote; 0 where it begins with anything else. A
// text that opens one need not be valid.
func Opens(b []byte) byte {
	if i := Space(b, 0); i < len(b) && (b[i] == '{' || b[i] == '[' || b[i] == '"') {
		return b[i]
	}
	return 0
}

// Value cuts b to the value that it begins with, white space before it left
// out. It is not ok where the value is not whole: a number or a word must have
// something behind it to show that it has ended.
func Value(b []byte) (value []byte, ok bool) {
	start := Space(b, 0)
	end := skip(b, start)
	if end < 0 {
		return nil, false
	}
	return b[start:end], true
}

// Unquote gives the content of a JSON string, quotes included in b. It
// allocates only where there is an escape in it. Bytes that are not UTF-8 stay
// as they are unless there is one.
func Unquote(b []byte) (content []byte, ok bool) {
	end, escaped := String(b, 0)
	if end != len(b) {
		return nil, false
	}
	if !escaped {
		return b[1 : end-1], true
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return nil, false
	}
	return []byte(s), true
}

// Space gives the index of the first byte from i on that is no white space; len(b)
// where there is none.
func Space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// String gives the index behind the string that begins at i, or -1 where there
// is none or it has no end, and whether it holds an escape.
func String(b []byte, i int) (end int, escaped bool) {
	if i >= len(b) || b[i] != '"' {
		return -1, false
	}
	for i++; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i + 1, escaped
		case '\\':
			escaped = true
			i++
		}
	}
	return -1, false
}

// skip gives the index behind the value that begins at i, or -1 where it has no
// end.
func skip(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '"':
		end, _ := String(b, i)
		return end
	case '{', '[':
		return skipNested(b, i)
	}
	start := i
	for i < len(b) && !Delimits(b[i]) {
		i++
	}
	if i == len(b) || i == start {
		return -1
	}
	return i
}

// skipNested counts brackets, of whatever kind, outside strings.
func skipNested(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			end, _ := String(b, i)
			if end < 0 {
				return -1
			}
			i = end
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}

// Delimits says that a number, true, false or null ends before c.
func Delimits(c byte) bool {
	switch c {
	case ',', ':', ']', '}', '[', '{', '"', ' ', '\n', '\t', '\r':
		return true
	}
	return false
}
