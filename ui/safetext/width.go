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
