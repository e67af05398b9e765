package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/files"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// Job is one export. Its fields are set before Run; Percent may be asked for from
// any goroutine.
type Job struct {
	Path   string
	Format Format
	Reader *decoded.Reader

	// What is written: the record if there is one, else those of the window from
	// a sequence number on, with the markers that stand among them. Run releases
	// the window.
	Record  *model.Record
	Window  *history.Window
	From    int64
	Markers []Marker // in order

	done, total atomic.Int64
}

// Result is what was written.
type Result struct {
	Messages int64
	Bytes    int64
	Cut      int64 // messages of which only the beginning is kept
}

// OpenError says that nothing was begun: another name may do.
type OpenError struct {
	Path   string
	Exists bool // there is such a file
	Err    error
}

func (e *OpenError) Error() string { return e.Err.Error() }

// Unwrap gives the system's error.
func (e *OpenError) Unwrap() error { return e.Err }

// Percent is how much of it is written.
func (j *Job) Percent() int64 { return j.done.Load() * 100 / max(1, j.total.Load()) }

// Run writes the file. When ctx ends, or writing fails, nothing is left of it. Its
// errors are an *OpenError, ctx's, or a sentence for a reader.
func (j *Job) Run(ctx context.Context) (res Result, err error) {
	defer j.Window.Release()
	f, err := os.OpenFile(j.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return res, &OpenError{Path: j.Path, Exists: errors.Is(err, fs.ErrExist), Err: j.plainly(err)}
	}
	kept := false
	defer func() { // also when it panics
		if kept {
			return
		}
		made, known := f.Stat()
		_ = f.Close()
		if now, err := os.Lstat(j.Path); known == nil && err == nil && os.SameFile(made, now) {
			_ = os.Remove(j.Path) // what it made, not what somebody put there since
		}
	}()
	w := newWriter(ctx, f, j.Format, j.Reader)
	if err := j.write(ctx, w, &res); err != nil {
		return res, j.plainly(err)
	}
	made, err := f.Stat()
	if err == nil {
		res.Bytes = made.Size()
		err = f.Close() // some disks tell only now that they are full
	}
	if err != nil {
		return res, j.plainly(err)
	}
	kept = true
	return res, nil
}

func (j *Job) write(ctx context.Context, w *writer, res *Result) error {
	note := func(r *model.Record) error {
		res.Messages++
		if r.Whole != nil {
			res.Cut++
		}
		return w.record(r)
	}
	if j.Record != nil {
		if err := note(j.Record); err != nil {
			return err
		}
		return w.close()
	}
	first := max(0, int(j.From-j.Window.First()))
	j.total.Store(int64(j.Window.Len() - first))
	markers := j.Markers
	for len(markers) > 0 && markers[0].After < j.Window.First()+int64(first) {
		markers = markers[1:] // of messages that are not here
	}
	var r model.Record
	for i := first; i <= j.Window.Len(); i++ {
		for ; len(markers) > 0 && markers[0].After <= j.Window.First()+int64(i); markers = markers[1:] {
			if err := w.marker(markers[0]); err != nil {
				return err
			}
		}
		if i == j.Window.Len() {
			break
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		j.Window.Record(i, &r)
		if err := note(&r); err != nil {
			return err
		}
		j.done.Add(1)
	}
	return w.close()
}

// reasons are what systems say when a file cannot be written, in plain words.
var reasons = []struct {
	is   error
	text string
}{
	{fs.ErrExist, "there is a file %s already, and none is written over"},
	{fs.ErrNotExist, "there is no folder %[2]s"},
	{syscall.ENOTDIR, "%[2]s is no folder"},
	{fs.ErrPermission, "you may not write to %[2]s"},
	{syscall.EROFS, "%[2]s can only be read"},
	{syscall.ENAMETOOLONG, "the name is too long for a file"},
	{syscall.ENOSPC, "the disk is full: nothing is kept of %[1]s"},
	{syscall.EDQUOT, "your share of the disk is used up: nothing is kept of %[1]s"},
	{syscall.EFBIG, "the file would be too large: nothing is kept of %[1]s"},
}

// plainly says why the file cannot be written.
func (j *Job) plainly(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	for _, r := range reasons {
		if errors.Is(err, r.is) {
			return &Failure{fmt.Sprintf(r.text+"%.0[1]s%.0[2]s", filepath.Base(j.Path), filepath.Dir(j.Path)), err}
		}
	}
	return &Failure{"the export failed: " + files.Why(j.Path, err).Error(), err}
}

// Failure is why a file was not written, as a sentence for a reader.
type Failure struct {
	Text string
	Err  error
}

func (f *Failure) Error() string { return f.Text }

// Unwrap gives the system's error.
func (f *Failure) Unwrap() error { return f.Err }

// String tells a reader what was written.
func (r Result) String() string {
	text := format.Plural(r.Messages, "message") + ", " + format.Bytes(r.Bytes)
	if r.Cut > 0 {
		text += ", of " + format.Count(r.Cut) + " only what is kept"
	}
	return text
}
