package consumer_test

import (
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// TestManagerAgainstOracle plays KTM_EVENTS events (20,000 unless set), the
// seed is KTM_SEED (1).
func TestManagerAgainstOracle(t *testing.T) {
	const events = 100 // a life
	seed := number(t, "KTM_SEED", 1)
	total := number(t, "KTM_EVENTS", 20_000)
	met := make(map[string]int)
	for life := range (total + events - 1) / events {
		rng := rand.New(rand.NewPCG(seed, life))
		ops := make([]byte, 2*events)
		for i := range ops {
			ops[i] = byte(rng.Uint32())
		}
		compare(t, ops, met)
	}
	for _, what := range []string{
		"running", "reconnecting", "still running",
		"stopped", "lifetime", "end", "limit", "panic", "auth", "error",
	} {
		if met[what] == 0 {
			t.Errorf("%q has not come up, the comparison says nothing of it", what)
		}
	}
	t.Logf("%d events, seed %d, no divergence; what came up: %v", total, seed, met)
}

// FuzzManagerAgainstOracle takes every two bytes for one event.
func FuzzManagerAgainstOracle(f *testing.F) {
	f.Add([]byte{0, 0, 5, 3, 20, 0, 3, 0, 5, 1, 4, 0, 13, 7})
	f.Fuzz(func(t *testing.T, ops []byte) {
		if len(ops) > 400 {
			t.Skip("long enough")
		}
		compare(t, ops, make(map[string]int))
	})
}

func number(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// compare plays one life and counts what came up in it.
func compare(t *testing.T, ops []byte, met map[string]int) {
	t.Helper()
	if len(ops) < 2 {
		return
	}
	synctest.Test(t, func(t *testing.T) {
		step := 0
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("this happened: %v", ops[:min(step+2, len(ops))])
			}
		})
		lifetime := []time.Duration{0, 3 * time.Second, 20 * time.Second}[ops[1]%3]
		limit := []int64{0, 0, 25}[ops[1]/3%3]
		p := &comparison{
			o:    &oracle{t: t, lifetime: lifetime, limit: limit, health: consumer.Live, at: map[model.TopicPartition]*account{}},
			todo: make(chan call, 30),
		}
		c := newCluster()
		c.onClose = func() { time.Sleep(p.closeFor) }
		p.session = newSessionOn(t, c, p.open, consumer.WithLifetime(lifetime), consumer.WithMaxRecords(limit))
		p.onRecord = p.take
		for ; step < len(ops)-1; step += 2 {
			p.do(ops[step], ops[step+1])
			synctest.Wait()
			p.o.check(p.Status())
			if ops[step+1] < 192 { // some come all at once
				time.Sleep(p.moment(250 * time.Millisecond))
				synctest.Wait()
				p.o.check(p.Status())
			}
			if t.Failed() {
				break
			}
		}
		for len(p.todo) > 0 {
			<-p.todo
		}
		time.Sleep(p.moment(10 * time.Second)) // the longest call returns
		p.o.stop()
		p.stop()
		synctest.Wait()
		p.o.check(p.Status())
		p.checkFaults()
		p.count(met)
	})
}

// moment keeps things that last about as long from ending together.
func (p *comparison) moment(d time.Duration) time.Duration {
	p.moments += 7 * time.Microsecond
	return d + p.moments
}

// do is one event, of which amount says how much.
func (p *comparison) do(event, amount byte) {
	much := int(amount%8) + 1
	long := p.moment(time.Duration(much) * 300 * time.Millisecond)
	switch event % 40 {
	case 0, 1, 2:
		p.user("start")
	case 3:
		p.user("stop")
	case 4:
		p.user("restart")
	case 5, 6, 7, 8, 9, 10, 11, 12:
		for i := range 2 * much {
			p.c.produce("orders", int32(i%2), make([]byte, i))
		}
	case 13, 14, 15, 16:
		time.Sleep(long)
	case 17, 18:
		p.extend(time.Duration(much) * time.Second)
	case 19:
		p.extend(-time.Duration(much) * time.Second)
	case 20, 21:
		p.c.failPoll(io.ErrUnexpectedEOF)
	case 22, 23:
		p.c.failPoll(model.NewFault(model.FaultLeader, "no leader", nil))
	case 24:
		p.c.failPoll([]error{errRefused, errForever, errPanics, errVanish, consumer.ErrEnd}[much%5])
	case 25:
		p.c.failPoll(consumer.ErrClosed)
	case 26, 27:
		p.failOpen([]error{io.ErrUnexpectedEOF, io.ErrUnexpectedEOF, errNothing}[much%3])
	case 28:
		p.failOpen([]error{errRefused, errForever, errPanics, errVanish}[much%4])
	case 29, 30, 31:
		for range 2 * much {
			p.next(call{ends: panicking})
		}
	case 32:
		p.next(call{ends: goexit})
	case 33:
		p.next(call{inside: "stop", lasts: long})
	case 34:
		p.next(call{inside: []string{"start", "restart"}[much%2], lasts: long})
	case 35:
		p.next(call{lasts: 3 * long})
	case 36:
		p.health([]consumer.Health{consumer.Opening, consumer.Live, consumer.Live, consumer.Down}[much%4])
	case 37:
		p.openFor = time.Duration(much%3) * p.moment(300*time.Millisecond)
	case 38:
		p.closeFor = time.Duration(much%3) * p.moment(300*time.Millisecond)
	case 39:
		p.leaveOut([]error{nil, io.ErrNoProgress}[much%2])
	}
}
