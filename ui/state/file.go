package state

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/kafkathreadmanager/ktm/model/files"
)

// fileName is the file's name in its directory.
const fileName = "state.json"

// lockTimeout bounds how long another program that writes is waited for.
const lockTimeout = 500 * time.Millisecond

// Open reads what is remembered in dir, or makes a store in memory where dir is
// "". It always gives a store: where the file cannot be used, [Store.Notices]
// tells why. A directory that is not there is made by the first write.
func Open(dir string) *Store {
	s := Memory()
	if dir == "" {
		return s
	}
	path := filepath.Join(dir, fileName)
	d, err := read(path)
	switch {
	case errors.Is(err, errNewer), errors.Is(err, errNoFile):
		s.tell(fmt.Sprintf("what is remembered in %s is left alone, and nothing is remembered now: %v", path, err))
		return s
	case errors.Is(err, fs.ErrPermission):
		return s // a home that is not ours
	case err != nil:
		if !s.putAside(path, err) {
			return s
		}
		d = newDocument()
	}
	s.known, s.path = d, path
	s.changed, s.closing, s.closed = make(chan struct{}, 1), make(chan struct{}), make(chan error, 1)
	go s.write()
	return s
}

// errNoFile is something else than a file in its place.
var errNoFile = errors.New("it is no regular file")

// read reads the file; one that is not there is empty.
func read(path string) (*document, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return newDocument(), nil
	case err != nil:
		return nil, files.Why(path, err)
	case !info.Mode().IsRegular():
		return nil, errNoFile
	case info.Size() > mostFile:
		return nil, fmt.Errorf("it has %d bytes, and ktm writes at most %d", info.Size(), mostFile)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, files.Why(path, err)
	}
	return parse(text)
}

// putAside keeps a file that cannot be understood under another name, and tells.
func (s *Store) putAside(path string, why error) bool {
	for n := range 100 {
		aside := fmt.Sprintf("%s.broken-%s-%d", path, s.day(), n)
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		if err := os.Rename(path, aside); err != nil {
			s.tell(fmt.Sprintf("what is remembered in %s cannot be read, and nothing is remembered now: %v", path, why))
			return false
		}
		s.tell(fmt.Sprintf("what was remembered could not be read and is kept as %s: %v", aside, why))
		return true
	}
	s.tell(fmt.Sprintf("what is remembered in %s cannot be read, and nothing is remembered now: %v", path, why))
	return false
}

// save makes the pending changes in the file. After an error they are pending
// still, except where the file must not be touched.
func (s *Store) save() error {
	s.mu.Lock()
	edits := s.pending
	s.mu.Unlock()
	if len(edits) == 0 {
		return nil
	}
	if err := s.merge(edits); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending = s.pending[min(len(edits), len(s.pending)):]
	return nil
}

// merge reads the file anew, makes changes in it and puts it in its place. What
// other programs remembered meanwhile is not taken over into this one: its
// screen stays as the user set it.
func (s *Store) merge(edits []edit) error {
	dir := filepath.Dir(s.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return files.Why(dir, err)
	}
	// The lock is a file of its own: the other one is replaced.
	lock := flock.New(filepath.Join(dir, "state.lock"), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), lockTimeout)
	defer cancel()
	_, err := lock.TryLockContext(ctx, 5*time.Millisecond)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("another program holds the lock %s: %w", lock.Path(), err)
	} // and a file system without locks must do without them
	defer func() { _ = lock.Close() }()

	path := s.path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays one
	}
	d, err := read(path)
	switch {
	case errors.Is(err, errNewer), errors.Is(err, errNoFile):
		return err
	case errors.Is(err, fs.ErrPermission):
		return err
	case err != nil:
		if !s.putAside(path, err) {
			return err
		}
		d = newDocument()
	}
	for _, e := range edits {
		d.apply(e)
	}
	text, err := d.format()
	if err != nil {
		return err
	}
	return files.Why(path, replace(path, text))
}

// replace puts a file in the place of another at once.
func replace(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "state-*.tmp") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
