//go:build !unix

package cli

import "os"

// Closed says that a standard output was closed by whoever started the program.
func Closed(f *os.File) bool {
	_, err := f.Stat()
	return err != nil
}
