package screen

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/colorprofile"
)

// leastGap is the time between two paintings, as far as no key was pressed:
// what comes together is painted together.
const leastGap = 4 * time.Millisecond

// Screen paints frames on a terminal. Its methods may be called from any
// goroutine.
type Screen struct {
	out     io.Writer
	writing sync.Mutex // held while something is written, and taken before mu

	mu      sync.Mutex
	palette palette
	width   int
	frame   string   // the last one shown
	lines   []string // that want was read from
	want    []row
	shown   []row
	dirty   []bool // rows that may differ
	keyed   []bool // rows that a key has changed
	from    int    // the row that the next portion begins with
	known   bool   // shown is what stands on the terminal
	on      bool   // the alternate screen is shown
	entered bool   // by Enter; Bubble Tea has not asked for it yet
	started bool   // Enter was called
	enter   bool   // and is still to be done
	sync    bool   // the terminal knows synchronized output
	closed  bool
	painted time.Time // when the last portion was begun
	pace    pace
	pen     pen

	kick    chan struct{} // something is to be done
	done    chan struct{} // closed when closed
	settled chan struct{} // closed as soon as nothing is left to be painted; nil where nobody waits
}

// New makes a screen on a terminal of unknown size. Run paints.
func New(out io.Writer) *Screen {
	return &Screen{out: out, kick: make(chan struct{}, 1), done: make(chan struct{})}
}

func (s *Screen) wake() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// SetSize says how large the terminal is.
func (s *Screen) SetSize(width, height int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.width, s.known, s.from = width, false, 0
	s.want, s.shown = make([]row, height), make([]row, height)
	for i := range height {
		s.want[i], s.shown[i] = newRow(width), newRow(width)
	}
	s.dirty, s.keyed, s.lines = make([]bool, height), make([]bool, height), make([]string, height)
	s.read()
	s.wake()
}

// SetProfile says which colours the terminal has.
func (s *Screen) SetProfile(p colorprofile.Profile) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.palette = palette{profile: p}
	clear(s.lines)
	s.read()
	s.wake()
}

// SetSynchronized says that the terminal knows synchronized output, mode 2026.
func (s *Screen) SetSynchronized() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sync = true
}

// Show has a frame painted: lines of text with SGR sequences. It replaces the
// one before, painted or not. What a key has changed is painted first.
func (s *Screen) Show(frame string, key bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if frame == s.frame {
		return
	}
	s.frame = frame
	for i, changed := range s.read() {
		s.keyed[i] = s.keyed[i] || changed && key
	}
	s.wake()
}

// read turns the frame into rows and says which differ from those wanted before.
func (s *Screen) read() (changed []bool) {
	changed = make([]bool, len(s.want))
	rest := s.frame
	for i := range s.want {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if s.lines[i] == line {
			continue
		}
		s.lines[i] = line
		s.want[i].read(line, &s.palette)
		s.dirty[i], changed[i] = true, true
	}
	return changed
}

// Answer is what a terminal says when the screen asks for its status (DSR 5): all
// is well. Whoever reads what the terminal sends calls Answered for each.
const Answer = "\x1b[0n"

// Answered says that the terminal has answered a question.
func (s *Screen) Answered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pace.answered(time.Now())
	s.wake()
}

// Sequences that Bubble Tea writes and that concern what stands on the terminal.
const (
	enterAlternate = "\x1b[?1049h"
	leaveAlternate = "\x1b[?1049l"
	hideCursor     = "\x1b[?25l"
	showCursor     = "\x1b[?25h"
	askBackground  = "\x1b]11;?\a"
	eraseScreen    = "\x1b[2J"
	eraseBelow     = "\x1b[J"
)

// Enter has Run begin the alternate screen and ask whether the terminal is dark,
// once: the first frame need not wait until Bubble Tea gets round to it.
func (s *Screen) Enter() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enter = s.enter || !s.started
	s.started = true
	s.wake()
}

// begin writes what Enter asked for, unless Bubble Tea came first. It is called
// with writing held.
func (s *Screen) begin() {
	s.mu.Lock()
	first := s.enter && !s.on && !s.closed
	s.enter = false
	s.mu.Unlock()
	if !first {
		return
	}
	_, err := io.WriteString(s.out, enterAlternate+hideCursor+askBackground)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.on, s.entered, s.known = err == nil, err == nil, false
}

// Leave ends the alternate screen where Bubble Tea did not.
func (s *Screen) Leave() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	on := s.on
	s.on = false
	s.mu.Unlock()
	if on {
		_, _ = io.WriteString(s.out, leaveAlternate+showCursor)
	}
}

// Pass writes what the program itself has for the terminal: modes, questions.
// What would erase the screen is left out: it is painted anew instead.
func (s *Screen) Pass(p []byte) (int, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	out := s.see(p)
	if n, err := s.out.Write(out); err != nil {
		return min(n, len(p)), err
	}
	return len(p), nil
}

// see notes what p does to the screen, and gives what of it is to be written.
func (s *Screen) see(p []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	on, off := bytes.LastIndex(p, []byte(enterAlternate)), bytes.LastIndex(p, []byte(leaveAlternate))
	begins, erases := on > off, bytes.Contains(p, []byte(eraseScreen)) || bytes.Contains(p, []byte(eraseBelow))
	switch {
	case begins && s.entered: // what it wants to begin with is there
		p = bytes.ReplaceAll(p, []byte(enterAlternate), nil)
		erases = false
	case begins:
		s.on, s.known = true, false
	case off >= 0:
		s.on = false
		s.settle()
	}
	s.entered = s.entered && !begins
	if s.on {
		p = bytes.ReplaceAll(p, []byte(eraseScreen), nil)
		p = bytes.ReplaceAll(p, []byte(eraseBelow), nil)
		s.known = s.known && !erases
		s.wake()
	}
	return p
}

// Settled gives a channel that is closed when all that was shown is painted, as
// far as it can be.
func (s *Screen) Settled() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settled == nil {
		s.settled = make(chan struct{})
		if !s.on || s.closed || !s.behind() {
			defer s.settle()
		}
	}
	return s.settled
}

// behind says that something is left to be painted.
func (s *Screen) behind() bool { return !s.known || s.left() > 0 }

// left counts the rows that may differ.
func (s *Screen) left() (n int) {
	for _, dirty := range s.dirty {
		if dirty {
			n++
		}
	}
	return n
}

// settle lets those go on who wait. It is called with the lock held.
func (s *Screen) settle() {
	if s.settled != nil {
		close(s.settled)
		s.settled = nil
	}
}

// Close ends painting. It is true when an answer of the terminal is still to
// come: whoever gives the terminal back before it came has it typed into the
// shell, see [Screen.Rest].
func (s *Screen) Close() (waits bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		close(s.done)
		s.settle()
	}
	return s.pace.waits()
}

// Rest waits after Close until the terminal has answered, but not for longer
// than most.
func (s *Screen) Rest(most time.Duration) {
	end := time.NewTimer(most)
	defer end.Stop()
	for {
		select {
		case <-s.kick:
		case <-end.C:
			s.mu.Lock()
			defer s.mu.Unlock()
			s.pace.asked = nil
			return
		}
		s.mu.Lock()
		waits := s.pace.waits()
		s.mu.Unlock()
		if !waits {
			return
		}
	}
}
