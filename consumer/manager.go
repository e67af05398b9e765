package consumer

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// stopTimeout is how long Stop, and Start and Restart while a run is being
// stopped, wait for its end.
const stopTimeout = 2 * time.Second

// ErrStillRunning is what Stop, Start and Restart return when a run that was
// asked to stop has not ended within 2 s: its callback (or its consumer) has
// not returned. Go cannot kill it. The phase stays Stopping and no new run can
// begin until it returns; no record is handed to the callback any more.
var ErrStillRunning = errors.New("the run has not ended yet")

// Manager runs a consumer in the background and hands what it reads to a
// callback. Its methods may be called from any goroutine, also from inside the
// callback and the observer.
type Manager struct {
	open     Opener
	callback Callback
	config   config
	out      outbox

	mu       sync.Mutex
	status   model.Status
	lifetime time.Duration // of the next run
	current  *run          // nil when none is under way
	resume   offsets       // where the next run goes on
	handed   handed        // what closed consumers have handed out

	opened opened
}

// New makes a Manager that is stopped. It is an error if open or callback is
// nil, or if an option makes no sense.
func New(open Opener, callback Callback, opts ...Option) (*Manager, error) {
	c, err := newConfig(opts)
	switch {
	case err != nil:
		return nil, err
	case open == nil:
		return nil, errors.New("opener is nil: the manager needs a function that opens a consumer")
	case callback == nil:
		return nil, errors.New("callback is nil: the manager needs a function that takes the records")
	}
	m := &Manager{open: open, callback: callback, config: c, lifetime: c.lifetime}
	m.out.logger, m.out.observer = c.logger, c.observer
	m.status.Lifetime = c.lifetime
	return m, nil
}

// Start begins a run with a full lifetime. The first one begins at the
// session's start position, later ones go on at the next offset of every
// partition that was read.
//
// While a run is under way Start does nothing, does not move the deadline, and
// returns nil. While one is being stopped it waits, at most 2 s, for its end.
// The error is ErrStillRunning or nil: a broker that cannot be reached is no
// error of Start, the run keeps trying.
func (m *Manager) Start() error {
	m.mu.Lock()
	r := m.current
	if r == nil {
		m.begin(false)
		m.mu.Unlock()
		return nil
	}
	if r.reason == model.NoReason {
		m.out.log(slog.LevelInfo, "Kafka consumer is already running in thread '"+threadName+"'")
		m.mu.Unlock()
		return nil
	}
	next := &successor{anew: r.next != nil && r.next.anew}
	r.next = next
	m.mu.Unlock()
	return m.await(r, next)
}

// Restart stops the run under way, if there is one, and begins one at the
// session's start position with a full lifetime. It waits at most 2 s for the
// end of the old run; on ErrStillRunning no new one is begun.
func (m *Manager) Restart() error {
	m.mu.Lock()
	r := m.current
	if r == nil {
		m.begin(true)
		m.mu.Unlock()
		return nil
	}
	m.stop(r, model.ReasonStopped, nil)
	next := &successor{anew: true}
	r.next = next
	m.mu.Unlock()
	return m.await(r, next)
}

// Stop ends the run under way and returns when it has ended: its consumer is
// closed and its goroutine is gone. That takes no longer than the callback
// needs to return. After 2 s Stop gives up waiting and returns ErrStillRunning.
// Where no run is under way it returns nil.
//
// From inside the callback or the observer it only asks: the run ends when
// they return.
func (m *Manager) Stop() error {
	m.mu.Lock()
	r := m.current
	if r == nil {
		m.mu.Unlock()
		return nil
	}
	r.next = nil
	m.stop(r, model.ReasonStopped, nil)
	m.mu.Unlock()
	return m.await(r, nil)
}

// Status is what the manager is doing now. Received and Bytes may lag by
// 100 ms, or by one call of the callback, while a run is under way; they are
// exact once it has ended. The Reason is set from Stopping on.
func (m *Manager) Status() model.Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.status
}

// Done is closed when the run under way has ended completely and the observer
// was told so. It is closed already where no run is under way. A later run has
// a channel of its own.
func (m *Manager) Done() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current != nil {
		return m.current.done
	}
	return closed
}

var closed = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// await waits for the end of r, unless the caller is what r waits for. A
// caller that gives up takes back its wish for another run.
func (m *Manager) await(r *run, next *successor) error {
	if id := goroutineID(); id != 0 && (id == r.goroutine.Load() || id == m.out.goroutine.Load()) {
		return nil
	}
	timeout := time.NewTimer(stopTimeout)
	defer timeout.Stop()
	select {
	case <-r.done:
		return nil
	case <-timeout.C:
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current != r {
		return nil
	}
	if r.next == next {
		r.next = nil
	}
	return fmt.Errorf("run %d: %w: %s has not returned for %v",
		r.number, ErrStillRunning, r.where.Load(), stopTimeout)
}

// tell queues the status for the observer. m.mu is held.
func (m *Manager) tell() {
	status := m.status
	m.out.push(notice{event: model.Event{After: status.Received, Status: &status}})
}

// enter moves to a phase and tells it. m.mu is held.
func (m *Manager) enter(phase model.Phase) {
	if m.status.Phase != phase {
		m.status.Phase = phase
		m.status.Since = time.Now()
		m.tell()
	}
}
