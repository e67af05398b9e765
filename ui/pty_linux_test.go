package ui_test

import (
	"errors"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// Without a shell that could continue it (a window's or a container's only
// command) ctrl+z must not stop the program for good.
func TestTerminalWithoutJobControlIsNotSuspended(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--demo=calm", "--lifetime", "0")
	cmd.Env = append(cmd.Environ(), "TERM=xterm-256color")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tty.Close() }()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	running := make(chan struct{})
	go func() {
		var all []byte
		b := make([]byte, 4096)
		for told := false; ; {
			n, err := tty.Read(b)
			if err != nil {
				return
			}
			if all = append(all, b[:n]...); !told && strings.Contains(string(all), "running") {
				told = true
				close(running)
			}
		}
	}()
	select {
	case <-running:
	case <-time.After(patience):
		t.Fatal("it does not run")
	}
	if _, err := tty.Write([]byte{0x1a}); err != nil { // ctrl+z
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGTSTP); err != nil {
		t.Fatal(err)
	}
	if _, err := tty.WriteString("q"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(patience):
		_ = cmd.Process.Signal(syscall.SIGKILL)
		t.Fatal("it is stopped for good")
	}
}

// A terminal that obeys no commands would show them all.
func TestDumbTerminalIsRefused(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--demo")
	cmd.Env = append(cmd.Environ(), "TERM=dumb")
	tty, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tty.Close() }()
	said, _ := io.ReadAll(tty) // the end of a pty is an error
	exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
	if !ok || exit.ExitCode() != 2 || !strings.Contains(string(said), "TERM is dumb") || strings.Contains(string(said), "\x1b") {
		t.Errorf("%v, %q", exit, said)
	}
}
