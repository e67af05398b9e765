//go:build unix && !linux

package ui

import (
	"os"
	"syscall"
)

// jobControl says whether somebody can continue this process group once it is
// stopped: a shell in the same session. Here only the parent can be asked.
func jobControl() bool {
	ours, err := syscall.Getsid(0)
	if err != nil {
		return false
	}
	session, err := syscall.Getsid(os.Getppid())
	return err == nil && session == ours
}
