//go:build unix

package ui_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
)

// What the renderer may write besides text. Everything else that reaches a
// terminal is foreign.
var (
	wireControls = "\b\t\n\r"
	// Moving, erasing, scrolling, inserting and deleting, colours.
	wireCSI = "ABCDEFGHIJKLMPSTXZ@bdfmr"
	// Wrapping, cursor, mouse, alternate screen, pasting, synchronized output, widths.
	wireModes = []int{7, 25, 1000, 1002, 1003, 1006, 1049, 2004, 2026, 2027}
	// By prefix, intermediate byte and final: the keyboard protocols, tab stops,
	// a question about a mode.
	wirePrivate = []string{"<u", ">u", "?u", "=u", ">m", "?W", "?$p"}
	wireESC     = []string{"M", "7", "8"}
	// The question that the terminal answers when it has drawn everything: its
	// status. Any other one would be foreign.
	wireQuestion = 5
)

// written makes the terminal keep every byte that comes to it from now on.
func (term *terminal) written() (read func() []byte) {
	term.t.Helper()
	file := filepath.Join(term.t.TempDir(), "written")
	term.tmux("pipe-pane", "-O", "-t", "ktm", "cat > "+strconv.Quote(file))
	return func() []byte {
		term.t.Helper()
		term.tmux("pipe-pane", "-t", "ktm") // ends cat, which has nothing more to write then
		text, err := os.ReadFile(file)
		if err != nil {
			term.t.Fatal(err)
		}
		return text
	}
}

// harmless fails unless all of written, which is what a terminal got, is text
// to be seen and sequences of the renderer. Titles are the window titles that
// may be set.
func harmless(t *testing.T, written []byte, titles ...string) {
	t.Helper()
	for _, what := range foreign(written, titles...) {
		t.Error(what)
	}
}

// foreign lists what in written is neither text to be seen nor of the renderer.
func foreign(written []byte, titles ...string) []string {
	found := map[string]bool{}
	note := func(ok bool, format string, args ...any) {
		if !ok {
			found[fmt.Sprintf(format, args...)] = true
		}
	}
	note(utf8.Valid(written), "what was written is not UTF-8")
	for i, r := range string(written) {
		note(r <= 0x7e || unicode.IsPrint(r), "%U was written, in %q", r, written[max(0, i-20):min(len(written), i+20)])
	}
	sequences := 0
	p := ansi.NewParser()
	p.SetHandler(ansi.Handler{
		Execute: func(c byte) {
			note(strings.IndexByte(wireControls, c) >= 0, "control character %#x was written", c)
		},
		HandleCsi: func(cmd ansi.Cmd, params ansi.Params) {
			sequences++
			note(rendererCSI(cmd, params), "CSI %q was written, parameters %v", name(cmd), params)
		},
		HandleEsc: func(cmd ansi.Cmd) {
			note(slices.Contains(wireESC, name(cmd)), "ESC %q was written", name(cmd))
		},
		HandleOsc: func(_ int, data []byte) {
			kind, text, _ := strings.Cut(string(data), ";")
			isTitle := kind == "2" && (text == "" || slices.Contains(titles, text))
			isQuestion := kind == "11" && text == "?"
			note(isTitle || isQuestion, "OSC %q was written", data)
		},
		HandleDcs: func(_ ansi.Cmd, _ ansi.Params, data []byte) { note(false, "DCS %q was written", data) },
		HandleApc: func(data []byte) { note(false, "APC %q was written", data) },
		HandlePm:  func(data []byte) { note(false, "PM %q was written", data) },
		HandleSos: func(data []byte) { note(false, "SOS %q was written", data) },
	})
	p.Parse(written)
	note(p.State() == parser.GroundState, "it ends within a sequence: %q", written[max(0, len(written)-80):])
	note(sequences > 50, "there are %d sequences in %d bytes: this is not the screen", sequences, len(written))
	return slices.Sorted(maps.Keys(found))
}

func rendererCSI(cmd ansi.Cmd, params ansi.Params) bool {
	switch n := name(cmd); {
	case n == "?h" || n == "?l":
		for _, p := range params {
			if !slices.Contains(wireModes, p.Param(0)) {
				return false
			}
		}
		return true
	case n == "n":
		return len(params) == 1 && params[0].Param(0) == wireQuestion
	case len(n) == 1:
		return strings.Contains(wireCSI, n)
	default:
		return slices.Contains(wirePrivate, n)
	}
}

// name is a sequence's prefix, intermediate byte and final, where it has them.
func name(cmd ansi.Cmd) string {
	return strings.ReplaceAll(string([]byte{cmd.Prefix(), cmd.Intermediate(), cmd.Final()}), "\x00", "")
}

// The check itself must see what it is for.
func TestWireSeesForeignSequences(t *testing.T) {
	const screen, title = "\x1b[1;1Htext\x1b[m", "\x1b]2;ktm hostile\a"
	for _, text := range []string{
		"\a", "\x0e", "\x1bc", "\x1b(0", "\x1b[6n", "\x1b[c", "\x1b[21t", "\x1b[!p", "\x1b[?5h", "\x1b[4h", "\x1b[>31;1;1;1q",
		"\x1b]0;owned\a", "\x1b]52;c;aGk=\a", "\x1b]2;owned\x1b\\", "\x1bPq#0\x1b\\", "\x1b_Ga=d\x1b\\", "\x1b^x\x1b\\", "\x1bXx\x1b\\",
		"\x1b]0;never ended", "\u009b2J", "\u202e", "\x9b2J",
	} {
		if len(foreign([]byte(strings.Repeat(screen, 60)+text), "ktm hostile")) == 0 {
			t.Errorf("%q passes", text)
		}
	}
	if found := foreign([]byte(title+strings.Repeat(screen, 60)), "ktm hostile"); len(found) > 0 {
		t.Errorf("the renderer's own sequences do not pass: %q", found)
	}
}
