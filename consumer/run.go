package consumer

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync/atomic"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer/backoff"
	"github.com/kafkathreadmanager/ktm/model"
)

// run is one start-to-stop. The manager's lock guards the first group of
// fields; the last group belongs to the run's goroutine alone.
type run struct {
	reason model.Reason // why it is to end; NoReason until something asks
	err    error
	next   *successor // the run that follows it; nil for none
	expiry *time.Timer

	m      *Manager
	number int
	ctx    context.Context // ends when the run is to stop
	cancel context.CancelFunc
	done   chan struct{}

	goroutine atomic.Uint64 // id of the run's goroutine
	where     atomic.Value  // string: what it is busy with
	attention atomic.Bool   // the loop has more to do than to deliver

	record   model.Record
	limit    int64
	received int64 // in this run
	bytes    int64
	before   counts // what earlier runs counted
	panics   int64
	inARow   int // panics since the last call that returned

	withheld  bool // record was polled but not delivered
	tick      *time.Timer
	retry     backoff.Backoff
	faults    int // polls in a row that gave a fault
	opening   fold
	polling   fold // errors of Poll that are no faults
	own       fold // faults of the consumer's own
	callbacks fold
}

type counts struct{ received, bytes, panics int64 }

// successor is the wish for a run that begins when another has ended.
type successor struct{ anew bool }

// begin starts a run. m.mu is held and no run is under way.
func (m *Manager) begin(anew bool) {
	s := &m.status
	if anew {
		m.resume, s.Positions = nil, nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &run{
		m: m, number: s.Run + 1, ctx: ctx, cancel: cancel, done: make(chan struct{}),
		limit: m.config.maxRecords, before: counts{s.Received, s.Bytes, s.Panics},
	}
	r.where.Store("the opener")
	now := time.Now()
	s.Reason, s.Err = model.NoReason, nil
	s.Run, s.Resumed = r.number, len(m.resume) > 0
	s.Started, s.Ended = now, time.Time{}
	s.Lifetime, s.Deadline = m.lifetime, time.Time{}
	if m.lifetime > 0 {
		s.Deadline = now.Add(m.lifetime)
		r.expiry = time.AfterFunc(m.lifetime, func() { m.expire(r) })
	}
	r.tick = time.AfterFunc(publishEvery, func() { r.attention.Store(true) })
	m.current = r
	m.out.log(slog.LevelInfo, "Kafka consumer started consuming in thread '"+threadName+"'",
		slog.Int("run", r.number))
	m.enter(model.Starting)
	go r.main()
}

// stop asks r to end, for a reason; the first one counts. m.mu is held.
func (m *Manager) stop(r *run, reason model.Reason, err error) {
	if r.reason != model.NoReason {
		return
	}
	r.reason, r.err = reason, err
	if r.expiry != nil {
		r.expiry.Stop()
	}
	m.status.Reason, m.status.Err = reason, err
	m.enter(model.Stopping)
	// In this order: who sees attention must see that the context has ended.
	r.cancel()
	r.attention.Store(true)
}

// conclude ends the run from the inside.
func (r *run) conclude(reason model.Reason, err error) {
	r.m.mu.Lock()
	defer r.m.mu.Unlock()
	r.count()
	r.m.stop(r, reason, err)
}

// errVanished is the reason of a run that ended without one.
var errVanished = errors.New("the consumer ended the goroutine of the run (runtime.Goexit)")

// main is the run's goroutine. Its end is in a deferred call, so that a panic
// of the consumer and a runtime.Goexit of the callback end the run like
// everything else.
func (r *run) main() {
	r.goroutine.Store(goroutineID())
	defer func() {
		if v := recover(); v != nil {
			r.consumerPanicked(v)
		}
		r.conclude(model.ReasonError, errVanished) // unless there is a reason already
		r.end()
	}()
	for r.ctx.Err() == nil {
		if c := r.openConsumer(); c != nil {
			r.tail(c)
		}
		r.phase(model.Reconnecting)
		r.pause()
	}
}

// openConsumer gives nil when there is none.
func (r *run) openConsumer() reportingConsumer {
	r.where.Store("the opener")
	r.m.mu.Lock()
	from := maps.Clone(r.m.resume)
	r.m.mu.Unlock()
	c, err := r.m.open(r.ctx, from)
	switch {
	case err == nil && c != nil:
		return reporting(c)
	case err == nil:
		err = errors.New("the opener gave no consumer")
	case r.ctx.Err() != nil:
		return nil // it was told to give up
	}
	f := asFault(err, "the consumer cannot be opened", hintAgain)
	if f.Fatal {
		r.tell(f)
		r.fail(f)
		return nil
	}
	r.opening.add(f, r.tell)
	return nil
}

// fail ends the run because of a fatal fault.
func (r *run) fail(f *model.Fault) {
	reason := model.ReasonError
	if f.Kind == model.FaultAuth || f.Kind == model.FaultAuthorization {
		reason = model.ReasonAuth
	}
	r.conclude(reason, f)
}

// end is the last thing a run does: it settles the status and begins the run
// that is to follow, in one step, so that nothing comes between.
func (r *run) end() {
	r.tick.Stop()
	r.flushFaults()
	r.cancel()

	m := r.m
	m.mu.Lock()
	defer m.mu.Unlock()
	r.count()
	now := time.Now()
	m.status.Ended, m.status.Since = now, now
	m.status.Phase = model.Stopped
	if r.reason >= model.ReasonPanic {
		m.status.Phase = model.Failed
	}
	m.current = nil
	status := m.status
	m.out.push(notice{
		event: model.Event{After: status.Received, Status: &status},
		line:  "Kafka consumer thread stopped.",
		attrs: []slog.Attr{
			slog.Int("run", r.number), slog.String("reason", r.reason.String()),
			slog.Int64("received", r.received),
		},
		ended: r.done,
	})
	if r.next != nil {
		m.begin(r.next.anew)
	}
}

// pause waits before the next try, or until the run is to stop.
func (r *run) pause() {
	t := time.NewTimer(r.retry.Next())
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.ctx.Done():
	}
}
