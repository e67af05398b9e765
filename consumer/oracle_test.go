package consumer_test

import (
	"sync"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// oracle is what a manager promises, as plainly as it can be said: it is told
// of every call of the user, of everything that the opener, the consumer and
// the callback do, and says what the status must be. It shares no code with the
// manager and knows nothing of goroutines and timers.
type oracle struct {
	t  *testing.T
	mu sync.Mutex

	lifetime time.Duration // of the next run
	limit    int64         // records of a run; 0 = none

	run      int
	anew     bool // the run begins at the session's start
	resumed  bool
	phase    model.Phase // Stopping and the ends are told by reason and place
	reason   model.Reason
	place    place
	started  time.Time
	lasts    time.Duration // the run's lifetime
	deadline time.Time     // zero = none
	health   consumer.Health
	wish     *wish     // for another run after this one
	inRun    int64     // records handed over in this run
	inARow   int       // panics since the last call that returned
	fresh    bool      // the run begins anew and has opened nothing yet
	broken   bool      // the consumer panicked; the run fails once it is closed
	moved    time.Time // when a record was handed over or a consumer opened last
	received int64
	bytes    int64
	panics   int64
	at       map[model.TopicPartition]*account
}

// account is what was handed over of one partition.
type account struct{ first, next, received int64 }

// wish is for a run that follows; who gives up waiting takes his own back.
type wish struct{ anew bool }

// place is where the run's goroutine is.
type place uint8

const (
	gone    place = iota // there is no run
	opening              // in the opener
	polling              // in Poll, or in a pause with the consumer open
	calling              // in the callback
	closing              // in Close
	pausing              // before the opener is called again
)

// lock takes the lock; whatever comes next, the lifetime may be over.
func (o *oracle) lock() {
	o.mu.Lock()
	if d := o.deadline; o.place != gone && !d.IsZero() && !time.Now().Before(d) {
		o.end(model.ReasonLifetime)
	}
}

// end asks the run to end; the first reason counts. A run that is waiting ends
// at once, any other when it is done with what it does.
func (o *oracle) end(reason model.Reason) {
	if o.place == gone || o.reason != model.NoReason {
		return
	}
	o.reason = reason
	if o.place == pausing {
		o.ended()
	}
}

func (o *oracle) ended() {
	o.place = gone
	if o.wish != nil {
		o.begin(o.wish.anew)
	}
}

func (o *oracle) begin(anew bool) {
	o.run++
	o.wish, o.reason, o.phase, o.place = nil, model.NoReason, model.Starting, opening
	o.started, o.lasts, o.deadline = time.Now(), o.lifetime, time.Time{}
	if o.lasts > 0 {
		o.deadline = o.started.Add(o.lasts)
	}
	o.inRun, o.inARow, o.anew, o.fresh = 0, 0, anew, anew
	if anew {
		for _, a := range o.at {
			a.next = -1
		}
	}
	o.resumed = o.goesOn()
}

// goesOn says whether an opener is told where to go on.
func (o *oracle) goesOn() bool {
	for _, a := range o.at {
		if a.next >= 0 {
			return true
		}
	}
	return false
}

// start, restart and stop are the user's calls, as they begin. The wish is what
// the caller waits for.
func (o *oracle) start() *wish {
	o.lock()
	defer o.mu.Unlock()
	switch {
	case o.place == gone:
		o.begin(false)
	case o.reason != model.NoReason:
		o.wish = &wish{anew: o.wish != nil && o.wish.anew}
		return o.wish
	}
	return nil
}

func (o *oracle) restart() *wish {
	o.lock()
	defer o.mu.Unlock()
	if o.place == gone {
		o.begin(true)
		return nil
	}
	w := &wish{anew: true}
	o.wish = w
	o.end(model.ReasonStopped)
	return w
}

func (o *oracle) stop() {
	o.lock()
	defer o.mu.Unlock()
	o.wish = nil
	o.end(model.ReasonStopped)
}

// gaveUp is told when a call has returned an error.
func (o *oracle) gaveUp(w *wish) {
	o.lock()
	defer o.mu.Unlock()
	if w != nil && o.wish == w {
		o.wish = nil
	}
}

func (o *oracle) extend(d time.Duration) {
	o.lock()
	defer o.mu.Unlock()
	switch {
	case o.place == gone && o.lifetime > 0 && o.lifetime+d > 0:
		o.lifetime = min(o.lifetime+d, consumer.MaxLifetime)
	case o.place != gone && o.reason == model.NoReason && !o.deadline.IsZero():
		o.lasts = max(time.Since(o.started), min(o.lasts+d, consumer.MaxLifetime))
		o.deadline = o.started.Add(o.lasts)
	}
}

// opens is told when the opener is called, and checks where it is to go on.
func (o *oracle) opens(from map[model.TopicPartition]int64) {
	o.lock()
	defer o.mu.Unlock()
	if o.place != opening && o.place != pausing || o.reason != model.NoReason {
		o.t.Errorf("run %d: the opener is called at place %d, reason %q", o.run, o.place, o.reason)
	}
	o.place = opening
	if o.fresh && len(from) > 0 {
		o.t.Errorf("run %d begins anew, the opener is told to go on at %v", o.run, from)
	}
	for tp, a := range o.at {
		if next, ok := from[tp]; a.next >= 0 && next != a.next || a.next < 0 && next != 0 {
			o.t.Errorf("run %d: %s goes on at %d (%t), want %d", o.run, tp, next, ok, a.next)
		}
	}
}

// opened is told how that ended: reason is that of a fatal error.
func (o *oracle) opened(ok bool, reason model.Reason) {
	o.lock()
	defer o.mu.Unlock()
	switch {
	case ok:
		o.place, o.fresh, o.moved = polling, false, time.Now()
		return
	case reason != model.NoReason:
		o.end(reason)
	}
	if o.reason != model.NoReason {
		o.ended()
		return
	}
	o.place, o.phase = pausing, model.Reconnecting
}

// polled is told what a poll gave besides a record: nothing, an error after
// which it goes on, or one that ends the run.
func (o *oracle) polled(reason model.Reason) {
	o.lock()
	defer o.mu.Unlock()
	o.end(reason)
	if reason == model.NoReason {
		o.sees(false)
	}
}

// breaks is told when a poll does not return.
func (o *oracle) breaks() {
	o.lock()
	defer o.mu.Unlock()
	o.broken = true
}

// sees takes the phase from the consumer's health.
func (o *oracle) sees(record bool) {
	switch {
	case o.health == consumer.Live, o.health == consumer.Opening && record:
		o.phase = model.Running
	case o.health == consumer.Down:
		o.phase = model.Reconnecting
	}
}

// called is told when the callback gets a record.
func (o *oracle) called(r *model.Record) {
	o.lock()
	defer o.mu.Unlock()
	if o.place != polling || o.reason != model.NoReason {
		o.t.Errorf("run %d: %s is handed over at place %d, reason %q", o.run, r.At(r.Offset), o.place, o.reason)
	}
	a := o.at[r.TopicPartition]
	if a == nil {
		a = &account{first: r.Offset, next: -1}
		o.at[r.TopicPartition] = a
	}
	if want := max(0, a.next); r.Offset != want {
		o.t.Errorf("run %d: %s is handed over, want offset %d", o.run, r.At(r.Offset), want)
	}
	a.next = r.Offset + 1
	a.received++
	o.place = calling
	o.inRun++
	o.received++
	o.bytes += int64(r.Size())
	if o.phase != model.Running {
		o.sees(true)
	}
}

// returned is told when the callback ends, one way or the other.
func (o *oracle) returned(how returned) {
	o.lock()
	defer o.mu.Unlock()
	o.place, o.moved = polling, time.Now()
	if how == well {
		o.inARow = 0
	} else {
		o.panics++
		o.inARow++
	}
	switch {
	case how == goexit, o.inARow == 10:
		o.end(model.ReasonPanic)
	case o.inRun == o.limit:
		o.end(model.ReasonLimit)
	}
}

// returned is how a callback ends.
type returned uint8

const (
	well returned = iota
	panicking
	goexit
)

// closes and closed are told when the consumer is closed.
func (o *oracle) closes() {
	o.lock()
	defer o.mu.Unlock()
	if o.place != polling {
		o.t.Errorf("run %d: the consumer is closed at place %d", o.run, o.place)
	}
	o.place = closing
}

func (o *oracle) closed() {
	o.lock()
	defer o.mu.Unlock()
	if o.broken {
		o.broken = false
		o.end(model.ReasonError)
	}
	if o.reason != model.NoReason {
		o.ended()
		return
	}
	o.place, o.phase = pausing, model.Reconnecting
}

// lag is how late phase and counts may be.
const lag = 100 * time.Millisecond

// check compares. Phase and counts must agree, too, once nothing has moved for
// longer than they may lag.
func (o *oracle) check(s model.Status) {
	o.t.Helper()
	o.lock()
	defer o.mu.Unlock()
	settled := o.place == polling && time.Since(o.moved) > lag
	phase := o.phase
	switch {
	case o.run == 0:
		phase = model.Stopped
	case o.place == gone && o.reason >= model.ReasonPanic:
		phase = model.Failed
	case o.place == gone:
		phase = model.Stopped
	case o.reason != model.NoReason:
		phase = model.Stopping
	default:
		if !settled && s.Phase != model.Stopping && s.Phase.Active() {
			phase = s.Phase
		}
	}
	resumed := o.resumed
	if !o.anew && !resumed {
		resumed = s.Resumed // a consumer may know its place before it has a record
	}
	lasts, deadline := o.lasts, o.deadline
	if o.run == 0 || o.place == gone {
		deadline = s.Deadline // of a run that is over
		lasts = s.Lifetime
	}
	switch {
	case s.Phase != phase || s.Reason != o.reason || s.Run != o.run || s.Resumed != resumed:
		o.t.Errorf("status says %v (reason %q, run %d, resumed %t), want %v (%q, %d, %t)",
			s.Phase, s.Reason, s.Run, s.Resumed, phase, o.reason, o.run, resumed)
	case s.Lifetime != lasts || !s.Deadline.Equal(deadline):
		o.t.Errorf("status says lifetime %v until %v, want %v until %v", s.Lifetime, s.Deadline, lasts, deadline)
	case o.place == gone || settled:
		o.checkCounts(s)
	case s.Received > o.received || s.Panics > o.panics:
		o.t.Errorf("status says %d received and %d panics, it were %d and %d", s.Received, s.Panics, o.received, o.panics)
	}
}

func (o *oracle) checkCounts(s model.Status) {
	o.t.Helper()
	if s.Received != o.received || s.Bytes != o.bytes || s.Panics != o.panics {
		o.t.Errorf("status says %d received, %d bytes, %d panics, want %d, %d, %d", s.Received, s.Bytes, s.Panics, o.received, o.bytes, o.panics)
	}
	var sum int64
	for _, p := range s.Positions {
		a := o.at[p.TopicPartition]
		if a == nil {
			continue
		}
		sum += p.Received
		if p.First != a.first || p.Received != a.received || a.next >= 0 && p.Next != a.next {
			o.t.Errorf("status says %+v, want %+v", p, *a)
		}
	}
	if o.goesOn() && sum != o.received {
		o.t.Errorf("the partitions add up to %d of %d records", sum, o.received)
	}
}
