package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// next is the next of the forms of r, in a circle: itself where it has one.
func next(r rune) rune {
	if r < utf8.RuneSelf {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}
	n := unicode.SimpleFold(r)
	for n < utf8.RuneSelf {
		n = unicode.SimpleFold(n)
	}
	return n
}

// canonical is the form that stands for all forms of r: the small letter in
// ASCII, else the one with the smallest number.
func canonical(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	least := r
	for n := next(r); n != r; n = next(n) {
		least = min(least, n)
	}
	return least
}

func hasForms(r rune) bool { return next(r) != r }

// byFrequency holds the characters of JSON and plain text, the frequent first.
const byFrequency = " e\"taoinsr0l1d2hc3u,:m4p56789g.fbywv-_kxjqz{}[]/"

// rarity is larger for a character that is seldom seen.
func rarity(r rune) int {
	if i := strings.IndexRune(byFrequency, r); i >= 0 {
		return i
	}
	return len(byFrequency)
}
