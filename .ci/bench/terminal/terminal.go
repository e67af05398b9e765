package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"

	"github.com/creack/pty"
)

// Options shape a terminal.
type Options struct {
	Width, Height int
	// PerSecond is how many bytes the terminal takes a second; 0 = all at once.
	PerSecond int
}

// Terminal is a pty with a program in it. Its methods are for any goroutine.
type Terminal struct {
	tty     *os.File
	cmd     *exec.Cmd
	options Options
	started time.Time
	ended   chan struct{} // closed when the program has ended and all is drawn
	exited  time.Time     // when the program had ended, after ended

	mu      sync.Mutex
	screen  *Screen
	looking []*look
}

// look is a condition that somebody waits for. It is asked whenever the screen
// is complete, with the lock held, until it says true.
type look struct {
	ok   func(s *Screen, at time.Time) bool
	done chan time.Time
}

// Start runs a program in a terminal of its own.
func Start(cmd *exec.Cmd, o Options) (*Terminal, error) {
	t := &Terminal{cmd: cmd, options: o, screen: NewScreen(o.Width, o.Height), ended: make(chan struct{}), started: time.Now()}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(o.Width), Rows: uint16(o.Height)})
	if err != nil {
		return nil, fmt.Errorf("terminal: %w", err)
	}
	t.tty = tty
	drawn := make(chan struct{})
	go func() {
		defer close(drawn)
		t.draw()
	}()
	go func() {
		defer close(t.ended)
		_ = cmd.Wait() // the exit code says it
		t.exited = time.Now()
		<-drawn
		_ = tty.Close()
	}()
	return t, nil
}

// draw takes what the program writes until nobody holds the terminal any more.
func (t *Terminal) draw() {
	const unlimited = 64 << 10
	size := unlimited
	if t.options.PerSecond > 0 {
		size = max(1, t.options.PerSecond/100)
	}
	buffer := make([]byte, size)
	free := time.Now()
	for {
		n, err := t.tty.Read(buffer)
		if n > 0 {
			t.take(buffer[:n])
		}
		if err != nil {
			return // the pty's way to say that it is over
		}
		if t.options.PerSecond > 0 {
			if now := time.Now(); free.Before(now) {
				free = now
			}
			free = free.Add(time.Duration(n) * time.Second / time.Duration(t.options.PerSecond))
			time.Sleep(time.Until(free))
		}
	}
}

func (t *Terminal) take(written []byte) {
	at := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	f := &t.screen.frames
	f.ended = func() { t.look(at) }
	_, _ = t.screen.Write(written) // never fails
	if len(t.screen.answers) > 0 {
		_, _ = t.tty.Write(t.screen.answers) // who asks and does not read gets none
		t.screen.answers = nil
	}
	if !f.open && f.bytes > 0 {
		t.look(at) // of a program that does not tell its frames
	}
}

// look shows the screen to all who wait for something. It is called with the
// lock held.
func (t *Terminal) look(at time.Time) {
	t.looking = slices.DeleteFunc(t.looking, func(l *look) bool {
		if !l.ok(t.screen, at) {
			return false
		}
		l.done <- at
		return true
	})
}

// ErrEnded: the program ended before the screen showed what was waited for.
var ErrEnded = errors.New("the program in the terminal has ended")

// Await waits until the screen is as ok wants it, and says when it was. ok may
// not keep the screen. It is asked first when more is written.
func (t *Terminal) Await(ctx context.Context, ok func(*Screen) bool) (time.Time, error) {
	return t.After(ctx, nil, ok)
}

// After does something once it looks at the screen, and waits until the screen
// is as ok wants it.
func (t *Terminal) After(ctx context.Context, do func() error, ok func(*Screen) bool) (time.Time, error) {
	l := &look{ok: func(s *Screen, _ time.Time) bool { return ok(s) }, done: make(chan time.Time, 1)}
	t.mu.Lock()
	if do == nil && !t.screen.frames.open && ok(t.screen) {
		t.mu.Unlock()
		return time.Now(), nil
	}
	t.looking = append(t.looking, l)
	t.mu.Unlock()
	if do != nil {
		if err := do(); err != nil {
			return time.Time{}, err
		}
	}
	select {
	case at := <-l.done:
		return at, nil
	case <-t.ended:
		return time.Time{}, fmt.Errorf("%w; it shows\n%s", ErrEnded, t.Text())
	case <-ctx.Done():
		return time.Time{}, fmt.Errorf("the screen does not show what is waited for: %w\n%s", ctx.Err(), t.Text())
	}
}

// Press types keys and waits until the screen shows their effect. It gives how
// long that took.
func (t *Terminal) Press(ctx context.Context, keys string, effect func(*Screen) bool) (time.Duration, error) {
	var pressed time.Time
	at, err := t.After(ctx, func() error {
		pressed = time.Now()
		return t.Type(keys)
	}, effect)
	return at.Sub(pressed), err
}

// Type types keys.
func (t *Terminal) Type(keys string) error {
	if _, err := io.WriteString(t.tty, keys); err != nil {
		return fmt.Errorf("typing %q: %w", keys, err)
	}
	return nil
}

// Watch has see called with every complete screen until the returned function
// is called.
func (t *Terminal) Watch(see func(s *Screen, at time.Time)) (stop func()) {
	ended := false
	l := &look{done: make(chan time.Time, 1), ok: func(s *Screen, at time.Time) bool {
		if !ended {
			see(s, at)
		}
		return ended
	}}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.looking = append(t.looking, l)
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		ended = true
	}
}

// Text is what stands on the screen.
func (t *Terminal) Text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen.Text()
}

// Frames gives the complete frames since it was last asked.
func (t *Terminal) Frames() []Frame {
	t.mu.Lock()
	defer t.mu.Unlock()
	done := t.screen.frames.done
	t.screen.frames.done = nil
	return done
}

// Clipboard is what the program copied last (OSC 52).
func (t *Terminal) Clipboard() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.screen.clipboard)
}

// Process is the program's.
func (t *Terminal) Process() *os.Process { return t.cmd.Process }

// Started is when the program was about to be started.
func (t *Terminal) Started() time.Time { return t.started }

// Wait waits for the program to end and gives its state and when that was.
func (t *Terminal) Wait(ctx context.Context) (*os.ProcessState, time.Time, error) {
	select {
	case <-t.ended:
		return t.cmd.ProcessState, t.exited, nil
	case <-ctx.Done():
		return nil, time.Time{}, fmt.Errorf("the program in the terminal does not end: %w\n%s", ctx.Err(), t.Text())
	}
}

// Close kills the program where it still runs, and waits for its end.
func (t *Terminal) Close() {
	_ = t.cmd.Process.Kill() // it may have ended
	<-t.ended
}
