//go:build !windows

package pipe

import (
	"errors"
	"io"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// lookEvery is how often a pipe is asked whether it still has a reader.
const lookEvery = 250 * time.Millisecond

// readerGone says that err means a pipe without a reader.
func readerGone(err error) bool {
	return errors.Is(err, syscall.EPIPE)
}

// awaitGone returns an error once out is a pipe or a socket whose reader has
// gone, and nil when done is closed before. On a quiet topic no write would
// tell. Anything else has no reader to lose.
func awaitGone(out io.Writer, done <-chan struct{}) error {
	file, ok := out.(*os.File)
	if !ok {
		return nil
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return nil // what is wrong with it, the first write tells
	}
	raw, err := file.SyscallConn()
	if err != nil {
		return nil
	}
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		select {
		case <-done:
			return nil
		case <-look.C:
		}
		var events int16
		err := raw.Control(func(fd uintptr) {
			// Without being asked for, poll tells of these and no others.
			end := []unix.PollFd{{Fd: int32(fd)}}
			if n, err := unix.Poll(end, 0); err == nil && n > 0 {
				events = end[0].Revents
			}
		})
		if err != nil {
			return nil // the file was closed
		}
		if events&(unix.POLLERR|unix.POLLHUP) != 0 {
			return syscall.EPIPE
		}
	}
}
