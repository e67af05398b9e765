package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// keys presses a key every now and then and measures until the screen has
// answered: "?" opens the help and closes it again. Beside it a key is typed to
// a program that only echoes, which tells what the machine itself takes.
type keys struct {
	screen *screen
	cancel context.CancelFunc
	done   sync.WaitGroup
	ended  error

	answers, echoes []time.Duration // owned by the goroutine until done
}

const (
	keyEvery = 250 * time.Millisecond
	keyLimit = 10 * time.Second // an answer later than that is none
)

func startKeys(ctx context.Context, s *screen) *keys {
	ctx, cancel := context.WithCancel(ctx)
	k := &keys{screen: s, cancel: cancel}
	k.done.Go(func() {
		tick := time.NewTicker(keyEvery)
		defer tick.Stop()
		for k.ended == nil {
			k.ended = k.measure(ctx)
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
	return k
}

func (k *keys) measure(ctx context.Context) error {
	k.screen.hands.Lock()
	defer k.screen.hands.Unlock()
	ctx = context.WithoutCancel(ctx) // a help that was opened is closed again
	for _, open := range []bool{true, false} {
		answer, err := k.time(ctx, "ktm", "?", func(text string) bool {
			return strings.Contains(text, "half a page down") == open
		})
		if err != nil {
			return err
		}
		typed := len(k.echoes) + 1
		echo, err := k.time(ctx, "echo", "x", func(text string) bool { return strings.Count(text, "x") == typed })
		if err != nil {
			return err
		}
		k.answers, k.echoes = append(k.answers, answer), append(k.echoes, echo)
	}
	return nil
}

// time measures from a key to what it brings onto a screen.
func (k *keys) time(ctx context.Context, session, key string, shown func(string) bool) (time.Duration, error) {
	began := time.Now()
	if err := k.screen.pressIn(session, key); err != nil {
		return 0, err
	}
	_, at, err := k.screen.awaitIn(ctx, session, keyLimit, shown)
	return at.Sub(began), err
}

// spread is the slowest of many, and the slowest but one in a hundred.
type spread struct{ longest, p99 time.Duration }

func (s spread) String() string {
	return fmt.Sprintf("%d ms (p99 %d)", s.longest.Milliseconds(), s.p99.Milliseconds())
}

func spreadOf(times []time.Duration) spread {
	if len(times) == 0 {
		return spread{}
	}
	slices.Sort(times)
	return spread{times[len(times)-1], times[(len(times)-1)*99/100]}
}

// stop ends the pressing and tells how long ktm and the machine took.
func (k *keys) stop() (ktm, machine spread, err error) {
	k.cancel()
	k.done.Wait()
	return spreadOf(k.answers), spreadOf(k.echoes), k.ended
}
