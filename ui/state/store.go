package state

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

// Store is what is remembered. Its methods may be called by any goroutine and
// never wait for the file, except Close.
type Store struct {
	path string // "" = memory only
	now  func() time.Time

	mu      sync.Mutex
	known   *document
	pending []edit // not in the file yet
	notices []string

	changed chan struct{} // there is something to write; holds one
	closing chan struct{}
	closed  chan error // the last write's; holds one
	once    sync.Once
}

// Memory makes a store without a file.
func Memory() *Store { return &Store{known: newDocument(), now: time.Now} }

// Section is a part of a store: the settings, or a topic. A nil one remembers
// nothing.
type Section struct {
	store *Store
	name  string
}

// Settings is the section of what holds for all topics.
func (s *Store) Settings() *Section {
	if s == nil {
		return nil
	}
	return &Section{store: s}
}

// Topic is the section of one topic of a cluster, which [Cluster] names.
func (s *Store) Topic(cluster, name string) *Section {
	if s == nil || name == "" {
		return nil
	}
	t := &Section{store: s, name: cluster + "/" + name}
	s.mu.Lock()
	known := s.known.section(t.name, "") != nil && s.known.Topics[t.name].Used != s.day()
	s.mu.Unlock()
	if known { // it is of use still
		t.edit("", nil)
	}
	return t
}

// Cluster names a cluster by its brokers, in any order. It is a hash, so that the
// file tells no addresses.
func Cluster(brokers []string) string {
	list := make([]string, len(brokers))
	for i, b := range brokers {
		list[i] = strings.ToLower(b)
	}
	slices.Sort(list)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(list), ",")))
	return hex.EncodeToString(sum[:8])
}

func (s *Store) day() string { return s.now().UTC().Format(time.DateOnly) }

func (t *Section) get(item string) json.RawMessage {
	if t == nil {
		return nil
	}
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return t.store.known.section(t.name, "")[item]
}

// edit changes an item; false where it is out of bounds and stays as it was.
func (t *Section) edit(item string, change func(json.RawMessage) any) bool {
	if t == nil {
		return false
	}
	s := t.store
	s.mu.Lock()
	defer s.mu.Unlock()
	e := edit{section: t.name, item: item, day: s.day(), change: change}
	if !s.known.apply(e) {
		return false
	}
	if s.path == "" {
		return true
	}
	s.pending = append(s.pending, e)
	s.pending = s.pending[max(0, len(s.pending)-mostPending):]
	select {
	case s.changed <- struct{}{}:
	default: // it is told already
	}
	return true
}

// Notices are sentences for the user about the file, each given once.
func (s *Store) Notices() []string {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	told := s.notices
	s.notices = nil
	return told
}

func (s *Store) tell(notice string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notices = append(s.notices, notice)
}

// Delays of the writer.
const (
	writeDelay   = 500 * time.Millisecond // after a change, for more of them
	closeTimeout = time.Second
)

// mostPending bounds the changes that wait where no file can be written.
const mostPending = 1000

// write is the goroutine that writes the file: a moment after a change, and at
// the end. What fails is tried again with the next change.
func (s *Store) write() {
	for {
		select {
		case <-s.closing:
			s.closed <- s.save()
			return
		case <-s.changed:
		}
		select {
		case <-s.closing:
			s.closed <- s.save()
			return
		case <-time.After(writeDelay):
			_ = s.save()
		}
	}
}

// errSlow is a file system that does not answer.
var errSlow = errors.New("what is to be remembered could not be written in time")

// Close writes what is left, within about a second, and ends the store's
// goroutine. Its error is for a log; nothing follows from it.
func (s *Store) Close() error {
	if s == nil || s.path == "" {
		return nil
	}
	err := error(nil)
	s.once.Do(func() {
		close(s.closing)
		select {
		case err = <-s.closed:
		case <-time.After(closeTimeout):
			err = errSlow
		}
	})
	return err
}
