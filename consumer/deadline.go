package consumer

import (
	"log/slog"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Extend moves the deadline of the run under way: later, or earlier for a
// negative d. A deadline that would lie in the past becomes now; the lifetime
// as a whole never exceeds MaxLifetime. It does nothing to a run without a
// limit and to one that is being stopped.
//
// Where no run is under way it changes the lifetime of the runs to come, and
// Status shows it. It does nothing there if they have no limit, or if nothing
// would be left of the lifetime.
func (m *Manager) Extend(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.current
	if r == nil {
		m.extendNext(d)
		return
	}
	if m.status.Deadline.IsZero() || r.reason != model.NoReason {
		return
	}
	elapsed := time.Since(m.status.Started)
	m.status.Lifetime = max(elapsed, add(m.status.Lifetime, d))
	m.status.Deadline = m.status.Started.Add(m.status.Lifetime)
	r.expiry.Reset(time.Until(m.status.Deadline))
	m.tell()
}

// extendNext changes the lifetime of the runs to come. m.mu is held.
func (m *Manager) extendNext(d time.Duration) {
	sum := add(m.lifetime, d)
	if m.lifetime == 0 || sum <= 0 {
		return
	}
	m.lifetime = sum
	m.status.Lifetime = sum
	m.tell()
}

// add gives lifetime + d, at most MaxLifetime. The lifetime lies between 0 and
// MaxLifetime, so only the upper end could overflow.
func add(lifetime, d time.Duration) time.Duration {
	if d > MaxLifetime-lifetime {
		return MaxLifetime
	}
	return lifetime + d
}

// expire is called by the timer of r. Extend may have moved the deadline while
// the timer was already firing; then there is a new timer under way.
func (m *Manager) expire(r *run) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current != r || r.reason != model.NoReason || time.Now().Before(m.status.Deadline) {
		return
	}
	m.out.log(slog.LevelInfo, "Thread lifetime reached. Stopping thread.", slog.Int("run", r.number))
	m.stop(r, model.ReasonLifetime, nil)
}
