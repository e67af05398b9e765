//go:build unix

package ui_test

import (
	"errors"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A terminal that takes nothing (a stopped multiplexer, a dead link) must not
// keep the program from ending when it is told to.
func TestTerminalThatIsNotReadDoesNotHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	for sig, code := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGINT: 130} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(program, "--demo=busy", "--lifetime", "0")
			cmd.Env = append(cmd.Environ(), "TERM=xterm-256color")
			tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = tty.Close() }()
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			// The first screen says that it runs; from then on nobody reads.
			first := make([]byte, 4096)
			if _, err := tty.Read(first); err != nil {
				t.Fatal(err)
			}
			blocked(t, cmd.Process.Pid)
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			select {
			case err := <-ended:
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != code {
					t.Errorf("it ended with %v, want exit code %d", err, code)
				}
			case <-time.After(patience):
				_ = cmd.Process.Signal(syscall.SIGKILL)
				t.Fatal("it did not end")
			}
		})
	}
}
