package sieve

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// Matcher is a filter. Match is called by one goroutine at a time and keeps
// nothing of the record.
type Matcher interface {
	Match(r *model.Record) bool
}

// judge is a Matcher that cannot judge every record. It is asked by those who
// call Match.
type judge interface {
	Failures() (n int64, last error)
}

// undecider is a Matcher that may be able to judge a record later. It is asked by
// those who call Match, of the last record.
type undecider interface {
	Undecided() bool
}

func undecided(m Matcher) bool {
	u, ok := m.(undecider)
	return ok && u.Undecided()
}

// failures is how many records a filter could not judge.
func failures(m Matcher) int64 {
	if j, ok := m.(judge); ok {
		n, _ := j.Failures()
		return n
	}
	return 0
}

// Sieve appends records to a history, and those that match a filter to another
// one. Append is for one goroutine, all other methods for any.
type Sieve struct {
	all     *history.History
	changed func()

	count int64 // of Append alone: records so far

	current atomic.Pointer[sift] // nil: there is no filter

	setting sync.Mutex // one filter comes after the other
	// Used for every filter in turn, for a history never gives its pages up.
	kept, pending, parked *history.History
}

// What may be judged later is kept within bounds of its own.
const (
	mostParked      = 20_000
	mostParkedBytes = 16 << 20
)

// New makes a sieve in front of a history, to which nobody else may append.
// What matches is kept within options of its own; it fails when they are not
// valid. changed is called, by any goroutine, when a View would show something
// new; it must not block.
func New(all *history.History, options history.Options, changed func()) (*Sieve, error) {
	s := &Sieve{all: all, changed: changed}
	for _, h := range []**history.History{&s.kept, &s.pending} {
		var err error
		if *h, err = history.New(options); err != nil {
			return nil, fmt.Errorf("the memory of matches: %w", err)
		}
	}
	options.KeepRecords, options.KeepBytes = mostParked, mostParkedBytes
	var err error
	if s.parked, err = history.New(options); err != nil {
		return nil, fmt.Errorf("the memory of what is not judged yet: %w", err)
	}
	return s, nil
}

// Append takes a record: it is the callback of the manager.
func (s *Sieve) Append(r *model.Record) {
	n := s.count
	s.count++
	s.all.Append(r)
	// In this order: a filter that is not seen here yet will find the record in
	// the window that it searches.
	if f := s.current.Load(); f != nil && f.live(n, r) {
		s.changed()
	}
}

// Filter asks m of every record that comes from now on, and backlog, the same
// filter for another goroutine, of those that are kept. The filter before it
// ends, and its matches are forgotten.
func (s *Sieve) Filter(m, backlog Matcher) {
	s.setting.Lock()
	defer s.setting.Unlock()
	s.end()
	f := &sift{matcher: m, kept: s.kept, pending: s.pending, parked: s.parked, done: make(chan struct{}), before: forgotten(s.kept), parkedBefore: forgotten(s.parked)}
	f.mu.Lock() // who has a record for it waits until it knows where it begins
	s.current.Store(f)
	window := s.all.Window()
	f.from, f.backlog = window.Received(), int64(window.Len())
	f.mu.Unlock()
	go func() {
		defer close(f.done)
		defer window.Release()
		f.search(window, backlog, s.changed)
	}()
	s.changed()
}

// Clear takes the filter away and forgets its matches. It returns when nothing
// of it runs any more.
func (s *Sieve) Clear() {
	s.setting.Lock()
	defer s.setting.Unlock()
	s.end()
	s.changed()
}

// end ends the filter there is. s.setting is held.
func (s *Sieve) end() {
	f := s.current.Swap(nil)
	if f == nil {
		return
	}
	f.quit.Store(true)
	<-f.done
	f.mu.Lock() // the callback may have it in hand
	defer f.mu.Unlock()
	f.over = true
	s.kept.Clear()
	s.pending.Clear()
	s.parked.Clear()
}

// forgotten is how many records were pushed out of a history.
func forgotten(h *history.History) int64 {
	w := h.Window()
	defer w.Release()
	return w.Forgotten()
}

// Retry asks again for what could not be judged: m is the filter there is, for
// another goroutine. What matches now comes behind the other matches. It returns
// when all was asked for.
func (s *Sieve) Retry(m Matcher) {
	s.setting.Lock()
	defer s.setting.Unlock()
	if f := s.current.Load(); f != nil {
		f.retry(m)
		s.changed()
	}
}

// View is what a filter has found so far.
type View struct {
	// Matcher is the filter that is asked of what comes: which one this is a
	// view of. It belongs to the sieve still.
	Matcher Matcher
	// Window has the matches that are kept; who asked for the view releases it.
	// Its own counters go over all filters there were.
	Window *history.Window
	// Scanned records were asked for, of which Matched matched and Forgotten
	// are kept no more. Backlog is how many of those that were there before the
	// filter are still to be asked for.
	Scanned, Matched, Forgotten, Backlog int64
	// Failures is how many the filter could not judge, and did not match; 0
	// where it has no such method as query.Filter has.
	Failures int64
	// Undecided is how many wait for a Retry, as filters say that have such a
	// method as decoded.Filter has. Of too many, the oldest count as Failures.
	Undecided int64
}

// View takes a look; ok is false where there is no filter.
func (s *Sieve) View() (v View, ok bool) {
	f := s.current.Load()
	if f == nil {
		return View{}, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over {
		return View{}, false
	}
	w := f.kept.Window()
	return View{
		Matcher: f.matcher, Window: w,
		Scanned: f.scanned, Matched: f.matched, Forgotten: w.Forgotten() - f.before, Backlog: f.backlog,
		Failures: failures(f.matcher) + f.failures + f.overflow(), Undecided: f.undecided(),
	}, true
}
