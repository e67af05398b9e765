// Package backoff spaces out attempts at what has failed: 100 ms, doubling to
// 1 s, each a little less at random, so that many programs do not come back to
// a broker at the same instant.
package backoff

import (
	"math/rand/v2"
	"time"
)

// The pauses.
const (
	First = 100 * time.Millisecond
	Last  = time.Second
)

// Backoff is the pause that comes next, before chance takes up to a fifth of
// it. The zero value is ready; setting it to zero begins anew.
type Backoff time.Duration

// Next is how long to wait before the next attempt.
func (b *Backoff) Next() time.Duration {
	d := min(max(time.Duration(*b), First), Last)
	*b = Backoff(2 * d)
	return d*8/10 + rand.N(d*2/10)
}
