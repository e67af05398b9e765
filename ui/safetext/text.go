package safetext

import (
	"unicode"
	"unicode/utf8"
)

// IsText says that bytes are text to whoever opens a file or pastes it: UTF-8
// without control characters, but for tabs and line breaks.
func IsText(b []byte) bool {
	for len(b) > 0 {
		c, size := utf8.DecodeRune(b)
		if c == utf8.RuneError && size == 1 || unicode.IsControl(c) && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
		b = b[size:]
	}
	return true
}
