package screen

import (
	"runtime"
	"slices"
)

// move is a block of rows that is wanted elsewhere: those from top to bottom-1
// move up by up rows, down if it is negative.
type move struct{ top, bottom, up int }

// leastMoved is from how many rows on moving them is worth while.
const leastMoved = 3

// moved finds the largest block of rows that only moved.
func moved(shown, want []row) (best move, ok bool) {
	if runtime.GOOS == "windows" {
		return best, false // its terminal loses the cursor outside of a region that scrolls
	}
	height, most := len(want), leastMoved-1
	for up := -height + 1; up < height; up++ {
		if up == 0 {
			continue
		}
		n, gain := 0, 0
		for i := max(0, -up); i < height && i+up < height; i++ {
			if !want[i].equals(&shown[i+up]) {
				n, gain = 0, 0
				continue
			}
			// Rows that are the same everywhere, and blank ones, gain nothing.
			if n++; !want[i].equals(&shown[i]) && !want[i].isBlank() {
				gain++
			}
			if gain > most {
				most = gain
				first := i - n + 1
				best = move{top: min(first, first+up), bottom: max(i, i+up) + 1, up: up}
			}
		}
	}
	return best, most >= leastMoved
}

// scroll has the terminal move rows, and does the same in shown. Rows that come
// in are blank.
func (p *pen) scroll(shown []row, m move) {
	p.set(style{})
	p.out = append(p.out, "\x1b["...)
	p.out = appendNumbers(p.out, m.top+1, m.bottom)
	p.out = append(p.out, 'r')
	rows := shown[m.top:m.bottom]
	var fresh []row
	if m.up > 0 {
		p.csi(m.up, 'S')
		rotate(rows, m.up)
		fresh = rows[len(rows)-m.up:]
	} else {
		p.csi(-m.up, 'T')
		rotate(rows, len(rows)+m.up)
		fresh = rows[:-m.up]
	}
	p.out = append(p.out, "\x1b[r"...)
	p.x, p.y = -1, -1
	for i := range fresh {
		fresh[i].clear()
	}
}

// rotate moves rows up by n; the first ones come last.
func rotate(rows []row, n int) {
	slices.Reverse(rows[:n])
	slices.Reverse(rows[n:])
	slices.Reverse(rows)
}
