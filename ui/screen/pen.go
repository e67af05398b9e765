package screen

import "strconv"

// pen writes cells to the terminal. It knows where the cursor is and what style
// is set.
type pen struct {
	out    []byte
	x, y   int // the cursor; -1 where it is not known
	style  style
	noWrap bool // lines do not wrap at present
	width  int
}

// start begins a portion: whoever wrote before may have moved the cursor.
func (p *pen) start(width int) {
	*p = pen{out: p.out[:0], x: -1, y: -1, width: width}
}

// finish leaves the terminal as the next one who writes expects it.
func (p *pen) finish() {
	p.set(style{})
	if p.noWrap {
		p.out = append(p.out, "\x1b[?7h"...)
		p.noWrap = false
	}
}

func (p *pen) set(s style) {
	p.out = appendChange(p.out, p.style, s)
	p.style = s
}

// move brings the cursor to a column of a row, both from 0, the shortest way.
func (p *pen) move(x, y int) {
	switch {
	case y == p.y && x == p.x:
	case y == p.y && p.x >= 0 && x > p.x && x-p.x <= 9:
		p.csi(x-p.x, 'C')
	case y == p.y && x == 0:
		p.out = append(p.out, '\r')
	case y == p.y:
		p.csi(x+1, 'G')
	case p.y >= 0 && y == p.y+1 && x < 100:
		p.out = append(p.out, "\r\n"...)
		if x > 0 {
			p.csi(x, 'C')
		}
	default:
		p.out = append(p.out, "\x1b["...)
		if y > 0 {
			p.out = strconv.AppendInt(p.out, int64(y+1), 10)
		}
		if x > 0 {
			p.out = append(p.out, ';')
			p.out = strconv.AppendInt(p.out, int64(x+1), 10)
		}
		p.out = append(p.out, 'H')
	}
	p.x, p.y = x, y
}

// csi appends a control sequence with one number, which is 1 where it is left
// out.
func (p *pen) csi(n int, final byte) {
	p.out = append(p.out, "\x1b["...)
	if n != 1 {
		p.out = strconv.AppendInt(p.out, int64(n), 10)
	}
	p.out = append(p.out, final)
}

// put writes a cell where the cursor is.
func (p *pen) put(c cell) {
	if c.text == "" {
		return // it came with the one before
	}
	p.set(c.style)
	p.out = append(p.out, c.text...)
	if p.x++; p.x >= p.width {
		p.x = -1 // some terminals stay in the last column, some do not
	}
}

// The shortest runs of blanks for which another way than writing them is shorter.
const (
	shortestErase = 4  // to the end of the line
	shortestSkip  = 12 // erased, and skipped
	longestGap    = 5  // of equal cells that are written anew rather than skipped
)

// update writes what differs between two rows.
func (p *pen) update(y int, old, want *row) {
	if old.odd || want.odd {
		p.rewrite(y, want)
		return
	}
	a, b := old.cells, want.cells
	last := lastDifference(a, b)
	if last < 0 {
		return
	}
	// From blanks on, nothing but blanks is wanted.
	blanks := len(b)
	for blanks > 0 && b[blanks-1] == blankCell {
		blanks--
	}
	for x := 0; x <= last; {
		if a[x] == b[x] {
			x++
			continue
		}
		if x >= blanks && last-x >= shortestErase {
			p.erase(x, y)
			return
		}
		if n := run(a, b, x, blankCell); n >= shortestSkip {
			p.move(x, y)
			p.set(style{})
			p.csi(n, 'X')
			x += n
			continue
		}
		p.bridge(x, y, b)
		p.put(b[x])
		x++
	}
}

// bridge moves the cursor to x; a few equal cells on the way that have the style
// that is set are written anew when that takes no more.
func (p *pen) bridge(x, y int, cells []cell) {
	if p.y == y && p.x >= 0 && p.x < x && x-p.x <= longestGap {
		size := 0
		for _, c := range cells[p.x:x] {
			if c.style != p.style && c != blankCell || p.style.blank() != (style{}) && c == blankCell {
				size = longestGap + 1
			}
			size += len(c.text)
		}
		if size < longestGap {
			for p.x < x {
				c := cells[p.x]
				c.style = p.style // a blank looks the same
				p.put(c)
			}
			return
		}
	}
	p.move(x, y)
}

// lastDifference is the last column that differs; -1 if none does.
func lastDifference(a, b []cell) int {
	x := len(b) - 1
	for x >= 0 && a[x] == b[x] {
		x--
	}
	return x
}

// run counts the cells from x on that are to become c.
func run(a, b []cell, x int, c cell) (n int) {
	last := 0
	for ; x < len(b) && b[x] == c; x++ {
		if n++; a[x] != b[x] {
			last = n
		}
	}
	return last
}

// erase empties a row from a column on.
func (p *pen) erase(x, y int) {
	p.move(x, y)
	p.set(style{})
	p.out = append(p.out, "\x1b[K"...)
}

// rewrite writes a row from its beginning. The cursor is placed anew after every
// character that some terminals draw wider or narrower than others.
func (p *pen) rewrite(y int, want *row) {
	if want.odd && !p.noWrap {
		p.out = append(p.out, "\x1b[?7l"...) // what is drawn too wide is cut
		p.noWrap = true
	}
	p.erase(0, y)
	for x, c := range want.cells {
		if c == blankCell || c.text == "" {
			continue
		}
		p.bridge(x, y, want.cells)
		p.put(c)
		if len(c.text) > 1 && uncertain(want.cells, x) {
			p.x = -1
		}
	}
}

// uncertain says that a cell may be drawn in another width than it has here.
func uncertain(cells []cell, x int) bool {
	if x+1 < len(cells) && cells[x+1].text == "" {
		return true
	}
	n := 0
	for _, r := range cells[x].text {
		if n++; n > 1 || oddAlone(r) {
			return true
		}
	}
	return false
}

// appendNumbers appends "1;2".
func appendNumbers(dst []byte, a, b int) []byte {
	dst = strconv.AppendInt(dst, int64(a), 10)
	dst = append(dst, ';')
	return strconv.AppendInt(dst, int64(b), 10)
}
