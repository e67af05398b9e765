package pipe

import "unicode/utf16"

// harmful says that a character outside ASCII can drive a terminal or make
// text look like other text: C1 controls, line and paragraph separators, bidi
// marks, and characters that cannot be seen.
func harmful(c rune) bool {
	switch {
	case c < 0xa0: // C1
		return true
	case c < 0x2000:
		return c == 0x00ad || c == 0x061c || c == 0x180e // soft hyphen, two marks
	case c < 0x2070:
		return c >= 0x200b && c <= 0x200f || // zero width, left-to-right, right-to-left
			c >= 0x2028 && c <= 0x202e || // separators, bidi embeddings
			c >= 0x2060 // word joiner, bidi isolates
	case c < 0xfe00:
		return false
	default:
		return c == 0xfeff || // byte order mark
			c >= 0xfff9 && c <= 0xfffb || // annotations
			c >= 0xe0000 && c <= 0xe007f // tags
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
