package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// keys presses a key every now and then and measures until the screen has
// answered: "?" opens the help and closes it again.
type keys struct {
	screen *screen
	cancel context.CancelFunc
	done   sync.WaitGroup

	mu    sync.Mutex
	times []time.Duration
	err   error
}

const (
	keyEvery = 700 * time.Millisecond
	keyLimit = 10 * time.Second // an answer later than that is none
)

func startKeys(ctx context.Context, s *screen) *keys {
	ctx, cancel := context.WithCancel(ctx)
	k := &keys{screen: s, cancel: cancel}
	k.done.Go(func() {
		tick := time.NewTicker(keyEvery)
		defer tick.Stop()
		for {
			if err := k.measure(ctx); err != nil {
				k.fail(ctx, err)
				return
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
	return k
}

// measure opens the help and closes it again.
func (k *keys) measure(ctx context.Context) error {
	k.screen.hands.Lock()
	defer k.screen.hands.Unlock()
	for _, open := range []bool{true, false} {
		began := time.Now()
		if err := k.screen.press("?"); err != nil {
			return err
		}
		_, at, err := k.screen.await(context.WithoutCancel(ctx), keyLimit, func(text string) bool {
			return strings.Contains(text, "half a page down") == open
		})
		if err != nil {
			return err
		}
		k.mu.Lock()
		k.times = append(k.times, at.Sub(began))
		k.mu.Unlock()
	}
	return nil
}

func (k *keys) fail(ctx context.Context, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if ctx.Err() == nil {
		k.err = err
	}
}

// stop ends the pressing and gives the slowest answer and the 99th percentile.
func (k *keys) stop() (longest, p99 time.Duration, err error) {
	k.cancel()
	k.done.Wait()
	if k.err != nil || len(k.times) == 0 {
		return keyLimit, keyLimit, k.err
	}
	slices.Sort(k.times)
	return k.times[len(k.times)-1], k.times[len(k.times)*99/100], nil
}
