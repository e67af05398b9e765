//go:build !windows

package pipe

import (
	"errors"
	"syscall"
)

// readerGone says that err means a pipe without a reader.
func readerGone(err error) bool {
	return errors.Is(err, syscall.EPIPE)
}
