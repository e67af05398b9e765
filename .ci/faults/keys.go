package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// keys presses a key every now and then and measures until the screen has
// answered: "?" opens the help and closes it again. Before and after it a key is
// typed to a program that only echoes, which tells what the machine takes.
type keys struct {
	screen *screen
	cancel context.CancelFunc
	done   sync.WaitGroup
	ended  error

	// These belong to the goroutine until it is done.
	answers []time.Duration
	fair    []time.Duration // those beside which the machine was prompt
	typed   int             // keys that were to be echoed
}

const (
	keyEvery = 250 * time.Millisecond
	keyLimit = 10 * time.Second // an answer later than that is none

	// promptEcho is what a machine with time to spare takes at most to echo a
	// key. Where it takes longer, the brokers have all of it.
	promptEcho = 20 * time.Millisecond
)

func startKeys(ctx context.Context, s *screen, every time.Duration) *keys {
	ctx, cancel := context.WithCancel(ctx)
	k := &keys{screen: s, cancel: cancel}
	k.done.Go(func() {
		tick := time.NewTicker(every)
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
	before, err := k.echo(ctx)
	if err != nil {
		return err
	}
	for _, open := range []bool{true, false} {
		answer, err := k.time(ctx, "ktm", "?", func(text string) bool {
			return strings.Contains(text, "half a page down") == open
		})
		if err != nil {
			return err
		}
		after, err := k.echo(ctx)
		if err != nil {
			return err
		}
		k.answers = append(k.answers, answer)
		if max(before, after) <= promptEcho {
			k.fair = append(k.fair, answer)
		}
		before = after
	}
	return nil
}

// echo measures what the machine takes for a key.
func (k *keys) echo(ctx context.Context) (time.Duration, error) {
	k.typed++
	return k.time(ctx, "echo", "x", func(text string) bool { return strings.Count(text, "x") == k.typed })
}

// time measures from a key to what it brings onto a screen.
func (k *keys) time(ctx context.Context, session, key string, shown func(string) bool) (time.Duration, error) {
	began := time.Now()
	if err := k.screen.pressIn(session, key); err != nil {
		return 0, err
	}
	text, at, err := k.screen.awaitIn(ctx, session, keyLimit, shown)
	if err != nil {
		return 0, fmt.Errorf("%s did not answer a key in %s: %w\n%s", session, keyLimit, err, text)
	}
	return at.Sub(began), nil
}

// stop ends the pressing and gives all answers, and those beside which the
// machine was prompt.
func (k *keys) stop() (all, fair []time.Duration, err error) {
	k.cancel()
	k.done.Wait()
	return k.answers, k.fair, k.ended
}
