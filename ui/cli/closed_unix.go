//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// Closed says that a standard output was closed by whoever started the program
// (">&-"). The Go runtime has opened the null device in its place, for reading
// and writing; a shell's ">/dev/null" is for writing only.
func Closed(f *os.File) bool {
	null, err := os.Stat(os.DevNull)
	if err != nil {
		return false
	}
	info, err := f.Stat()
	if err != nil {
		return true
	}
	flags, err := unix.FcntlInt(f.Fd(), unix.F_GETFL, 0)
	return err == nil && os.SameFile(null, info) && flags&unix.O_ACCMODE == unix.O_RDWR
}
