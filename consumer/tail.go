package consumer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	pollTimeout  = 100 * time.Millisecond // how long a Poll waits for a record
	publishEvery = 100 * time.Millisecond // how often counts and positions are told under load
	closeTimeout = time.Second            // how long Close may take; less than stopTimeout, so that Stop still succeeds

	// maxFaults polls in a row may give a fault before the loop slows down: a
	// consumer may have one for every partition, but must not spin.
	maxFaults = 64
)

// tail polls an open consumer until the run is to stop, or until the consumer
// closes by itself and another one is needed.
func (r *run) tail(c reportingConsumer) {
	woken := make(chan struct{})
	quiet := context.AfterFunc(r.ctx, func() {
		defer close(woken)
		c.Interrupt()
	})
	r.m.opened.set(c)
	defer func() {
		if !quiet() {
			<-woken // Interrupt is not called after Close
		}
		r.m.opened.set(nil) // nor is Skip
		r.closeConsumer(c)
		if t, ok := c.(Teller); ok {
			for _, f := range t.Untold() {
				r.own.add(f, r.tellPoll)
			}
		}
	}()
	defer r.settle(c)

	r.where.Store("the callback (or the consumer's Poll)")
	r.attention.Store(true)
	for {
		ok, err := c.Poll(pollTimeout, &r.record)
		// One flag for all that is not delivering keeps a record cheap.
		if !ok || err != nil || r.attention.Load() {
			if !r.attend(c, ok, err) {
				return
			}
			if !ok || err != nil {
				continue
			}
		}
		r.received++
		r.bytes += int64(r.record.Size())
		if !r.deliver() {
			return
		}
		if r.received == r.limit {
			r.conclude(model.ReasonLimit, nil)
			return
		}
	}
}

// attend does what a poll leaves to do besides delivering its record. It is
// false when the consumer is to be polled no more.
func (r *run) attend(c reportingConsumer, ok bool, err error) bool {
	r.attention.Store(false)
	if r.ctx.Err() != nil {
		r.withheld = ok && err == nil
		r.tellLast(err)
		return false
	}
	r.tick.Reset(publishEvery)
	if err == nil {
		r.retry = 0
		r.faults = 0
		r.publish(c, ok)
		return true
	}
	return r.pollFailed(c, err)
}

// tellLast tells the fault of a Poll that the stop has ended.
func (r *run) tellLast(err error) {
	var f *model.Fault
	switch {
	case err == nil, errors.Is(err, ErrEnd), errors.Is(err, ErrClosed):
	case errors.As(err, &f):
		r.own.add(f, r.tellPoll)
	default:
		r.polling.add(asFault(err, "the consumer cannot read", hintAgain), r.tellPollError)
	}
}

// pollFailed deals with an error of Poll.
func (r *run) pollFailed(c reportingConsumer, err error) bool {
	if errors.Is(err, ErrEnd) {
		r.conclude(model.ReasonEnd, nil)
		return false
	}
	if errors.Is(err, ErrClosed) {
		f := model.NewFault(model.FaultConnection, "the consumer closed by itself and is opened again", err)
		f.Hint = hintAgain
		r.polling.add(f, r.tellPollError)
		return false
	}
	var f *model.Fault
	if !errors.As(err, &f) {
		r.polling.add(asFault(err, "the consumer cannot read", hintAgain), r.tellPollError)
		r.publish(c, false)
		r.pause()
		return true
	}
	if f.Fatal {
		r.tellPoll(f)
		r.fail(f)
		return false
	}
	r.own.add(f, r.tellPoll)
	r.publish(c, false)
	if r.faults++; r.faults > maxFaults {
		r.pause()
	}
	return true
}

// publish puts counts, positions and phase into the status and tells what
// changed. delivering says that a record is about to be handed over.
func (r *run) publish(c reportingConsumer, delivering bool) {
	r.tellHeldFaults()
	positions, health := c.Positions(), c.Health()
	m := r.m
	m.mu.Lock()
	defer m.mu.Unlock()
	changed := r.count()
	positions = m.handed.with(positions, m.resume)
	if !slices.Equal(positions, m.status.Positions) {
		m.status.Positions = positions
		changed = true
	}
	phase := m.status.Phase
	switch {
	case phase == model.Stopping:
	case health == Live, health == Opening && delivering:
		phase = model.Running
	case health == Down:
		phase = model.Reconnecting
	}
	switch {
	case phase != m.status.Phase:
		m.enter(phase)
	case changed:
		m.tell()
	}
	if phase != model.Running && !delivering {
		r.attention.Store(true) // the next record may change that
	}
}

// count brings the counts of the status up to date. m.mu is held.
func (r *run) count() (changed bool) {
	s := &r.m.status
	now := counts{r.before.received + r.received, r.before.bytes + r.bytes, r.before.panics + r.panics}
	changed = now != counts{s.Received, s.Bytes, s.Panics}
	s.Received, s.Bytes, s.Panics = now.received, now.bytes, now.panics
	return changed
}

// phase moves to a phase, unless the run is being stopped.
func (r *run) phase(p model.Phase) {
	r.m.mu.Lock()
	defer r.m.mu.Unlock()
	if r.reason == model.NoReason {
		r.m.enter(p)
	}
}

// settle remembers where the next consumer goes on. A record that was polled
// but not delivered comes again.
func (r *run) settle(c reportingConsumer) {
	positions := c.Positions()
	if r.withheld {
		positions = handBack(positions, &r.record)
	}
	r.m.mu.Lock()
	defer r.m.mu.Unlock()
	r.count()
	positions = r.m.handed.with(positions, r.m.resume)
	r.m.status.Positions = positions
	r.m.handed = r.m.handed.after(positions)
	r.m.resume = r.m.resume.after(positions)
}

// closeConsumer closes c and waits for it, but not for ever.
func (r *run) closeConsumer(c Consumer) {
	r.where.Store("the consumer's Close")
	closed := make(chan error, 1)
	go func() { closed <- c.Close() }()
	timeout := time.NewTimer(closeTimeout)
	defer timeout.Stop()
	select {
	case err := <-closed:
		if err != nil && !errors.Is(err, ErrClosed) {
			r.tell(asFault(err, "the consumer did not close cleanly", hintClose))
		}
	case <-timeout.C:
		f := model.NewFault(model.FaultTimeout, fmt.Sprintf("the consumer has not closed within %v", closeTimeout), nil)
		f.Hint = hintClose
		r.tell(f)
	}
}
