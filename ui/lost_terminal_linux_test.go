package ui_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// The tests of this file take the terminal away from the program, or never
// give it one. Here the test is the terminal.

// bare is the program on a terminal whose other side the test holds.
type bare struct {
	*exec.Cmd
	t      *testing.T
	master *os.File // what a terminal emulator reads and writes
	tty    *os.File // the program's side
	before *unix.Termios
	stderr syncBuffer
	ended  chan error
}

// syncBuffer is a buffer of which one goroutine knows what another writes.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// onTerminal starts a program on a terminal; its errors go elsewhere.
func onTerminal(t *testing.T, change func(b *bare), name string, args ...string) *bare {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	b := &bare{Cmd: exec.Command(name, args...), t: t, master: master, tty: tty, ended: make(chan error, 1)}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 30, Cols: 100}); err != nil {
		t.Fatal(err)
	}
	b.before = b.settings()
	b.Stdin, b.Stdout, b.Stderr = tty, tty, &b.stderr
	b.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	b.Env = append(os.Environ(), "TERM=xterm-256color", "TMUX=")
	if change != nil {
		change(b)
	}
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = b.Process.Kill()
		_ = master.Close()
		_ = tty.Close()
	})
	go func() { b.ended <- b.Wait() }()
	return b
}

func (b *bare) settings() *unix.Termios {
	b.t.Helper()
	s, err := unix.IoctlGetTermios(int(b.tty.Fd()), unix.TCGETS)
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// waits until ok holds.
func (b *bare) waits(what string, ok func() bool) {
	b.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !ok(); <-tick.C {
		if time.Now().After(end) {
			b.t.Fatalf("waited in vain for %s; standard error: %s", what, b.stderr.String())
		}
	}
}

// raw waits until the program has taken the terminal.
func (b *bare) raw() {
	b.t.Helper()
	b.waits("raw mode", func() bool { return b.settings().Lflag&unix.ICANON == 0 })
}

// endsSoon fails unless the program ends with the code soon from now on, with
// the terminal's settings as they were.
func (b *bare) endsSoon(code int) {
	b.t.Helper()
	b.endsWith(code)
	if now := b.settings(); *now != *b.before {
		b.t.Errorf("the terminal was %+v, is %+v", *b.before, *now)
	}
}

func (b *bare) endsWith(code int) {
	b.t.Helper()
	began := time.Now()
	select {
	case err := <-b.ended:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			b.t.Error(err)
		}
	case <-time.After(patience):
		b.t.Fatalf("it does not end; standard error: %s", b.stderr.String())
	}
	if took := time.Since(began); took > soon {
		b.t.Errorf("it took %v to end", took)
	}
	if got := b.ProcessState.ExitCode(); got != code {
		b.t.Errorf("exit code %d, want %d; standard error: %s", got, code, b.stderr.String())
	}
}

// reads takes what the program shows, as a terminal does, until it ends or
// enough bytes came.
func (b *bare) reads(enough int64) {
	_, _ = io.CopyN(io.Discard, b.master, enough)
}

const noEnd = 1 << 40

// The window is closed. Who ignores the hangup learns of it by writing: there
// is nothing to show anything on any more.
func TestTerminalIsClosed(t *testing.T) {
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	for range rounds(t) {
		for trap, code := range map[string]int{"": 129, "trap '' HUP; ": 1} {
			b := onTerminal(t, nil, "sh", "-c", trap+"exec "+program+" --demo=busy --lifetime 0")
			b.raw()
			b.reads(50_000)
			_ = b.tty.Close() // only the program has that side now
			_ = b.master.Close()
			b.endsWith(code)
			if got := b.stderr.String(); !strings.Contains(got, "messages in") || code == 1 && !strings.Contains(got, "the terminal has gone") {
				t.Errorf("%q: standard error is %q", trap, got)
			}
		}
	}
}

// A terminal that takes no more output, such as one that was stopped with
// ctrl-s, does not keep the program from ending.
func TestTerminalThatTakesNothing(t *testing.T) {
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	for range rounds(t) {
		for _, ending := range endings {
			b := onTerminal(t, nil, program, "--demo=busy", "--lifetime", "0")
			b.raw()
			b.reads(20_000)
			b.waits("a full terminal", func() bool { return queued(b) })
			if err := b.Process.Signal(ending.signal); err != nil {
				t.Fatal(err)
			}
			b.endsSoon(ending.code)
		}
	}
}

// queued says that the program waits for the terminal.
func queued(b *bare) bool {
	fds := []unix.PollFd{{Fd: int32(b.tty.Fd()), Events: unix.POLLOUT}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n == 0
}

// Without a terminal to read keys from there is no screen.
func TestNoTerminalForKeys(t *testing.T) {
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	b := onTerminal(t, func(b *bare) {
		b.Stdin = nil
		b.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	}, program, "--demo=calm")
	go b.reads(noEnd)
	b.endsSoon(1)
	if got := b.stderr.String(); !strings.Contains(got, "the terminal cannot be used") {
		t.Errorf("standard error: %q", got)
	}
}
