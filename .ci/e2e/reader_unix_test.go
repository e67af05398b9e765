//go:build !windows

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Nobody reads: the output, or the output and the errors in one pipe, is full.
func TestInterruptedWhileTheReaderIsStuck(t *testing.T) {
	for name, together := range map[string]bool{"the output": false, "the errors too": true} {
		t.Run(name, func(t *testing.T) {
			unread, out, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _, _ = unread.Close(), out.Close() }()
			report := filepath.Join(t.TempDir(), "report.json")
			cmd := command(t, nil, "--demo=busy", "-J", "--report", report)
			var stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = out, &stderr
			if together {
				cmd.Stderr = out
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			waitUntilFull(t, out)
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // its exit code is looked at below
			if code := cmd.ProcessState.ExitCode(); code != 143 {
				t.Errorf("exit code %d, want 143", code)
			}
			if !together && !strings.Contains(stderr.String(), "the output is cut short") {
				t.Errorf("it said %q", stderr.String())
			}
			if text, err := os.ReadFile(report); err != nil || !bytes.Contains(text, []byte(`"shown": `)) {
				t.Errorf("the report: %v, %s", err, text)
			}
		})
	}
}

// waitUntilFull returns when nothing more goes into a pipe.
func waitUntilFull(t *testing.T, pipe *os.File) {
	t.Helper()
	raw, err := pipe.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for full := false; !full; runtime.Gosched() {
		var failed error
		err := raw.Control(func(fd uintptr) {
			end := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
			_, failed = unix.Poll(end, 0)
			full = end[0].Revents&unix.POLLOUT == 0
		})
		if err != nil || failed != nil && failed != unix.EINTR {
			t.Fatal(err, failed)
		}
		full = full && failed == nil
	}
}

// There is nothing to write, so no write can tell that the reader has gone.
func TestReaderOfAQuietTopicGoesAway(t *testing.T) {
	cmd := command(t, nil, "-b", "127.0.0.1:1", "-J", "orders")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v, want exit code 0", err)
	}
}
