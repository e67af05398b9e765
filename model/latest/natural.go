package latest

import (
	"bytes"
	"cmp"
)

// natural orders keys by their bytes, but numbers in them by what they count:
// cart-2 comes before cart-10. Keys that differ in leading zeros only are ordered
// by their bytes, so that only equal keys are equal.
func natural(a, b []byte) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if !digit(a[i]) || !digit(b[j]) {
			if a[i] != b[j] {
				return cmp.Compare(a[i], b[j])
			}
			i, j = i+1, j+1
			continue
		}
		x, y := digits(a[i:]), digits(b[j:])
		i, j = i+len(x), j+len(y)
		x, y = bytes.TrimLeft(x, "0"), bytes.TrimLeft(y, "0")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), bytes.Compare(x, y)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(a)-i, len(b)-j), bytes.Compare(a, b))
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// digits is the number at the beginning of a text, in its digits.
func digits(text []byte) []byte {
	n := 0
	for n < len(text) && digit(text[n]) {
		n++
	}
	return text[:n]
}
