package pipe

import (
	"errors"
	"io"
	"syscall"
)

// errNoData is ERROR_NO_DATA, which package syscall does not name.
const errNoData = syscall.Errno(232)

// readerGone says that err means a pipe without a reader.
func readerGone(err error) bool {
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, errNoData)
}

// awaitGone returns nil: here only a write tells that the reader has gone.
func awaitGone(io.Writer, <-chan struct{}) error { return nil }
