package consumer_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// What a scripted poll or open does besides giving an ordinary error.
var (
	errPanics  = errors.New("panics")
	errVanish  = errors.New("ends its goroutine")
	errNothing = errors.New("gives neither consumer nor error")
	errRefused = fatal(model.FaultAuth)
	errForever = fatal(model.FaultProtocol)
)

func fatal(kind model.FaultKind) error {
	f := model.NewFault(kind, "it is over", nil)
	f.Fatal = true
	return f
}

// reasonOf is why a run ends that meets an error; NoReason where it goes on.
func reasonOf(err error) model.Reason {
	switch {
	case errors.Is(err, consumer.ErrEnd):
		return model.ReasonEnd
	case errors.Is(err, errRefused):
		return model.ReasonAuth
	case errors.Is(err, errForever), errors.Is(err, errPanics), errors.Is(err, errVanish):
		return model.ReasonError
	}
	return model.NoReason
}

// comparison is one random life of a manager beside its oracle.
type comparison struct {
	*session
	o *oracle

	todo     chan call     // what the next calls of the callback do
	openFor  time.Duration // how long an opener takes
	closeFor time.Duration // how long a Close takes
	skip     error         // what the consumer says to Skip
	moments  time.Duration // makes every length of time another one
	gaveUp   int           // calls that returned ErrStillRunning
}

// call is what a call of the callback does.
type call struct {
	lasts  time.Duration
	inside string // a call of the user: "start", "stop", "restart" or ""
	ends   returned
}

// user calls the manager and compares what it says and how long it takes: nil
// when nothing is left to wait for, and else ErrStillRunning after 2 s.
func (p *comparison) user(name string) {
	began := time.Now()
	var w *wish
	var err error
	run := p.o.run
	switch name {
	case "start":
		w = p.o.start()
		err = p.Start()
	case "restart":
		w = p.o.restart()
		err = p.Restart()
	case "stop":
		p.o.stop()
		err = p.Stop()
	}
	took := time.Since(began)
	synctest.Wait()
	p.o.mu.Lock()
	still := p.o.place != gone && p.o.run == run && p.o.reason != model.NoReason
	p.o.mu.Unlock()
	switch {
	case err == nil && (still || took > 2*time.Second):
		p.t.Errorf("%s returned after %v, still running: %t", name, took, still)
	case err != nil && (!errors.Is(err, consumer.ErrStillRunning) || took != 2*time.Second || !still):
		p.t.Errorf("%s after %v, still running: %t: %v", name, took, still, err)
	case err != nil:
		p.gaveUp++
		p.o.gaveUp(w)
	}
}

func (p *comparison) extend(d time.Duration) {
	p.o.extend(d)
	p.Extend(d)
}

func (p *comparison) health(h consumer.Health) {
	p.o.mu.Lock()
	p.o.health, p.o.moved = h, time.Now()
	p.o.mu.Unlock()
	p.c.setHealth(h)
}

func (p *comparison) failOpen(err error) {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	p.c.openErrs = append(p.c.openErrs, err)
}

func (p *comparison) leaveOut(err error) {
	p.skip = err
	p.o.mu.Lock()
	open := p.o.place == polling || p.o.place == calling
	p.o.mu.Unlock()
	got := p.Skip(model.TopicPartition{Topic: "orders", Partition: 1}, 7)
	if ok := open && err == nil; (got == nil) != ok || open && err != nil && !errors.Is(got, err) {
		p.t.Errorf("Skip with a consumer open: %t, which says %v: %v", open, err, got)
	}
}

func (p *comparison) next(c call) {
	select {
	case p.todo <- c:
	default: // enough is to come already
	}
}

// take is the callback.
func (p *comparison) take(r *model.Record) {
	p.o.called(r)
	var todo call
	select {
	case todo = <-p.todo:
	default:
	}
	time.Sleep(todo.lasts)
	var err error
	switch todo.inside {
	case "start":
		p.o.start()
		err = p.Start()
	case "stop":
		p.o.stop()
		err = p.Stop()
	case "restart":
		p.o.restart()
		err = p.Restart()
	}
	if err != nil {
		p.t.Errorf("%s inside the callback: %v", todo.inside, err)
	}
	p.o.returned(todo.ends)
	switch todo.ends {
	case panicking:
		panic("boom")
	case goexit:
		runtime.Goexit()
	}
}

// open is the opener; it tells the oracle what it does.
func (p *comparison) open(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
	p.o.opens(from)
	select {
	case <-ctx.Done():
		p.o.opened(false, model.NoReason)
		return nil, ctx.Err()
	case <-time.After(p.openFor):
	}
	c, err := p.c.open(ctx, from)
	p.o.opened(err == nil, reasonOf(err))
	switch {
	case errors.Is(err, errPanics):
		panic(fmt.Sprint(err))
	case errors.Is(err, errVanish):
		runtime.Goexit()
	case errors.Is(err, errNothing):
		return nil, nil //nolint:nilnil // what an opener must not do
	case err != nil:
		return nil, err
	}
	t, ok := c.(*tail)
	if !ok {
		p.t.Fatalf("the cluster gave a %T", c)
	}
	return &toldTail{t, p}, nil
}

// toldTail is a consumer that tells the oracle what it does.
type toldTail struct {
	*tail
	p *comparison
}

func (c *toldTail) Poll(timeout time.Duration, r *model.Record) (bool, error) {
	ok, err := c.tail.Poll(timeout, r)
	switch {
	case ok:
		return ok, err
	case errors.Is(err, consumer.ErrClosed):
		return ok, err // Close follows, that tells more
	}
	switch {
	case errors.Is(err, errPanics):
		c.p.o.breaks()
		panic(fmt.Sprint(err))
	case errors.Is(err, errVanish):
		c.p.o.breaks()
		runtime.Goexit()
	}
	c.p.o.polled(reasonOf(err))
	return ok, err
}

func (c *toldTail) Close() error {
	c.p.o.closes()
	err := c.tail.Close()
	c.p.o.closed()
	return err
}

func (c *toldTail) Skip(model.TopicPartition, int64) error { return c.p.skip }

// count adds up the changes of phase, the runs by their ends, and the calls
// that gave up.
func (p *comparison) count(met map[string]int) {
	met["still running"] += p.gaveUp
	var last model.Status
	for _, s := range p.statuses() {
		switch {
		case s.Run == last.Run && s.Phase == last.Phase:
		case s.Phase.Active():
			met[s.Phase.String()]++
		default:
			met[s.Reason.String()]++
		}
		last = s
	}
}

// checkFaults holds when all is over: every panic was told, and nothing that is
// no fault.
func (p *comparison) checkFaults() {
	var told int64
	for _, f := range p.faults() {
		if errors.Is(f, context.Canceled) {
			p.t.Errorf("an opener that was told to give up is told as a fault: %v", f)
		}
		if f.Kind == model.FaultCallback {
			told += int64(f.Count)
		}
	}
	if told != p.o.panics {
		p.t.Errorf("%d panics were told, want %d", told, p.o.panics)
	}
}
