// Package feed brings what the thread manager says to the screen, a frame at a
// time.
//
// Two things travel, each its own way. Records are in the history: the
// manager's callback appends them there, and the feed only looks, so the
// callback never waits for the screen. Changes of phase and faults are in a
// queue that loses none; the manager's observer puts them there.
//
// What matches a filter comes like records: the sieve keeps it, and the feed
// looks (see [Feed.Watch]).
//
// The screen asks with [Feed.Next], which waits until there is something new
// and then until a frame's time has passed since the last answer. One answer
// carries everything that came meanwhile: a flood of a million records is
// thirty answers a second, and a quiet topic is none. A screen that is behind, on
// a slow terminal, is waited for, too (see [Feed.After]). A change of phase waits
// for neither, and the records that come after it do not wait because of it.
package feed

import (
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/sieve"
)

// Batch is what came since the last one.
type Batch struct {
	// Window is a view of all records kept now; the receiver releases it.
	Window *history.Window
	// Events are the status changes and faults since the last batch, in order.
	Events []model.Event
	// Phase says that one of the events is a change of phase, which is to be shown
	// at once.
	Phase bool
	// Matches is what the filter has found, with a window that the receiver
	// releases too; Filtered says that there is one.
	Matches  sieve.View
	Filtered bool
}

// Feed joins the history and the queue of events. Notify and Close may be
// called from any goroutine, Next from one at a time.
type Feed struct {
	history *history.History
	sieve   *sieve.Sieve           // nil for none
	ready   func() <-chan struct{} // closed when the last answer was taken in; nil = at once
	frame   time.Duration
	last    time.Time // of the last answer that counts for the rate
	shown   int64     // records received by then

	wake   chan struct{}
	urgent chan struct{} // the phase has changed
	closed chan struct{}
	once   sync.Once

	mu     sync.Mutex
	events []model.Event
	status model.Event // the last one of a status
	phase  bool        // the events hold a change of phase
}

// New makes a feed that answers at most framesPerSecond times a second.
func New(h *history.History, framesPerSecond int) *Feed {
	return &Feed{
		history: h,
		frame:   time.Second / time.Duration(max(1, framesPerSecond)),
		wake:    make(chan struct{}, 1),
		urgent:  make(chan struct{}, 1),
		closed:  make(chan struct{}),
	}
}

// Notify queues an event. It never blocks: it is the manager's observer. Of
// mere counts only the latest is kept, so that a terminal which takes nothing
// for hours costs no memory.
func (f *Feed) Notify(e model.Event) {
	f.mu.Lock()
	if last := len(f.events) - 1; last >= 0 && e.Supersedes(f.events[last]) {
		f.events[last] = e
	} else {
		f.events = append(f.events, e)
	}
	changed := e.Status != nil && !e.Supersedes(f.status)
	if e.Status != nil {
		f.status, f.phase = e, f.phase || changed
	}
	f.mu.Unlock()
	if changed {
		signal(f.urgent)
	}
	f.Wake()
}

// Wake has Next answer although neither a record nor an event came: it is what
// a sieve calls. It never blocks.
func (f *Feed) Wake() { signal(f.wake) }

func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func drain(c <-chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// Watch has batches carry what a sieve keeps. It is called once, before the
// first Next; the sieve must call Wake when it has something new.
func (f *Feed) Watch(s *sieve.Sieve) { f.sieve = s }

// After has answers wait until a channel is closed, which is asked for before each
// of them: until the screen has painted the last one. It is called once, before
// the first Next.
func (f *Feed) After(ready func() <-chan struct{}) { f.ready = ready }

// Next waits for something new and returns it; false after Close.
func (f *Feed) Next() (Batch, bool) {
	select {
	case <-f.history.Changed():
	case <-f.wake:
	case <-f.closed:
		return Batch{}, false
	}
	if !f.due() {
		return Batch{}, false
	}
	// What is signalled from here on may have to be told by the next answer.
	drain(f.wake)
	drain(f.urgent)
	// Events first: a window taken later holds at least the records that were
	// handed out before them.
	f.mu.Lock()
	events, phase := f.events, f.phase
	f.events, f.phase = nil, false
	f.mu.Unlock()
	b := Batch{Window: f.history.Window(), Events: events, Phase: phase}
	if received := b.Window.Received(); received != f.shown || !phase {
		f.last, f.shown = time.Now(), received
	}
	if f.sieve != nil {
		b.Matches, b.Filtered = f.sieve.View()
	}
	return b, true
}

// due waits for the next frame's time, and for who shows it. A change of phase
// waits for neither. It is false after Close.
func (f *Feed) due() bool {
	if d := f.frame - time.Since(f.last); d > 0 {
		select {
		case <-time.After(d):
		case <-f.urgent:
			return true
		case <-f.closed:
			return false
		}
	}
	if f.ready == nil {
		return true
	}
	select {
	case <-f.ready():
		return true
	case <-f.urgent:
		return true
	case <-f.closed:
		return false
	}
}

// Clear forgets the records kept; the next batch shows none of them.
func (f *Feed) Clear() { f.history.Clear() }

// Window is a view of all records kept now; the caller releases it.
func (f *Feed) Window() *history.Window { return f.history.Window() }

// Close ends Next, now and later.
func (f *Feed) Close() { f.once.Do(func() { close(f.closed) }) }
