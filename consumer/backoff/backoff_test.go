package backoff

import (
	"testing"
	"time"
)

func TestPausesDoubleUpToASecond(t *testing.T) {
	var b Backoff
	for round := range 2 {
		for i, ms := range []int{100, 200, 400, 800, 1000, 1000} {
			want := time.Duration(ms) * time.Millisecond
			if got := b.Next(); got < want*8/10 || got > want {
				t.Errorf("round %d, pause %d is %v, want %v or a fifth less", round, i, got, want)
			}
		}
		b = 0
	}
}
