package kafka

import (
	"math/rand/v2"
	"time"
)

// backoff spaces out attempts: 100 ms, doubling to 1 s, each a little off so
// that many consumers do not come back at the same instant. The zero value is
// ready; setting it to zero begins anew.
type backoff time.Duration

const (
	firstPause = 100 * time.Millisecond
	lastPause  = time.Second
)

func (b *backoff) next() time.Duration {
	d := min(max(time.Duration(*b), firstPause), lastPause)
	*b = backoff(2 * d)
	return d*8/10 + rand.N(d*2/10)
}
