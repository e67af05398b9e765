package history

// sparePages is how many free pages stay ready. In steady state one page is
// given back for each one taken.
const sparePages = 8

// pool holds what no one uses. It is guarded by the history's lock.
type pool struct {
	newSlab func() slab
	warm    []*page // at most sparePages
	excess  []slab  // to be cooled by coolExcess
	cold    []slab  // addresses whose memory was given back
}

// take gives an empty page of the ordinary size.
func (l *pool) take() *page {
	if n := len(l.warm); n > 0 {
		p := l.warm[n-1]
		l.warm = l.warm[:n-1]
		p.n, p.used = 0, 0
		return p
	}
	p := &page{entries: make([]entry, pageEntries)}
	if n := len(l.cold); n > 0 {
		p.slab = l.cold[n-1]
		l.cold = l.cold[:n-1]
	} else {
		p.slab = l.newSlab()
	}
	return p
}

// giveBack takes a page unless the history or a window still holds it.
func (l *pool) giveBack(p *page) {
	switch {
	case p.kept || p.held > 0 || p.own:
	case len(l.warm) < sparePages:
		l.warm = append(l.warm, p)
	default:
		l.excess = append(l.excess, p.slab)
	}
}

func (l *pool) takeExcess() []slab {
	s := l.excess
	l.excess = nil
	return s
}
