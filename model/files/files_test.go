package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestAtHome(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	for path, want := range map[string]string{"~/a.csv": "/home/ann/a.csv", "~": "/home/ann", "~bob/a": "~bob/a", "a~b": "a~b", "/x/~": "/x/~"} {
		if got := AtHome(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}

// Every reason names the file in words of no programming language, and the
// system's error stays behind it.
func TestWhy(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("a.pem", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	of := func(path string) error { _, err := os.ReadFile(path); return err }
	for name, tt := range map[string]struct {
		path string
		err  error
		is   error
		want string
	}{
		"no file":            {"none.avsc", of("none.avsc"), fs.ErrNotExist, `there is no file "` + filepath.Join(dir, "none.avsc") + `"`},
		"no file, path":      {"./none.avsc", of("./none.avsc"), fs.ErrNotExist, `there is no file "` + filepath.Join(dir, "none.avsc") + `"`},
		"no folder":          {"x/y/none.avsc", of("x/y/none.avsc"), fs.ErrNotExist, `there is no folder "` + filepath.Join(dir, "x", "y") + `"`},
		"a folder":           {dir, of(dir), syscall.EISDIR, `"` + dir + `" is a folder`},
		"a file in its path": {"a.pem/b", of("a.pem/b"), syscall.ENOTDIR, `"a.pem/b" has something in its path that is no folder`},
		"no right":           {"a.pem", &fs.PathError{Op: "open", Path: "a.pem", Err: syscall.EACCES}, fs.ErrPermission, `you have no right to use "a.pem"`},
		"disk full":          {"a.pem", &fs.PathError{Op: "write", Path: "a.pem", Err: syscall.ENOSPC}, syscall.ENOSPC, `the disk of "a.pem" is full`},
		"another":            {"a.pem", &fs.PathError{Op: "read", Path: "a.pem", Err: syscall.EIO}, syscall.EIO, `"a.pem": ` + syscall.EIO.Error()},
		"another, two names": {"a.pem", &os.LinkError{Op: "rename", Old: ".a.pem.1", New: "a.pem", Err: syscall.EXDEV}, syscall.EXDEV, `"a.pem": ` + syscall.EXDEV.Error()},
	} {
		err := Why(tt.path, tt.err)
		if err == nil || err.Error() != tt.want || !errors.Is(err, tt.is) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
		for _, word := range []string{"open ", "stat ", "read ", "rename "} {
			if strings.HasPrefix(err.Error(), word) {
				t.Errorf("%s is told in Go's words: %v", name, err)
			}
		}
	}
	if err := Why("a.pem", nil); err != nil {
		t.Errorf("no error is %v", err)
	}
}
