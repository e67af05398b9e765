// Package safetext turns foreign bytes into harmless, visible text.
//
// # Why
//
// Whoever can write to a topic can write what its readers see. Raw bytes on a
// terminal are commands: they clear the screen, set the clipboard and the
// title, ask the terminal to type an answer, or draw a row that never came. The
// same goes for topic names, header names and what a broker says in an error.
// No layer below removes all of it, and what it removes is hidden from someone
// who debugs. So all foreign text goes through this package, after it was
// decoded and before it is styled, and no other way leads to a terminal.
//
// # Rule
//
// What can be seen stays as it is: the ASCII characters from space to tilde,
// and what [unicode.IsPrint] says can be printed. Everything else becomes an
// escape that names it:
//
//	\n \t \r        the usual three
//	\x1b \x7f       other control characters of ASCII
//	\xff            a byte that is not UTF-8
//	\u0085 \u202e   C1 controls, bidi and zero-width marks, separators, blanks
//	\U000e0041      the same beyond U+FFFF: tags, private use, unassigned
//
// Some printable characters are escaped as well: those that are made to be
// invisible (fillers, the grapheme joiner), and those on whose width terminals
// do not agree (skin tones, decomposed Hangul, a few rare symbols). A character carries at most two combining marks
// and there is none without a character, so text cannot grow into other rows;
// further ones are escaped. One variation selector after a character is left
// out, as it only asks for another picture of it and terminals do not agree on
// the width of that one; further ones are escaped, they could carry hidden data.
//
// An escape looks like the same letters in the text. Who must tell them apart
// gives escapes a style of their own, see [AppendStyled].
//
// # Promises
//
// The result is valid UTF-8, every rune of it is printable, and it passes
// through unchanged a second time. Its width in columns is exact under the rule
// of wcwidth, on which tmux, xterm and the renderer agree for what is left. The
// cost is bounded by the columns that are filled and not by the length of the
// text: reading stops where the line is full.
package safetext
