//go:build unix && !linux

package program

import (
	"os"
	"syscall"
)

// JobControl says whether somebody can continue this process group once it is
// stopped: a shell in the same session. Here only the parent can be asked.
func JobControl() bool {
	ours, err := syscall.Getsid(0)
	if err != nil {
		return false
	}
	session, err := syscall.Getsid(os.Getppid())
	return err == nil && session == ours
}
