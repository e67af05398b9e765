package consumer_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// play is one random life of a manager, checked against what must always
// hold. Its ledger is kept by the callback and knows nothing of the manager's
// own counts and positions.
type play struct {
	*session

	run     int                            // whose records the ledger holds
	next    map[model.TopicPartition]int64 // the offset that must come next
	got     int64
	bytes   int64
	panics  int64
	stopped atomic.Int64 // no record of this run may come any more
	late    int          // run of which a record was under way when it was asked to stop

	todo chan script // what the next call of the callback does
}

// script is what a call of the callback does besides taking its record.
type script struct {
	slow   time.Duration
	inside func() error
	panics bool
	goexit bool // instead of a panic
}

// FuzzManager takes each byte for something that happens: a call, a fault, a
// record, or time that passes.
func FuzzManager(f *testing.F) {
	f.Add([]byte{1, 0, 6, 2, 0, 1, 6, 3, 6})
	f.Add([]byte{1, 0, 13, 0, 13, 0, 0, 0, 1, 6})
	f.Add([]byte{10, 1, 6, 6, 12, 0, 6, 16, 0, 2, 1, 6, 6})
	f.Fuzz(func(t *testing.T, ops []byte) {
		if len(ops) > 200 {
			t.Skip("long enough")
		}
		playAll(t, ops)
	})
}

// TestRandomLives plays fixed seeds, so that a failure comes again.
func TestRandomLives(t *testing.T) {
	lives := 400
	if testing.Short() {
		lives = 40
	}
	for seed := range lives {
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		ops := make([]byte, 20+rng.IntN(60))
		for i := range ops {
			ops[i] = byte(rng.Uint32())
		}
		playAll(t, ops)
	}
}

func playAll(t *testing.T, ops []byte) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("this happened: %v", ops)
			}
		})
		c := newCluster()
		p := &play{next: map[model.TopicPartition]int64{}, todo: make(chan script, 30)}
		open := c.open
		p.session = newSessionOn(t, c, func(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
			p.opening(from)
			return open(ctx, from)
		}, consumer.WithLifetime(20*time.Second))
		p.onRecord = p.take
		for _, op := range ops {
			p.do(op)
			synctest.Wait()
			p.check()
			if t.Failed() {
				break
			}
		}
		for len(p.todo) > 0 {
			<-p.todo
		}
		time.Sleep(5 * time.Second) // the longest call returns
		p.stop()
		synctest.Wait()
		p.check()
		p.checkEnd()
	})
}

// do is one thing that happens; the high bits of op say how much.
func (p *play) do(op byte) {
	much := int(op>>5) + 1
	// Odd lengths of time keep this apart from timers that end together.
	moment := time.Duration(much)*500*time.Millisecond + 137*time.Microsecond
	switch op % 20 {
	case 0, 19:
		for i := range 3 * much {
			p.c.produce("orders", int32(i%2), make([]byte, i))
		}
	case 1:
		p.doStart()
	case 2:
		run := p.Status().Run
		if err := p.Stop(); err != nil && !errors.Is(err, consumer.ErrStillRunning) {
			p.t.Errorf("Stop: %v", err)
		}
		p.stopped.Store(int64(run))
	case 3:
		p.doRestart()
	case 4:
		p.Extend(time.Duration(much) * time.Second)
	case 5:
		p.Extend(-time.Duration(much) * time.Second)
	case 6:
		time.Sleep(moment)
	case 7:
		p.c.failPoll(io.ErrUnexpectedEOF)
	case 8:
		p.c.failPoll(model.NewFault(model.FaultLeader, "no leader", nil))
	case 9:
		f := model.NewFault(model.FaultAuth, "refused", nil)
		f.Fatal = true
		p.c.failPoll(f)
	case 10:
		p.c.mu.Lock()
		p.c.openErrs = append(p.c.openErrs, io.ErrUnexpectedEOF)
		p.c.mu.Unlock()
	case 11:
		p.c.failPoll(consumer.ErrEnd)
	case 12:
		p.c.failPoll(consumer.ErrClosed)
	case 13:
		for range 2 * much {
			p.script(script{panics: true})
		}
	case 14:
		p.script(script{inside: p.Stop})
	case 15:
		p.script(script{inside: p.Restart, slow: moment})
	case 16:
		p.script(script{slow: moment})
	case 17:
		p.c.setHealth(consumer.Health(much % 3))
	case 18:
		p.script(script{panics: true, goexit: true})
	}
}

func (p *play) doStart() {
	before := p.Status()
	opens := len(p.c.froms())
	next := maps.Clone(p.next)
	if err := p.Start(); err != nil && !errors.Is(err, consumer.ErrStillRunning) {
		p.t.Errorf("Start: %v", err)
	}
	synctest.Wait()
	if from := p.c.froms(); !before.Phase.Active() && len(from) > opens && len(next) > 0 {
		// Partitions of which nothing came may be named with their start.
		maps.DeleteFunc(from[opens], func(_ model.TopicPartition, offset int64) bool { return offset == 0 })
		if !maps.Equal(from[opens], next) {
			p.t.Errorf("Start went on at %v, want %v", from[opens], next)
		}
	}
}

func (p *play) doRestart() {
	opens := len(p.c.froms())
	err := p.Restart()
	if err != nil {
		if !errors.Is(err, consumer.ErrStillRunning) {
			p.t.Errorf("Restart: %v", err)
		}
		return
	}
	synctest.Wait()
	if from := p.c.froms(); len(from) > opens && from[opens] != nil {
		p.t.Errorf("Restart went on at %v, want anew", from[opens])
	}
}

// opening checks where a consumer begins: anew, or exactly at what comes next.
func (p *play) opening(from map[model.TopicPartition]int64) {
	if st := p.Status(); st.Run != p.run {
		p.run = st.Run
		if !st.Resumed {
			clear(p.next)
		}
	}
	for tp, offset := range p.next {
		if from[tp] != offset {
			p.t.Errorf("run %d goes on at %v, want %v", p.run, from, p.next)
			return
		}
	}
}

// take is the callback.
func (p *play) take(r *model.Record) {
	st := p.Status()
	// The stop may come in the instant between poll and callback, once.
	underWay := st.Phase == model.Stopping && p.late != st.Run
	if underWay {
		p.late = st.Run
	}
	if int64(st.Run) == p.stopped.Load() || st.Phase == model.Stopping && !underWay || !st.Phase.Active() {
		p.t.Errorf("%s came in run %d, phase %v, after the stop", r.At(r.Offset), st.Run, st.Phase)
	}
	if want := p.next[r.TopicPartition]; r.Offset != want {
		p.t.Errorf("%s came in run %d, want offset %d", r.At(r.Offset), st.Run, want)
	}
	p.next[r.TopicPartition] = r.Offset + 1
	p.got++
	p.bytes += int64(r.Size())

	var todo script
	select {
	case todo = <-p.todo:
	default:
		return
	}
	time.Sleep(todo.slow)
	if todo.inside != nil {
		if err := todo.inside(); err != nil {
			p.t.Errorf("inside the callback: %v", err)
		}
	}
	if !todo.panics {
		return
	}
	p.panics++
	if todo.goexit {
		runtime.Goexit()
	}
	panic("boom")
}

// script queues what calls of the callback do.
func (p *play) script(s script) {
	select {
	case p.todo <- s:
	default: // enough is to come already
	}
}

// check holds after every step, when all goroutines wait for something.
func (p *play) check() {
	p.t.Helper()
	st := p.Status()
	p.c.mu.Lock()
	alive := p.c.alive
	p.c.mu.Unlock()
	if alive > 1 || alive == 1 && !st.Phase.Active() {
		p.t.Errorf("%d consumers are open in phase %v", alive, st.Phase)
	}
	if (st.Phase == model.Starting || st.Phase == model.Running || st.Phase == model.Reconnecting) && time.Now().After(st.Deadline) {
		p.t.Errorf("%v is %v after its deadline", st.Phase, time.Since(st.Deadline))
	}
	select {
	case <-p.Done():
		if st.Phase.Active() {
			p.t.Errorf("done in phase %v", st.Phase)
		}
	default:
		if !st.Phase.Active() {
			p.t.Errorf("not done in phase %v", st.Phase)
		}
	}
	if st.Phase.Active() {
		return
	}
	if st.Received != p.got || st.Bytes != p.bytes || st.Panics != p.panics {
		p.t.Errorf("status counts %d records, %d bytes, %d panics; the callback %d, %d, %d",
			st.Received, st.Bytes, st.Panics, p.got, p.bytes, p.panics)
	}
}

// checkEnd holds when all is over: no panic is missing among the faults.
func (p *play) checkEnd() {
	var panics int64
	for _, f := range p.faults() {
		if f.Kind == model.FaultCallback {
			panics += int64(f.Count)
		}
	}
	if panics != p.panics {
		p.t.Errorf("%d panics were told, want %d", panics, p.panics)
	}
}
