package sieve

import (
	"sync"
	"sync/atomic"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// sift is the work of one filter.
type sift struct {
	quit   atomic.Bool   // ends the search
	done   chan struct{} // closed when it has ended
	before int64         // matches of earlier filters that were pushed out of kept

	mu      sync.Mutex
	over    bool             // another filter has the histories now
	matcher Matcher          // asked for what comes
	from    int64            // number of the first record that comes
	kept    *history.History // matches, in order; the search's alone until it has ended
	pending *history.History // matches that came during the search; nil after it
	scanned int64
	matched int64
	backlog int64 // records of before still to be searched

	failures int64 // of the search

	parked       *history.History // what could not be judged yet
	parkedBefore int64            // of earlier filters that was pushed out of it
	parks        bool             // there was something to park
}

// park keeps what may be judged later. f.mu is held.
func (f *sift) park(r *model.Record) {
	f.parks = true
	f.parked.Append(r)
}

// undecided and overflow are what is parked, and what was pushed out of there.
// f.mu is held.
func (f *sift) undecided() int64 {
	if !f.parks {
		return 0
	}
	w := f.parked.Window()
	defer w.Release()
	return int64(w.Len())
}

func (f *sift) overflow() int64 {
	if !f.parks {
		return 0
	}
	return forgotten(f.parked) - f.parkedBefore
}

// retry asks for all that is parked.
func (f *sift) retry(m Matcher) {
	f.mu.Lock()
	w := f.parked.Window()
	defer w.Release()
	f.parked.Clear()
	f.mu.Unlock()
	var r model.Record
	for i := range w.Len() {
		if f.quit.Load() {
			return
		}
		w.Record(i, &r)
		matched := m.Match(&r)
		f.mu.Lock()
		switch {
		case f.over:
		case matched:
			f.matched++
			f.keep(&r)
		case undecided(m):
			f.park(&r)
		}
		f.mu.Unlock()
	}
}

// keep puts a match behind the others. f.mu is held.
func (f *sift) keep(r *model.Record) {
	if f.pending != nil {
		f.pending.Append(r)
	} else {
		f.kept.Append(r)
	}
}

// live asks for record n of the stream.
func (f *sift) live(n int64, r *model.Record) (matched bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over || n < f.from {
		return false // a record before from is in the window that is searched
	}
	f.scanned++
	if !f.matcher.Match(r) {
		if undecided(f.matcher) {
			f.park(r)
		}
		return false
	}
	f.matched++
	f.keep(r)
	return true
}

// stretch is how many records are searched from one word about it to the next.
const stretch = 512

// search asks for all that a window holds.
func (f *sift) search(w *history.Window, m Matcher, changed func()) {
	var r model.Record
	for from := 0; from < w.Len(); from += stretch {
		to := min(from+stretch, w.Len())
		matched := int64(0)
		for i := from; i < to; i++ {
			if f.quit.Load() {
				return
			}
			w.Record(i, &r)
			if m.Match(&r) {
				f.kept.Append(&r)
				matched++
			} else if undecided(m) {
				f.mu.Lock()
				f.park(&r)
				f.mu.Unlock()
			}
		}
		f.mu.Lock()
		f.scanned += int64(to - from)
		f.matched += matched
		f.backlog = int64(w.Len() - to)
		f.failures = failures(m)
		f.mu.Unlock()
		changed()
	}
	f.join()
	changed()
}

// join puts what came during the search behind what it found.
func (f *sift) join() {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := f.pending.Window()
	defer w.Release()
	var r model.Record
	for i := range w.Len() {
		w.Record(i, &r)
		f.kept.Append(&r)
	}
	f.pending.Clear()
	f.pending = nil
}
