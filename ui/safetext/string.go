package safetext

import "math"

// String makes one harmless line of s, however long.
func String(s string) string {
	if plain(s) {
		return s
	}
	out, _, _ := Append(nil, []byte(s), math.MaxInt)
	return string(out)
}

// Truncate makes one harmless line of s that has at most width columns. If s is
// cut, the line ends with ellipsis, as far as there is room for that; ellipsis
// is our own, safe text.
func Truncate(s string, width int, ellipsis string) string {
	if plain(s) && len(s) <= width {
		return s
	}
	src := []byte(s)
	out, _, rest := Append(nil, src, width)
	if len(rest) == 0 {
		return string(out)
	}
	room := width - Width(ellipsis)
	if room < 0 {
		return string(out)
	}
	out, _, _ = Append(out[:0], src, room)
	return string(append(out, ellipsis...))
}

// plain says that s is printable ASCII and nothing else.
func plain(s string) bool {
	for i := range len(s) {
		if !printableASCII(s[i]) {
			return false
		}
	}
	return true
}
