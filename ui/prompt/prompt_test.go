package prompt

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func open(text string) *Prompt {
	p := New(theme.New(true), &theme.Unicode, "/", 4096)
	p.Open(text)
	return p
}

func (p *Prompt) types(text string) *Prompt {
	for _, r := range text {
		p.Press(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return p
}

func (p *Prompt) press(codes ...rune) *Prompt {
	for _, c := range codes {
		p.Press(tea.KeyPressMsg{Code: c})
	}
	return p
}

func view(p *Prompt, width, height int) []string {
	lines := p.View(width, height, "help"[:min(4, width)])
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return lines
}

func TestTyping(t *testing.T) {
	p := open("pai").types("d x").press(tea.KeyBackspace, tea.KeyBackspace, tea.KeyHome).types("-")
	if p.Text() != "-paid" {
		t.Errorf("%q", p.Text())
	}
	if got := view(p, 40, Height); got[0] != " / -paid" || got[1] != "" || got[2] != "help" {
		t.Errorf("%q", got)
	}
}

func TestTheTextsOfTheSessionAreWalked(t *testing.T) {
	p := open("")
	for _, text := range []string{"one", "two", "", "one"} {
		p.Open("")
		p.types(text).Close(text)
	}
	p.Open("")
	p.types("new")
	for i, want := range []string{"one", "two", "two"} { // "one" was kept last, and once
		if p.press(tea.KeyUp); p.Text() != want {
			t.Errorf("%d up: %q, want %q", i+1, p.Text(), want)
		}
	}
	for i, want := range []string{"one", "new", "new"} {
		if p.press(tea.KeyDown); p.Text() != want {
			t.Errorf("%d down: %q, want %q", i+1, p.Text(), want)
		}
	}
}

func TestTheCaretIsUnderThePlace(t *testing.T) {
	for _, tt := range []struct {
		text  string
		pos   int
		width int
		want  string
	}{
		{"a == ", 5, 40, "        ^"},
		{"東 == ", 7, 40, "         ^"},   // two columns for three bytes
		{"\u202ea", 3, 40, "         ^"}, // shown as an escape
		{strings.Repeat("x", 100) + "(", 100, 40, strings.Repeat(" ", 37) + "^"},
		{strings.Repeat("x", 100) + "(", 0, 40, "   ^"}, // out of sight at the left
	} {
		p := open(tt.text)
		p.Wrong(&Mistake{Pos: tt.pos, Text: "it is wrong", Hint: "write it right"})
		got := view(p, tt.width, Height)
		if got[1] != tt.want {
			t.Errorf("%q: the caret is %q, want %q", tt.text, got[1], tt.want)
		}
		if want := "   it is wrong   write it right"; got[2] != want {
			t.Errorf("%q: %q, want %q", tt.text, got[2], want)
		}
	}
}

// A sentence that is too long for one line is not cut: what is wrong stands
// behind the caret where it can, and what to write instead below it, in as many
// lines as it takes.
func TestALongHintHasLinesOfItsOwn(t *testing.T) {
	hint := "write it as it is written in the manual"
	long := hint + ", or as it was said by those who know, or not at all"
	wide := strings.Repeat("x", 35)
	for _, tt := range []struct {
		text, hint string
		height     int
		want       []string
	}{
		{"a == ", hint, Height, []string{"        ^ it is wrong", "   " + hint}},
		{"a == ", long, Height, []string{"        ^ it is wrong", "   " + hint + ", or", "   as it was said by those who know, or not at", "   all"}},
		{wide, hint, Height, []string{strings.Repeat(" ", 38) + "^", "   it is wrong", "   " + hint}},
		{"a == ", hint, LowHeight, []string{"   it is wrong", "   " + hint}},
		{"a == ", strings.Repeat("on and ", 40) + "on", LowHeight, []string{"   it is wrong", "   on and on and on and on and on and on and on", "   and on and on and on and on and on and on a…"}},
		{"a == ", strings.Repeat("-", 100), Height, []string{"        ^ it is wrong", "   " + strings.Repeat("-", 43) + "…"}},
	} {
		p := open(tt.text)
		p.Wrong(&Mistake{Pos: len(tt.text), Text: "it is wrong", Hint: tt.hint})
		if got := view(p, 48, tt.height); !slices.Equal(got[1:], tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got[1:], tt.want)
		}
	}
}

// Whatever is pasted, lines are no wider than the screen, obey nothing, and
// show the cell that is typed into.
func TestPastedTextIsHarmless(t *testing.T) {
	for _, paste := range []string{"\x1b]52;c;SGk=\x07", "a\nb\tc", "\u202e\u200d東京", strings.Repeat("京", 300), "\xff\xfe"} {
		for width := range 60 {
			p := open("")
			p.Paste(tea.PasteMsg{Content: paste})
			p.Wrong(&Mistake{Pos: len(p.Text()), Text: paste, Hint: paste})
			for _, key := range []rune{tea.KeyEnd, tea.KeyLeft, tea.KeyHome} {
				p.press(key)
				for i, l := range p.View(width, Height, "help"[:min(4, width)]) {
					if w := ansi.StringWidthWc(l); w > width {
						t.Fatalf("line %d of %q has %d columns of %d", i, paste, w, width)
					}
					if strings.ContainsAny(ansi.Strip(l), "\x1b\x07\n\u202e\u200d") {
						t.Fatalf("line %d holds something to obey: %q", i, l)
					}
					if i == 0 && width > 20 && !strings.Contains(l, p.theme.Cursor.SGR(false)) {
						t.Fatalf("no cursor in %q at width %d", l, width)
					}
				}
			}
		}
	}
}

func TestPasteKeyAsksNobody(t *testing.T) {
	p := open("a")
	p.Press(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl})
	if p.Text() != "a" {
		t.Errorf("%q", p.Text())
	}
}
