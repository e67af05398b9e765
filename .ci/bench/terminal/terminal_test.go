//go:build unix

package terminal_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

const patience = 30 * time.Second

func start(t *testing.T, o terminal.Options, script string) (*terminal.Terminal, context.Context) {
	t.Helper()
	o.Width, o.Height = 40, 6
	term, err := terminal.Start(exec.Command("sh", "-c", script), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(term.Close)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return term, ctx
}

func holds(text string) func(*terminal.Screen) bool {
	return func(s *terminal.Screen) bool { return s.Contains(text) }
}

func TestKeysAreAnswered(t *testing.T) {
	term, ctx := start(t, terminal.Options{}, "stty raw -echo; echo ready; exec cat")
	if _, err := term.Await(ctx, holds("ready")); err != nil {
		t.Fatal(err)
	}
	if took, err := term.Press(ctx, "hello", holds("hello")); err != nil || took <= 0 || took > patience {
		t.Errorf("the key took %s, %v", took, err)
	}
	term.Close()
	if _, err := term.Await(ctx, holds("never")); !errors.Is(err, terminal.ErrEnded) {
		t.Errorf("waiting on a program that has ended: %v", err)
	}
}

// A frame that is under way is not looked at, one that is complete is, also
// when the next one has begun.
func TestOnlyCompleteFramesAreSeen(t *testing.T) {
	const frames = `printf '\033[?2026hhalf'; sleep 0.2; printf ' of it\033[?2026l\033[?2026h\033[Hsecond frame'; exec sleep 60`
	term, ctx := start(t, terminal.Options{}, frames)
	seen := make(chan string, 8)
	stop := term.Watch(func(s *terminal.Screen, _ time.Time) { seen <- s.Row(0) })
	defer stop()
	select {
	case row := <-seen:
		if row != "half of it" {
			t.Errorf("%q was seen", row)
		}
	case <-ctx.Done():
		t.Fatal("no frame was seen")
	}
}

// A slow terminal takes what it takes: 20 KB at 50 KB/s are 0.4 s, less what
// the kernel holds.
func TestSlowTerminal(t *testing.T) {
	const script = `i=0; while [ $i -lt 200 ]; do printf '%0100d' $i; i=$((i+1)); done; printf done; exec sleep 60`
	term, ctx := start(t, terminal.Options{PerSecond: 50_000}, script)
	at, err := term.Await(ctx, holds("done"))
	if err != nil {
		t.Fatal(err)
	}
	if took := at.Sub(term.Started()); took < 300*time.Millisecond {
		t.Errorf("20 KB took %s at 50 KB/s", took)
	}
}

func TestEnd(t *testing.T) {
	term, ctx := start(t, terminal.Options{}, "echo bye; exit 3")
	state, _, err := term.Wait(ctx)
	if err != nil || state.ExitCode() != 3 || !strings.HasPrefix(term.Text(), "bye") {
		t.Errorf("ended with %v, %v, showing %q", state, err, term.Text())
	}
}
