package safetext

import "unicode/utf8"

const hexDigits = "0123456789abcdef"

// escapeWidth is the number of columns, and bytes, of the escape for a
// character of size bytes.
func escapeWidth(r rune, size int) int {
	switch {
	case r == '\n' || r == '\r' || r == '\t':
		return len(`\n`)
	case size == 1:
		return len(`\xff`)
	case r > 0xffff:
		return widestEsc
	default:
		return len(`\uffff`)
	}
}

// appendEscape names the one character, or the invalid byte, that src is, as Go
// writes it. Lines of JSON have escapes of their own (see ui/pipe): JSON knows no \x,
// and two halves in the place of \U. Which characters are escaped is one rule, [Visible].
func appendEscape(dst, src []byte) []byte {
	r, _ := utf8.DecodeRune(src)
	switch {
	case r == '\n':
		return append(dst, `\n`...)
	case r == '\r':
		return append(dst, `\r`...)
	case r == '\t':
		return append(dst, `\t`...)
	case len(src) == 1:
		return appendHex(append(dst, `\x`...), rune(src[0]), 2)
	case r > 0xffff:
		return appendHex(append(dst, `\U`...), r, 8)
	default:
		return appendHex(append(dst, `\u`...), r, 4)
	}
}

func appendHex(dst []byte, r rune, digits int) []byte {
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[r>>shift&0xf])
	}
	return dst
}
