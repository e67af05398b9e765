// Package files is for the files that people name: where a path points, and why
// what lies there cannot be used, in their words instead of the system's.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// AtHome puts the home directory in the place of a ~ that begins a path, as a
// shell does: behind a colon, and in a prompt, no shell has done so.
func AtHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return home + rest
}

// reasons are what systems say, in plain words: of the path as it was named.
var reasons = []struct {
	is   error
	text string
}{
	{fs.ErrPermission, "you have no right to use %q"},
	{syscall.EISDIR, "%q is a folder"},
	{syscall.ENOTDIR, "%q has something in its path that is no folder"},
	{syscall.EROFS, "the disk of %q can only be read"},
	{syscall.ENOSPC, "the disk of %q is full"},
	{syscall.ENAMETOOLONG, "%q is too long for a name"},
}

// Why says why a file cannot be used, as one sentence without a full stop that
// names it; one that is not there, by where it was looked for. err is what a
// function of package os answered for path; errors.Is finds it in the result.
func Why(path string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return &refusal{missing(path), err}
	}
	for _, r := range reasons {
		if errors.Is(err, r.is) {
			return &refusal{fmt.Sprintf(r.text, path), err}
		}
	}
	bare := err // without the path, which the sentence has
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		bare = e.Err
	} else if e, ok := errors.AsType[*os.LinkError](err); ok {
		bare = e.Err
	}
	return &refusal{fmt.Sprintf("%q: %v", path, bare), err}
}

// missing tells a file that is not there from a folder that is not.
func missing(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		return fmt.Sprintf("there is no file %q", path)
	}
	if _, err := os.Stat(filepath.Dir(whole)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Sprintf("there is no folder %q", filepath.Dir(whole))
	}
	return fmt.Sprintf("there is no file %q", whole)
}

// refusal is a reason with the system's error behind it.
type refusal struct {
	text string
	err  error
}

func (r *refusal) Error() string { return r.text }

// Unwrap gives the system's error.
func (r *refusal) Unwrap() error { return r.err }
