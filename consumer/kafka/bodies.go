package kafka

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// body is the bytes of an answer. Records alias them until Poll has handed out
// the last one; then they are used for another answer. Making room for every
// answer anew would mean to clear it first and to collect it afterwards, which
// costs as much as to read it.
type body struct {
	bytes []byte
	users atomic.Int32 // the worker that took the answer, and blocks of it
	home  *bodies      // nil for one that is left to the collector
}

// hold says that there is one more user.
func (b *body) hold() {
	if b != nil {
		b.users.Add(1)
	}
}

// letGo says that a user needs the bytes no more.
func (b *body) letGo() {
	if b != nil && b.users.Add(-1) == 0 && b.home != nil {
		b.home.put(b.bytes)
	}
}

// bodies are the bytes that are not used.
type bodies struct {
	mu   sync.Mutex
	free [][]byte
}

// spare is how many are kept: as many as go round between workers and Poll.
const spare = prefetch + 2

// get gives a body of so many bytes, of any content, with one user. Small ones
// cost nothing to make, and giants are too rare to keep. Where answers are small
// there is no flood, and what was kept for one is given up.
func (p *bodies) get(size int) *body {
	b := &body{home: p}
	b.users.Store(1)
	switch {
	case p == nil || size > wholeFetch:
		b.home = nil
	case size <= firstFetch:
		b.home = nil
		p.drop()
	default:
		b.bytes = p.take(size)
	}
	if b.bytes == nil {
		b.bytes = make([]byte, size)
	}
	return b
}

// take gives bytes that are kept, or makes some that will fit similar answers.
func (p *bodies) take(size int) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, b := range p.free {
		if cap(b) >= size {
			last := len(p.free) - 1
			p.free[i], p.free[last] = p.free[last], nil
			p.free = p.free[:last]
			return b[:size]
		}
	}
	return make([]byte, size, 1<<bits.Len(uint(size-1)))
}

func (p *bodies) put(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) == spare {
		copy(p.free, p.free[1:]) // the oldest may be too small by now
		p.free = p.free[:spare-1]
	}
	p.free = append(p.free, b)
}

func (p *bodies) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.free)
	p.free = p.free[:0]
}
