package prompt

import (
	"math"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// Lines of the prompt: the text, a line below it for the caret, and one for a
// sentence, which begins behind the caret where it needs two lines. A low screen
// has only the first and the last.
const (
	Height    = 3
	LowHeight = 2
)

// View draws the prompt in exactly height lines, Height or LowHeight. With
// nothing wrong, the last one is help, a line that is painted and narrow enough.
func (p *Prompt) View(width, height int, help string) []string {
	l := paint.New(p.theme, p.glyphs, width)
	text, at := p.Text(), p.cursor()
	room := max(1, width-len(p.sign)-2) // a column for the cursor and one at the edge
	from := begin(text, at, room)

	l.Text(p.theme.AccentBold, p.sign)
	l.Some(p.theme.Ink, []byte(text[from:at]), room)
	under, rest := " ", text[at:]
	if rest != "" {
		_, size := utf8.DecodeRuneInString(rest)
		under, rest = rest[:size], rest[size:]
	}
	l.Text(p.theme.Cursor, safetext.String(under)) // as one cell of the cursor, also where it is an escape
	l.Some(p.theme.Ink, []byte(rest), l.Room()-1)
	lines := []string{l.String()}
	if height < Height {
		return append(lines, p.sentence(width, help))
	}
	caret := p.caret(width, text, from)
	if p.wrong == nil || p.fits(width-len(p.sign)-1) || !p.beside(caret) {
		return append(lines, caret.String(), p.sentence(width, help))
	}
	hint := paint.New(p.theme, p.glyphs, width).Pad(len(p.sign))
	hint.Foreign(p.theme.Dim, []byte(p.wrong.Hint), hint.Room()-1)
	return append(lines, caret.String(), hint.String())
}

const hintGap = "   "

// fits reports whether what is wrong, and what to write instead, have room in
// one line.
func (p *Prompt) fits(room int) bool {
	return columns(p.wrong.Text)+len(hintGap)+columns(p.wrong.Hint) <= room
}

// beside writes what is wrong behind the caret, where there is room for all of
// it: the line below is then the hint's alone.
func (p *Prompt) beside(caret *paint.Line) bool {
	const gap = " "
	if p.wrong.Hint == "" || caret.Room()-1 < len(gap)+columns(p.wrong.Text) {
		return false
	}
	caret.Text(p.theme.Warn, gap).Foreign(p.theme.Warn, []byte(p.wrong.Text), caret.Room()-1)
	return true
}

// begin is where the visible part of a text begins, so that the cursor is seen.
func begin(text string, at, room int) int {
	from := at
	for from > 0 {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		if columns(text[from-size:at]) > room {
			break
		}
		from -= size
	}
	return from
}

// columns is how wide a foreign text is on the screen.
func columns(text string) int {
	_, cols, _ := safetext.Append(nil, []byte(text), math.MaxInt)
	return cols
}

// caret points at a mistake, or at the edge where it is out of sight.
func (p *Prompt) caret(width int, text string, from int) *paint.Line {
	l := paint.New(p.theme, p.glyphs, width)
	if p.wrong == nil {
		return l
	}
	col := len(p.sign)
	if pos := min(p.wrong.Pos, len(text)); pos > from {
		col += columns(text[from:pos])
	}
	return l.Pad(min(col, width-2)).Text(p.theme.WarnBold, "^")
}

// sentence says what is wrong, or what may be typed.
func (p *Prompt) sentence(width int, help string) string {
	t := p.theme
	l := paint.New(t, p.glyphs, width).Pad(len(p.sign))
	if p.wrong == nil {
		return help
	}
	if l.Foreign(t.Warn, []byte(p.wrong.Text), l.Room()-1) && p.wrong.Hint != "" && l.Room() > 12 {
		l.Text(t.Dim, hintGap)
		l.Foreign(t.Dim, []byte(p.wrong.Hint), l.Room()-1)
	}
	return l.String()
}
