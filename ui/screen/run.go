package screen

import "time"

// Synchronized output: what is between is shown at once.
const (
	beginFrame = "\x1b[?2026h"
	endFrame   = "\x1b[?2026l"
)

// Run paints until the screen is closed. An error of the terminal is for its
// writer to tell.
func (s *Screen) Run() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		select {
		case <-s.done:
			return
		case <-s.kick:
		case <-timer.C:
		}
		if later := s.paint(); later > 0 {
			timer.Reset(later)
		}
	}
}

// paint writes the next portion. It says when to try again; 0 = when something
// happens.
func (s *Screen) paint() (later time.Duration) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.begin()
	now := time.Now()
	portion, later := s.portion(now)
	if len(portion) == 0 {
		return later
	}
	_, _ = s.out.Write(portion)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.behind() {
		s.wake()
	} else {
		s.settle()
	}
	return 0
}

// portion makes what is to be written now, and takes it for shown.
func (s *Screen) portion(now time.Time) (out []byte, later time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.on || s.closed || s.width == 0 || !s.behind() {
		return nil, 0
	}
	key := next(s.keyed, 0) >= 0
	if wait := s.painted.Add(leastGap).Sub(now); wait > 0 && !key {
		return nil, wait
	}
	room := s.pace.room(now, key)
	if room == 0 {
		return nil, deafAfter // an answer comes first
	}
	p := &s.pen
	p.start(s.width)
	probes := s.pace.probes()
	if probes {
		p.out = append(p.out, question...)
	}
	begin := len(p.out)
	if s.sync {
		p.out = append(p.out, beginFrame...)
		begin = len(p.out)
	}
	s.update(p, room)
	p.finish()
	if len(p.out) == begin {
		s.settle()
		return nil, 0 // what differed was not to be seen
	}
	if s.sync {
		p.out = append(p.out, endFrame...)
	}
	asks := s.pace.asks(len(p.out))
	if asks {
		p.out = append(p.out, question...)
	}
	size := len(p.out)
	if probes {
		s.pace.wrote(len(question), true, now)
		size -= len(question)
	}
	s.pace.wrote(size, asks, now)
	s.painted = now
	return p.out, 0
}

// update brings rows to what is wanted, until there is no room.
func (s *Screen) update(p *pen, room int) {
	if !s.known {
		s.known = true
		p.out = append(p.out, "\x1b[m\x1b[H"+eraseScreen...)
		p.x, p.y = 0, 0
		for i := range s.shown {
			s.shown[i].clear()
			s.dirty[i] = true
		}
	} else if s.left() >= leastMoved {
		if m, ok := moved(s.shown, s.want); ok {
			p.scroll(s.shown, m)
			for i := m.top; i < m.bottom; i++ {
				s.dirty[i] = true
			}
		}
	}
	begin := len(p.out)
	for len(p.out)-begin < room {
		y := next(s.keyed, 0)
		if y < 0 {
			y = next(s.dirty, s.from)
			s.from = y + 1
		}
		if y < 0 {
			return
		}
		p.update(y, &s.shown[y], &s.want[y])
		s.shown[y].copyFrom(&s.want[y])
		s.dirty[y], s.keyed[y] = false, false
	}
}

// next is the first row that is marked, from a row on and then from the top; -1
// for none.
func next(marked []bool, from int) int {
	for i := range marked {
		if y := (from + i) % len(marked); marked[y] {
			return y
		}
	}
	return -1
}
