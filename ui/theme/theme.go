// Package theme holds every colour and ornament of the screen.
//
// Colours have names that say what they mean, never what they look like:
// Accent is identity, selection and keys; OK, Warn and Bad mean running,
// waiting and failed and nothing else; Ink, Dim and Faint are three distances
// from the reader. No colour carries a meaning alone: there is always a word
// or a sign beside it, so NO_COLOR loses nothing.
//
// An [Ink] is a finished SGR sequence in two forms, on the terminal's own
// background and on the selection's, because rows are painted by writing bytes
// (a style engine costs several times as much a cell) and because an inner
// reset would end an outer background. Colours are 24 bit; the renderer brings
// them down to what the terminal can show.
package theme

import "strconv"

// Reset ends every style.
const Reset = "\x1b[0m"

// Ink is one style: its SGR sequence off and on the selection's background.
// Each begins with a reset, so inks never add up.
type Ink struct{ off, on string }

// SGR is the sequence to write before text in this ink.
func (k Ink) SGR(selected bool) string {
	if selected {
		return k.on
	}
	return k.off
}

// Theme is the set of inks for one kind of background.
type Theme struct {
	Accent, Ink, Dim, Faint Ink
	OK, Warn, Bad           Ink
	Null                    Ink // null, empty: what is not text
	Bold                    Ink // the subject of a line
	AccentBold, DimItalic   Ink
	OKBold, WarnBold        Ink
	BadBold, NullItalic     Ink
	Badge                   Ink // the name in the corner: text on the accent
	Number                  Ink // JSON numbers
	Match                   Ink // what a filter looks for; underlined, so that it is seen without colour
	Cursor                  Ink // the cell that is typed into: reverse video
	Keys                    []Ink

	// The colours of the parts that a library paints, as lipgloss.Color reads
	// them: hex, or a number of the palette.
	AccentHex, DimHex, FaintHex, WarnHex string
}

// New makes the usual theme for a dark or a light background.
func New(dark bool) *Theme { return Choice{}.For(dark) }

// paint makes the theme of a palette.
func (p *palette) paint() *Theme {
	ink := func(attr, fg string) Ink {
		s := "\x1b[0;" + attr + "38;2;" + rgb(fg)
		return Ink{off: s + "m", on: s + ";48;2;" + rgb(p.sel) + "m"}
	}
	t := &Theme{
		Accent: ink("", p.accent), Ink: ink("", p.ink), Dim: ink("", p.dim), Faint: ink("", p.faint),
		OK: ink("", p.ok), Warn: ink("", p.warn), Bad: ink("", p.bad), Null: ink("", p.null),
		Bold: ink("1;", p.ink), AccentBold: ink("1;", p.accent), DimItalic: ink("3;", p.dim),
		OKBold: ink("1;", p.ok), WarnBold: ink("1;", p.warn), BadBold: ink("1;", p.bad), NullItalic: ink("3;", p.null),
		Number: ink("", p.number),
		Cursor: ink("7;", p.ink),
		Match: Ink{
			off: "\x1b[0;1;4;38;2;" + rgb(p.warn) + ";48;2;" + rgb(p.match) + "m",
			on:  "\x1b[0;1;4;38;2;" + rgb(p.warn) + ";48;2;" + rgb(p.matchSel) + "m",
		},
		AccentHex: "#" + p.accent, DimHex: "#" + p.dim, FaintHex: "#" + p.faint, WarnHex: "#" + p.warn,
	}
	badge := "\x1b[0;1;38;2;" + rgb(p.badge) + ";48;2;" + rgb(p.accent) + "m"
	t.Badge = Ink{off: badge, on: badge}
	for _, k := range p.keys {
		t.Keys = append(t.Keys, ink("", k))
	}
	return t
}

// Basic makes the theme for terminals of 16 colours. Bringing the others down
// to so few makes neighbours equal, the selection and its text among them. So
// the plain text is the terminal's own, the selection is reverse video, and
// colours are the ones that every palette keeps apart from its background.
func Basic(dark bool) *Theme {
	accent, warn, null, number := "94", "93", "95", "93"
	if !dark {
		accent, warn, null, number = "34", "33", "35", "33"
	}
	ink := func(params string) Ink {
		return Ink{off: "\x1b[0;" + params + "m", on: "\x1b[0;7m"}
	}
	const plain, ok, bad = "39", "32", "31"
	t := &Theme{
		Accent: ink(accent), Ink: ink(plain), Dim: ink(plain), Faint: ink("90"),
		OK: ink(ok), Warn: ink(warn), Bad: ink(bad), Null: ink(null),
		Bold: ink("1"), AccentBold: ink("1;" + accent), DimItalic: ink(plain),
		OKBold: ink("1;" + ok), WarnBold: ink("1;" + warn), BadBold: ink("1;" + bad), NullItalic: ink(null),
		Number: ink(number), Badge: ink("7"), Cursor: ink("7"),
		Match:     Ink{off: "\x1b[0;4;7m", on: "\x1b[0;1;4m"},
		AccentHex: "12", DimHex: "7", FaintHex: "8", WarnHex: "11",
	}
	for _, c := range []string{"36", "32", "33", "35", "34", "96", "92", "95"} {
		t.Keys = append(t.Keys, ink(c))
	}
	return t
}

// Key is the ink of a message key: the same for the same key, so that one
// entity can be followed by eye. FNV-1a over at most 64 bytes, so that a huge
// key costs no more than a small one.
func (t *Theme) Key(key []byte) Ink {
	h := uint32(2166136261)
	for _, b := range key[:min(len(key), 64)] {
		h = (h ^ uint32(b)) * 16777619
	}
	return t.Keys[(h^h>>16)%uint32(len(t.Keys))]
}

// rgb turns "7aa2f7" into "122;162;247".
func rgb(hex string) string {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		panic("theme: not a colour: " + hex) // a constant of this file
	}
	return strconv.Itoa(int(n>>16)) + ";" + strconv.Itoa(int(n>>8&0xff)) + ";" + strconv.Itoa(int(n&0xff))
}
