package table

import "math"

// span is a range of rows, the last one exclusive.
type span struct{ first, end int64 }

func (t *Table) firstSeq() int64 {
	if t.window == nil {
		return 0
	}
	return t.window.First()
}

// rows is the range of rows there are.
func (t *Table) rows() span {
	if t.window == nil {
		return span{t.rules.dropped, t.rules.dropped + int64(len(t.rules.list))}
	}
	first := t.window.First()
	end := first + int64(t.window.Len())
	return span{first + t.rules.before(first), end + t.rules.upTo(end)}
}

func (t *Table) count() int64 { s := t.rows(); return s.end - s.first }

// body is the number of lines for rows, below the column names.
func (t *Table) body() int { return max(0, t.height-1) }

// settle brings the cursor and the top back into what there is.
func (t *Table) settle() {
	all := t.rows()
	last := max(all.first, all.end-1)
	if t.follow {
		t.cursor = last
	}
	t.cursor = min(max(t.cursor, all.first), last)
	t.top = min(max(t.top, all.first), last)
	if t.follow {
		t.top = t.topFor(t.cursor)
		return
	}
	if t.cursor < t.top {
		t.top = t.cursor
	} else if first := t.topFor(t.cursor); t.top < first {
		t.top = first
	}
	// No blank lines at the end while there are rows above to fill them.
	t.top = min(t.top, t.topFor(last))
}

// topFor is the lowest top that shows row whole.
func (t *Table) topFor(row int64) int64 {
	all := t.rows()
	first := all.first
	if !t.sheet.Wraps() || first == all.end {
		return max(first, row-int64(t.body())+1)
	}
	left := t.body() - t.rowHeight(row)
	for row > first {
		if left -= t.rowHeight(row - 1); left < 0 {
			break
		}
		row--
	}
	return row
}

// visible is the range of rows on the screen.
func (t *Table) visible() span {
	end := t.rows().end
	if !t.sheet.Wraps() {
		return span{t.top, min(end, t.top+int64(t.body()))}
	}
	row, left := t.top, t.body()
	for row < end && left > 0 {
		left -= t.rowHeight(row)
		row++
	}
	return span{t.top, row}
}

// Click puts the cursor on the row that a line of the view shows, the column
// names being line 0, and gives its number; false where there is none. A row
// above the last one ends following.
func (t *Table) Click(line int) (row int64, ok bool) {
	v := t.visible()
	row = v.first
	if line--; line < 0 {
		return 0, false
	}
	if !t.sheet.Wraps() {
		row += int64(line)
	} else {
		for row < v.end {
			if line -= t.rowHeight(row); line < 0 {
				break
			}
			row++
		}
	}
	if row >= v.end {
		return 0, false
	}
	t.cursor = row
	if row+1 < t.rows().end {
		t.follow = false
	}
	t.settle()
	return row, true
}

// Move puts the cursor delta rows further; upwards ends following, and beyond
// the last row begins it again.
func (t *Table) Move(delta int) {
	t.turn(int64(delta))
	t.cursor += int64(delta)
	t.settle()
}

// turn ends following where the cursor goes up, and begins it where it would go
// beyond the last row.
func (t *Table) turn(delta int64) {
	switch {
	case delta < 0:
		t.follow = false
	case delta > 0 && t.cursor+delta >= t.rows().end:
		t.follow = true
	}
}

// Below is the number of rows under the visible ones.
func (t *Table) Below() int64 { return max(0, t.rows().end-t.visible().end) }

// Place is the cursor's row, from 1, and the number of rows.
func (t *Table) Place() (row, of int64) {
	all := t.rows()
	return t.cursor - all.first + 1, all.end - all.first
}

// Page moves by a share of the visible rows: 1 a page down, -0.5 half a page up.
func (t *Table) Page(share float64) {
	rows := int64(math.Round(share * float64(max(1, t.visible().end-t.top-1))))
	t.turn(rows)
	t.cursor += rows
	t.top += rows
	t.settle()
}

// Scroll moves the view and keeps the cursor where it is as long as it can.
func (t *Table) Scroll(delta int) {
	all := t.rows()
	switch {
	case delta < 0:
		t.follow = false
	case delta > 0 && t.top+int64(delta) > t.topFor(all.end-1):
		t.follow = true
	}
	t.top = max(all.first, min(t.top+int64(delta), t.topFor(all.end-1)))
	if v := t.visible(); t.cursor < v.first {
		t.cursor = v.first
	} else if t.cursor >= v.end {
		t.cursor = v.end - 1
	}
	t.settle()
}

// Oldest goes to the first row, Newest to the last and follows from there on.
func (t *Table) Oldest() { t.follow = false; t.cursor, t.top = 0, 0; t.settle() }

// Newest goes to the last row and follows from there on.
func (t *Table) Newest() { t.follow = true; t.settle() }

// Select puts the cursor on the record with a sequence number, in the middle of
// the view where it was not in sight, and ends following.
func (t *Table) Select(seq int64) {
	t.follow = false
	t.cursor = seq + t.rules.upTo(seq)
	if v := t.visible(); t.cursor < v.first || t.cursor >= v.end {
		t.top = t.cursor - int64(t.body())/2
	}
	t.settle()
}

// Hold ends following without moving: a view that is looked at stays. It says
// whether the table was following.
func (t *Table) Hold() (was bool) {
	was, t.follow = t.follow, false
	return was
}
