package consumer

import (
	"math/rand/v2"
	"time"
)

const (
	firstPause = 100 * time.Millisecond
	lastPause  = 800 * time.Millisecond
)

// backoff gives the pauses between tries: 100 ms, doubled each time, up to
// 800 ms, each with up to a quarter more at random, so that many programs do
// not come back to a broker all at once.
type backoff struct{ pause time.Duration }

func (b *backoff) next() time.Duration {
	b.pause = min(max(firstPause, 2*b.pause), lastPause)
	return b.pause + rand.N(b.pause/4)
}

func (b *backoff) reset() { b.pause = 0 }
