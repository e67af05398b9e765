package kafka

import (
	"sync/atomic"
	"time"
)

// What answers weigh is bounded by what they unpack to, not by what comes over
// the wire: a compressed megabyte may become a thousand. A worker unpacks an
// answer batch by batch and hands them on in portions of its share of the
// memory. As long as the memory is used up it unpacks no more and asks for no
// more. Only a batch that is larger than its share goes beyond that, and of
// those that are larger than usual there is one at a time.
const (
	// memory is what the answers of a consumer may weigh together: those kept
	// ready for Poll, the one in its hands, and one of every worker.
	memory = 48 << 20
	// growth is how many times as large as the last answer the next may be.
	growth = 4
)

// share is what one worker may have in hand.
func share(workers int) int64 { return int64(memory / (prefetch + 1 + workers)) }

// window is how many bytes to ask a broker for after an answer of so many, that
// took so long from the request to its end.
func window(bytes int64, took time.Duration, workers int) int32 {
	most := int64(wholeFetch)
	if took < nearTime {
		most = nearFetch
	}
	return int32(min(max(growth*bytes, firstFetch), share(workers), most))
}

// store is what a consumer keeps for Poll.
type store struct {
	held    atomic.Int64  // weight of what Poll has not let go of
	waiting atomic.Int32  // workers that wait for it to become less
	giant   chan struct{} // has room for the one worker that deals with a giant
}

// fits says whether so much more may be kept. A single giant may.
func (s *store) fits(size int64) bool {
	held := s.held.Load()
	return held == 0 || held+size <= memory
}

// letGo notes that records of so much weight are no longer needed, and wakes
// the workers that wait for that.
func (c *Consumer) letGo(weight int64) {
	if weight == 0 {
		return
	}
	c.store.held.Add(-weight)
	if c.store.waiting.Load() == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.leaders {
		l.kick()
	}
}

// awaitRoom waits until so much more may be kept. False means that the consumer
// was closed.
func (l *leader) awaitRoom(size int64) bool {
	if l.c.store.fits(size) {
		return true
	}
	if !l.deliver() { // what only we could let go of
		return false
	}
	l.c.store.waiting.Add(1)
	defer l.c.store.waiting.Add(-1)
	for !l.c.store.fits(size) && l.c.ctx.Err() == nil {
		l.idle(idlePause)
	}
	return l.c.ctx.Err() == nil
}

// giants is one goroutine's turn to deal with something large: nobody else has
// one meanwhile.
type giants struct {
	c     *Consumer
	taken bool
}

// take waits for the turn. It reports false when the consumer ends instead.
func (g *giants) take() bool {
	if g.taken {
		return true
	}
	select {
	case g.c.store.giant <- struct{}{}:
		g.taken = true
		return true
	case <-g.c.ctx.Done():
		return false
	}
}

func (g *giants) end() {
	if g.taken {
		<-g.c.store.giant
		g.taken = false
	}
}

// room is for who looks at something large and keeps nothing of it.
func (g *giants) room(size int64) bool {
	if !g.take() {
		return false
	}
	freeBefore(size)
	return true
}

// roomForGiant waits until it is this worker's turn to deal with something
// large, and there is room to keep it.
func (l *leader) roomForGiant(size int64) bool {
	if !l.giants.take() || !l.awaitRoom(size) {
		return false
	}
	freeBefore(size)
	return true
}
