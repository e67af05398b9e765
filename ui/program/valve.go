package program

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// ErrUnread: the terminal took no output when the program was to end. Whoever
// writes to it now may wait for ever.
var ErrUnread = errors.New("the terminal does not take any output")

// valve is the terminal as an output that can be given up. A write to a
// terminal that takes nothing (a stopped multiplexer, a dead link) never
// returns, and the program cannot end while it waits for one. That a write has
// failed is told too: the renderer does not look, and would go on for nobody.
type valve struct {
	file   *os.File
	once   sync.Once
	shut   chan struct{}
	failed chan error                // holds the first failure
	since  atomic.Pointer[time.Time] // when the write under way began; nil = there is none
}

func newValve(f *os.File) *valve {
	return &valve{file: f, shut: make(chan struct{}), failed: make(chan error, 1)}
}

// stuck says that a write has been under way for so long. Writes come one after
// the other.
func (v *valve) stuck(long time.Duration) bool {
	began := v.since.Load()
	return began != nil && time.Since(*began) >= long
}

// giveUp ends the write that is under way and refuses all others.
func (v *valve) giveUp() { v.once.Do(func() { close(v.shut) }) }

// Fd, Read and Close are what Bubble Tea knows a terminal by.
func (v *valve) Fd() uintptr                { return v.file.Fd() }
func (v *valve) Read(p []byte) (int, error) { return v.file.Read(p) }
func (v *valve) Close() error               { return v.file.Close() }

// Write writes to the file unless the valve is given up.
func (v *valve) Write(p []byte) (int, error) {
	select {
	case <-v.shut:
		return 0, ErrUnread
	default:
	}
	now := time.Now()
	v.since.Store(&now)
	defer v.since.Store(nil)
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	// The copy is for a write that is given up: its goroutine stays behind.
	p = append([]byte(nil), p...)
	go func() {
		n, err := v.file.Write(p)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		if r.err == nil {
			return r.n, nil
		}
		err := fmt.Errorf("writing to the terminal: %w", r.err)
		select {
		case v.failed <- err:
		default:
		}
		return r.n, err
	case <-v.shut:
		return 0, ErrUnread
	}
}
