package export

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
)

func TestTheFileIsTheOwnersAndNew(t *testing.T) {
	dir := t.TempDir()
	j := &Job{Path: filepath.Join(dir, "a.ndjson"), Reader: decoded.New(), Record: &model.Record{}}
	if _, err := j.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, err := os.Stat(j.Path); err != nil || s.Mode() != 0o600 {
		t.Errorf("%v, %v", s.Mode(), err)
	}
	before, _ := os.ReadFile(j.Path)
	_, err := j.Run(t.Context())
	open, ok := errors.AsType[*OpenError](err)
	if !ok || !open.Exists || err.Error() != "there is a file a.ndjson already, and none is written over" {
		t.Errorf("again: %v", err)
	}
	if after, _ := os.ReadFile(j.Path); !bytes.Equal(before, after) {
		t.Error("it was written over")
	}
	if got := Free(j.Path); got != filepath.Join(dir, "a-2.ndjson") {
		t.Errorf("%s is proposed", got)
	}
	j.Path = filepath.Join(dir, "link.ndjson")
	if err := os.Symlink("nowhere", j.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Run(t.Context()); !errors.Is(err, os.ErrExist) {
		t.Errorf("through a link: %v", err)
	}
}

func TestNothingIsLeftOfAnExportThatIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	j := &Job{Path: filepath.Join(t.TempDir(), "a.ndjson"), Reader: decoded.New(), Window: window(t, 10, records())}
	if _, err := j.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := os.Lstat(j.Path); !os.IsNotExist(err) {
		t.Errorf("the file is there: %v", err)
	}
}

// full takes some bytes and no more.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, syscall.ENOSPC
	}
	return len(p), nil
}

func TestAFullDiskIsTold(t *testing.T) {
	var all []model.Record
	for range 10_000 {
		all = append(all, records()[:4]...)
	}
	for _, left := range []int{0, 300_000} {
		j := &Job{Path: "/x/a.csv", Format: CSV, Reader: decoded.New(), Window: window(t, 100_000, all)}
		var res Result
		err := j.write(t.Context(), newWriter(t.Context(), &full{left}, CSV, j.Reader), &res)
		if got := j.plainly(err).Error(); !errors.Is(err, syscall.ENOSPC) || got != "the disk is full: nothing is kept of a.csv" {
			t.Errorf("%d bytes: %v: %s", left, err, got)
		}
		j.Window.Release()
	}
}

func TestWhyAFileCannotBeMade(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "no/a.csv"):                      "there is no folder " + filepath.Join(dir, "no"),
		filepath.Join(dir, "file/a.csv"):                    filepath.Join(dir, "file") + " is no folder",
		filepath.Join(dir, strings.Repeat("a", 300)+".csv"): "the name is too long for a file",
		"/proc/a.csv": "there is no folder /proc",
	} {
		j := &Job{Path: path, Reader: decoded.New(), Record: &model.Record{}}
		_, err := j.Run(t.Context())
		if open, ok := errors.AsType[*OpenError](err); !ok || open.Exists || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]string{
		"":          "the name of the file is missing",
		"dir/":      "the name of the file is missing",
		"orders":    `the ending of "orders" is no format`,
		"a/b.xlsx":  `the ending of "b.xlsx" is no format`,
		"a.csv.bak": `the ending of "a.csv.bak" is no format`,
	} {
		if _, err := FormatOf(name); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct {
		topics []string
		want   string
	}{
		{[]string{"orders.v1"}, "orders.v1-20261123-120341.ndjson"},
		{[]string{"a", "b"}, "messages-20261123-120341.ndjson"},
		{nil, "messages-20261123-120341.ndjson"},
		{[]string{"../../etc/passwd"}, "_._.._etc_passwd-20261123-120341.ndjson"},
		{[]string{"-rf\x1b\n"}, "_rf__-20261123-120341.ndjson"},
	} {
		if got := Name(tt.topics, at); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.topics, got, tt.want)
		}
	}
}
