package terminal

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/charmbracelet/x/ansi"
)

// Modes of terminals that matter here.
const (
	modeAlternate    = 1049 // the screen of full-screen programs, empty at first
	modeSynchronized = 2026 // a frame is between set and reset
)

// csi does what a control sequence asks for.
func (s *Screen) csi(cmd ansi.Cmd, params ansi.Params) {
	switch {
	case cmd.Prefix() == '?' && cmd.Intermediate() == 0:
		s.private(cmd.Final(), params)
		return
	case cmd.Prefix() == '?' && cmd.Intermediate() == '$' && cmd.Final() == 'p':
		s.tellMode(param(params, 0, 0))
		return
	case cmd.Prefix() != 0 || cmd.Intermediate() != 0:
		return
	}
	n := max(1, param(params, 0, 1))
	row := s.y * s.width
	switch cmd.Final() {
	case 'A':
		s.move(s.x, s.y-n)
	case 'B', 'e':
		s.move(s.x, s.y+n)
	case 'C', 'a':
		s.move(s.x+n, s.y)
	case 'D':
		s.move(s.x-n, s.y)
	case 'E':
		s.move(0, s.y+n)
	case 'F':
		s.move(0, s.y-n)
	case 'G', '`':
		s.move(n-1, s.y)
	case 'H', 'f':
		s.move(max(1, param(params, 1, 1))-1, n-1)
	case 'I':
		s.move((s.x/tabStop+n)*tabStop, s.y)
	case 'Z':
		s.move(((s.x+tabStop-1)/tabStop-n)*tabStop, s.y)
	case 'd':
		s.move(s.x, n-1)
	case 'J':
		s.eraseDisplay(param(params, 0, 0))
	case 'K':
		s.eraseLine(param(params, 0, 0))
	case 'X':
		s.erase(row+s.x, row+min(s.x+n, s.width))
	case '@':
		rest := s.cells[row+s.x : row+s.width]
		n = min(n, len(rest))
		copy(rest[n:], rest)
		s.fill(rest[:n])
	case 'P':
		rest := s.cells[row+s.x : row+s.width]
		n = min(n, len(rest))
		copy(rest, rest[n:])
		s.fill(rest[len(rest)-n:])
	case 'L':
		s.insertLines(-n)
	case 'M':
		s.insertLines(n)
	case 'S':
		s.scroll(s.top, n)
	case 'T':
		s.scroll(s.top, -n)
	case 'b':
		for range n {
			s.print(s.last)
		}
	case 'm':
		s.style.set(params)
	case 'r':
		s.margins(n-1, param(params, 1, s.height))
	case 'n':
		switch n {
		case 5:
			s.answers = append(s.answers, "\x1b[0n"...)
		case 6:
			s.answers = fmt.Appendf(s.answers, "\x1b[%d;%dR", s.y+1, s.x+1)
		}
	case 'c':
		s.answers = append(s.answers, "\x1b[?62;22c"...)
	}
}

// param is a parameter, def where it is left out.
func param(params ansi.Params, i, def int) int {
	n, _, _ := params.Param(i, def)
	return n
}

// insertLines moves what is from the cursor's row on: down when n is negative.
func (s *Screen) insertLines(n int) {
	if s.y < s.top || s.y >= s.bottom {
		return
	}
	s.scroll(s.y, n)
	s.move(0, s.y)
}

func (s *Screen) margins(top, bottom int) {
	if bottom = min(bottom, s.height); top >= bottom-1 {
		return
	}
	s.top, s.bottom = top, bottom
	s.move(0, 0)
}

func (s *Screen) eraseDisplay(what int) {
	at := s.y*s.width + s.x
	switch what {
	case 0:
		s.erase(at, len(s.cells))
	case 1:
		s.erase(0, at+1)
	default:
		s.erase(0, len(s.cells))
	}
}

func (s *Screen) eraseLine(what int) {
	row := s.y * s.width
	switch what {
	case 0:
		s.erase(row+s.x, row+s.width)
	case 1:
		s.erase(row, row+s.x+1)
	default:
		s.erase(row, row+s.width)
	}
}

// private sets and resets modes.
func (s *Screen) private(final byte, params ansi.Params) {
	set := final == 'h'
	if !set && final != 'l' {
		return
	}
	for i := range params {
		switch param(params, i, 0) {
		case modeAlternate:
			s.style = style{}
			s.erase(0, len(s.cells))
			s.move(0, 0)
		case modeSynchronized:
			s.frames.synchronize(s, set)
		}
	}
}

// tellMode answers a question about a mode: off and known, or not known.
func (s *Screen) tellMode(mode int) {
	state := 0
	if mode == modeSynchronized {
		state = 2
	}
	s.answers = fmt.Appendf(s.answers, "\x1b[?%d;%d$y", mode, state)
}

func (s *Screen) escape(cmd ansi.Cmd) {
	switch cmd.Final() {
	case 'M':
		if s.y == s.top {
			s.scroll(s.top, -1)
		} else {
			s.move(s.x, s.y-1)
		}
	case '7':
		s.saved.x, s.saved.y, s.saved.style = s.x, s.y, s.style
	case '8':
		s.move(s.saved.x, s.saved.y)
		s.style = s.saved.style
	}
}

// osc answers the question for the background's colour: dark. It takes what is
// put into the clipboard.
func (s *Screen) osc(cmd int, data []byte) {
	switch {
	case cmd == 11 && string(data) == "11;?":
		s.answers = append(s.answers, "\x1b]11;rgb:1616/1616/1e1e\x1b\\"...)
	case cmd == 52:
		if _, text, ok := bytes.Cut(data, []byte("52;c;")); ok {
			s.clipboard, _ = base64.StdEncoding.DecodeString(string(text)) // as far as it is any
		}
	}
}
