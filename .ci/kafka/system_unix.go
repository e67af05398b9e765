//go:build unix

package kafkatest

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// haveSignals: brokers are frozen and thawed with signals.
func haveSignals() error { return nil }

// lockFile waits for the exclusive lock on a file and gives what releases it.
// The kernel releases it too when the process ends.
func lockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock file: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	return func() { _ = f.Close() }, nil
}

// ownGroup keeps a Ctrl-C meant for the test from ending a broker first.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func freeze(p *os.Process) error { return p.Signal(syscall.SIGSTOP) }
func thaw(p *os.Process) error   { return p.Signal(syscall.SIGCONT) }

// exited tells whether a child has ended, without a goroutine that waits for
// it: tests look for goroutines left behind while a cluster runs.
func exited(p *os.Process) bool {
	pid, err := syscall.Wait4(p.Pid, nil, syscall.WNOHANG, nil)
	return pid == p.Pid || err != nil
}
