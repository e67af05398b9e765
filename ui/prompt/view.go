package prompt

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Lines of the prompt: the text, a line below it for the caret, and one for a
// sentence. A low screen has only the first and the last. What is wrong, and what
// to write instead, take further lines where they need them.
const (
	Height    = 3
	LowHeight = 2
)

// mostLines is how many lines a sentence takes at most, mostLow on a low screen.
const (
	mostLines = 4
	mostLow   = 3
)

// View draws the prompt in height lines, Height or LowHeight, and some more where a
// mistake needs them. With nothing wrong, the last one is help, a line that is
// painted and narrow enough.
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
		return append(lines, p.sentences(width, mostLow, nil, help)...)
	}
	caret := p.caret(width, text, from)
	sentences := p.sentences(width, mostLines, caret, help)
	return append(append(lines, caret.String()), sentences...)
}

// sentences say what is wrong, or what may be typed, in at most so many lines.
// Where they need more than one, the first may begin behind the caret.
func (p *Prompt) sentences(width, most int, caret *paint.Line, help string) []string {
	t, m := p.theme, p.wrong
	switch {
	case m == nil:
		return []string{help}
	case p.fits(width - len(p.sign) - 1):
		l := paint.New(t, p.glyphs, width).Pad(len(p.sign))
		l.Foreign(t.Warn, []byte(m.Text), l.Room()-1)
		l.Text(t.Dim, hintGap).Foreign(t.Dim, []byte(m.Hint), l.Room()-1)
		return []string{l.String()}
	case caret != nil && p.beside(caret):
		return p.wrapped(width, most, t.Dim, m.Hint)
	}
	lines := p.wrapped(width, most-1, t.Warn, m.Text)
	return append(lines, p.wrapped(width, most-len(lines), t.Dim, m.Hint)...)
}

// wrapped is a text between whose words lines end, in at most so many of them.
func (p *Prompt) wrapped(width, most int, ink theme.Ink, text string) []string {
	var lines []string
	room := max(1, width-len(p.sign)-1)
	for text != "" {
		now, rest := text, ""
		for len(lines) < most-1 && columns(now) > room {
			at := strings.LastIndexByte(now, ' ')
			if at <= 0 {
				break // a word of its own that is too long
			}
			now, rest = now[:at], text[at+1:]
		}
		l := paint.New(p.theme, p.glyphs, width).Pad(len(p.sign))
		l.Foreign(ink, []byte(now), l.Room()-1)
		lines, text = append(lines, l.String()), rest
	}
	return lines
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
