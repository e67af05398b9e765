package detail

import "sort"

// place is the first line of the value in the content, and false where that is
// not known yet or the value has no cursor.
func (p *Pane) place() (line int, ok bool) {
	if p.tree == nil || p.content == nil || len(p.content.ends) < p.body {
		return 0, false
	}
	return p.content.begin(p.body), true
}

// Move moves the cursor by a row, or scrolls where there is none in sight or
// nothing further for it.
func (p *Pane) Move(delta int) {
	at, ok := p.place()
	if !ok || at >= p.top+p.page() {
		p.Scroll(delta)
		return
	}
	row := p.tree.row(p.tree.cursor)
	begin, end := p.tree.span(row)
	next := row + delta
	// All of a row is seen before the next one is.
	if next < 0 || next >= len(p.tree.rows) || delta < 0 && at+begin < p.top || delta > 0 && at+end > p.top+p.page() {
		p.Scroll(delta)
		return
	}
	p.halt()
	p.tree.cursor = p.tree.rows[next]
	begin, end = p.tree.span(next)
	tall := end-begin > p.page()
	switch {
	case delta > 0 && tall:
		p.top = max(p.top, at+begin+1-p.page())
	case delta > 0:
		p.top = max(p.top, at+end-p.page())
	case tall:
		p.top = min(p.top, at+end-1)
	default:
		p.top = min(p.top, at+begin)
	}
	p.settle()
	p.follow()
}

// follow brings the cursor into sight, if any row is.
func (p *Pane) follow() {
	at, ok := p.place()
	if !ok {
		return
	}
	from, to := p.top-at, p.top-at+p.page() // in lines of the value
	if to <= 0 || p.tree.count(from+1) <= from {
		return
	}
	begin, end := p.tree.span(p.tree.row(p.tree.cursor))
	switch {
	case end <= from:
		p.tree.cursor = p.tree.rows[p.rowAt(from)]
	case begin >= to:
		p.tree.cursor = p.tree.rows[p.rowAt(min(to, p.tree.count(to))-1)]
	}
}

// rowAt is the row of a line of the value.
func (p *Pane) rowAt(line int) int {
	line = max(0, line)
	p.tree.count(line + 1)
	return sort.SearchInts(p.tree.ends, line+1)
}

// Foldable says that there is something to fold.
func (p *Pane) Foldable() bool { return p.tree != nil && len(p.tree.closes) > 1 }

// Fold folds what the line under the cursor opens, or else what it is in.
func (p *Pane) Fold() {
	if p.tree != nil {
		p.tree.reflow(p.tree.fold())
		p.show()
	}
}

// Unfold shows what is folded under the cursor.
func (p *Pane) Unfold() {
	if p.tree != nil {
		p.tree.reflow(p.tree.unfold())
		p.show()
	}
}

// ToggleFold is Unfold where the line under the cursor is folded, else Fold.
func (p *Pane) ToggleFold() {
	if p.tree != nil && p.tree.folded[p.tree.cursor] {
		p.Unfold()
		return
	}
	p.Fold()
}

// FoldTo folds all that is deeper than a depth; 0 unfolds all.
func (p *Pane) FoldTo(depth int) {
	if p.tree != nil {
		p.tree.foldTo(depth)
		p.tree.reflow(0)
		p.show()
	}
}

// reflow takes in that other rows of the value are shown: a line that was found is
// another one now.
func (p *Pane) reflow() {
	p.found = -1
	p.content.ends = p.content.ends[:min(len(p.content.ends), p.body)]
}

// show scrolls as far as it takes to have the cursor's row in sight.
func (p *Pane) show() {
	p.halt()
	p.content.count(p.top + p.page())
	at, ok := p.place()
	if !ok {
		return
	}
	begin, end := p.tree.span(p.tree.row(p.tree.cursor))
	if at+end > p.top+p.page() {
		p.top = at + end - p.page()
	}
	p.top = min(p.top, at+begin)
	p.settle()
}
