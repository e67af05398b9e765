package history

const (
	// sparePages is how many free pages stay ready in any case.
	sparePages = 4
	// coolAfter is how many windows are released, about two seconds of frames,
	// before what was not needed meanwhile gives its memory back.
	coolAfter = 64
)

// pool holds the ordinary pages that no one uses. It is guarded by the
// history's lock.
//
// Under a flood every page of a window is pushed out of the history before the
// window is released, and all of them come back at once and are needed again
// for the next frame. So it is not their number that says what is superfluous,
// but that they lay here for a while.
type pool struct {
	newSlab  func() slab
	warm     []*page // as they were
	cold     []*page // without memory, but with valid addresses
	low      int     // the fewest warm pages since the last cooling
	releases int     // windows released since then
}

// take gives an empty page.
func (l *pool) take() *page {
	var p *page
	switch {
	case len(l.warm) > 0:
		l.warm, p = pop(l.warm)
		l.low = min(l.low, len(l.warm))
	case len(l.cold) > 0:
		l.cold, p = pop(l.cold)
	default:
		p = &page{slab: l.newSlab()}
	}
	p.n, p.used = 0, 0
	return p
}

// giveBack takes a page unless the history or a window still holds it. One of
// its own size is left to the collector.
func (l *pool) giveBack(p *page) {
	if !p.kept && p.held == 0 && !p.own {
		l.warm = append(l.warm, p)
	}
}

// surplus is asked once for each window released and hands out the pages to be
// cooled: without the lock, because that takes a while.
func (l *pool) surplus() []*page {
	if l.releases++; l.releases < coolAfter {
		return nil
	}
	n := max(0, l.low-sparePages)
	out := append([]*page(nil), l.warm[:n]...)
	l.warm = append(l.warm[:0], l.warm[n:]...)
	l.low, l.releases = len(l.warm), 0
	return out
}

func pop(pages []*page) (rest []*page, last *page) {
	n := len(pages) - 1
	last = pages[n]
	pages[n] = nil
	return pages[:n], last
}
