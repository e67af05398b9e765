// Package prompt is the line at the bottom of the screen in which a filter,
// or something else that is asked for, is typed.
//
// # Model
//
// The prompt holds a text, where in it the next character goes, and the texts
// that were kept before. It does not know what is asked for: whoever owns it
// looks at [Prompt.Text] after every key and tells it of a mistake
// ([Prompt.Wrong]). Of the textinput library only the editing is used. What was
// typed or pasted may hold anything, so it is painted like every foreign text.
package prompt

import (
	"slices"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// mostTexts is how many texts are remembered.
const mostTexts = 100

// Prompt is a line that is typed into. It is used by the program's loop only.
type Prompt struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs
	sign   string // stands before the text, with a blank on either side
	input  textinput.Model

	kept  []string // of the session, the oldest first
	at    int      // the one that is shown; len(kept) is the text being typed
	typed string   // that text, while another one is shown

	wrong *Mistake
}

// Mistake is why the text cannot be used. Pos is where, in bytes; Text and Hint
// are sentences, which may quote the text.
type Mistake struct {
	Pos        int
	Text, Hint string
}

// New makes a prompt that is closed. A sign stands before what is typed: a word,
// or a character in ASCII; limit is how many characters fit in it.
func New(t *theme.Theme, g *theme.Glyphs, sign string, limit int) *Prompt {
	in := textinput.New()
	in.CharLimit = limit
	in.KeyMap.Paste = key.NewBinding() // it would ask another program; terminals paste by themselves
	in.SetVirtualCursor(false)
	return &Prompt{theme: t, glyphs: g, sign: " " + sign + " ", input: in}
}

// SetSign changes what stands before the text.
func (p *Prompt) SetSign(sign string) { p.sign = " " + sign + " " }

// SetTheme changes the colours.
func (p *Prompt) SetTheme(t *theme.Theme) { p.theme = t }

// Open begins to type, behind a text.
func (p *Prompt) Open(text string) {
	p.at, p.typed, p.wrong = len(p.kept), text, nil
	p.input.Focus()
	p.set(text)
}

// Close ends typing and remembers keep; "" for nothing.
func (p *Prompt) Close(keep string) {
	p.input.Blur()
	if keep == "" {
		return
	}
	p.kept = slices.DeleteFunc(p.kept, func(s string) bool { return s == keep })
	p.kept = append(p.kept, keep)
	p.kept = p.kept[max(0, len(p.kept)-mostTexts):]
}

// Recall has these texts remembered, the oldest first, in the place of the others.
func (p *Prompt) Recall(texts []string) { p.kept = texts }

// Text is what stands there now.
func (p *Prompt) Text() string { return p.input.Value() }

// Mistaken says that something is wrong with the text, and told.
func (p *Prompt) Mistaken() bool { return p.wrong != nil }

// Wrong tells of a mistake in the text; nil for none.
func (p *Prompt) Wrong(m *Mistake) { p.wrong = m }

// Press takes a key.
func (p *Prompt) Press(msg tea.KeyPressMsg) {
	switch msg.String() {
	case "up", "ctrl+p":
		p.walk(-1)
	case "down", "ctrl+n":
		p.walk(1)
	default:
		p.input, _ = p.input.Update(msg) // without a cursor of its own it has no commands
	}
}

// Paste takes a text that the terminal pastes.
func (p *Prompt) Paste(msg tea.PasteMsg) { p.input, _ = p.input.Update(msg) }

// walk shows the text before or behind the one that is shown.
func (p *Prompt) walk(delta int) {
	to := p.at + delta
	if to < 0 || to > len(p.kept) {
		return
	}
	if p.at == len(p.kept) {
		p.typed = p.Text()
	}
	p.at = to
	if to == len(p.kept) {
		p.set(p.typed)
		return
	}
	p.set(p.kept[to])
}

func (p *Prompt) set(text string) {
	p.input.SetValue(text)
	p.input.CursorEnd()
}

// cursor is where the next character goes, in bytes of the text.
func (p *Prompt) cursor() int {
	text := p.Text()
	n := 0
	for range p.input.Position() {
		_, size := utf8.DecodeRuneInString(text[n:])
		n += size
	}
	return n
}
