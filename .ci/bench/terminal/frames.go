package terminal

import "unicode/utf8"

// Frame is what one complete frame cost.
type Frame struct {
	Bytes   int // that the program wrote
	Changed int // that say what changed: see [Screen.changed]
}

// frames tells frames from one another.
type frames struct {
	open   bool // between the beginning and the end of one
	bytes  int  // since the last one ended
	before []cell
	done   []Frame
	ended  func() // called when one is complete; nil = nobody wants to know
}

// synchronize is called where a frame begins, and where it ends.
func (f *frames) synchronize(s *Screen, begins bool) {
	f.open = begins
	if begins {
		return
	}
	f.done = append(f.done, Frame{f.bytes, s.changed(f.before)})
	f.bytes = 0
	copy(f.before, s.cells)
	if f.ended != nil {
		f.ended()
	}
}

// moveBytes is what moving the cursor takes, as in "\x1b[12;34H".
const moveBytes = 8

// changed is how many bytes the difference to before takes when it is written
// cell by cell: the characters that look different, one movement for each
// stretch of them, and the shortest sequences that set their styles. The colour
// of a blank's text is not seen and counts for nothing. A renderer that scrolls
// the terminal, or erases, can do with less.
func (s *Screen) changed(before []cell) int {
	n := 0
	var now style
	for row := 0; row < len(s.cells); row += s.width {
		inside := false
		for i := row; i < row+s.width; i++ {
			c := s.cells[i].seen()
			if c == before[i].seen() {
				inside = false
				continue
			}
			if !inside {
				n += moveBytes
			}
			inside = true
			if c.style != now {
				n += c.style.bytes(now)
				now = c.style
			}
			if c.r != 0 {
				n += utf8.RuneLen(c.r)
			}
		}
	}
	return n
}
