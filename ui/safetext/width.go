package safetext

import (
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
)

// widths is the table behind ansi.StringWidthWc, which the renderer measures
// with; asked directly because that takes a string, and here are bytes. Some
// characters of East Asian fonts are wide only if the user says so in
// RUNEWIDTH_EASTASIAN; the plus-minus sign is one of them.
var widths = runewidth.Condition{
	EastAsianWidth:     ansi.StringWidthWc("±") == 2,
	StrictEmojiNeutral: true,
}

// disputed holds the printable characters on whose width terminals and the
// renderer do not agree (found by asking tmux and glibc for each character).
// One of them would move everything behind it in its row.
var disputed = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1160, Hi: 0x11ff, Stride: 1}, // Hangul, decomposed: medial and final letters
		{Lo: 0x2630, Hi: 0x2637, Stride: 1}, // trigrams
		{Lo: 0x268a, Hi: 0x268f, Stride: 1}, // monograms, digrams
		{Lo: 0x3248, Hi: 0x324f, Stride: 1}, // numbers on black squares
		{Lo: 0xd7b0, Hi: 0xd7fb, Stride: 1}, // Hangul, decomposed
	},
	R32: []unicode.Range32{
		{Lo: 0x1d165, Hi: 0x1d172, Stride: 1}, // combining musical symbols
		{Lo: 0x1d300, Hi: 0x1d356, Stride: 1}, // Tai Xuan Jing symbols
		{Lo: 0x1d360, Hi: 0x1d376, Stride: 1}, // counting rods
		{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1}, // skin tones
	},
}

// runeWidth is the number of columns of a visible character.
func runeWidth(r rune) int {
	if r >= firstMark && unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	return widths.RuneWidth(r)
}

// Width is the number of columns of text that is safe already.
func Width(s string) int {
	if plain(s) {
		return len(s)
	}
	return ansi.StringWidthWc(s)
}
