package main

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestTally(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger()
		record := func(partition int32, offset int64, value string) entry {
			return newEntry(partition, offset, nil, []byte(value))
		}
		once, twice, late := record(0, 0, "once"), record(0, 1, "twice"), record(0, 2, "late")
		gone, deleted, stranger := record(0, 3, "gone"), record(1, 0, "deleted"), record(0, 0, "another")
		for _, e := range []entry{once, twice, gone, deleted} {
			l.acknowledge(e)
		}
		for _, e := range []entry{once, twice, twice, stranger} {
			l.hand(e)
		}
		l.expire(1, 1)
		l.beginOutage()
		time.Sleep(time.Millisecond)
		acknowledged := time.Now()
		l.acknowledge(late)
		time.Sleep(10 * time.Second)
		l.endOutage()
		time.Sleep(time.Second)
		l.hand(late)
		got := l.tally()
		if got.produced != 5 || got.handed != 5 || got.lost != 1 || got.doubled != 1 || got.unknown != 1 || got.expired != 1 || got.deleted != 1 {
			t.Errorf("tally %+v", got)
		}
		if got.waits.longest != time.Second {
			t.Errorf("the longest wait is %s, want 1s after the outage", got.waits.longest)
		}
		if !got.slowest.Equal(acknowledged) {
			t.Errorf("the slowest was acknowledged at %s, want %s", got.slowest, acknowledged)
		}
		if n := l.open(); n != 1 {
			t.Errorf("%d records are open, want the one that is gone", n)
		}
	})
}

// A record that was acknowledged by a leader just before it was lost can be
// read once the partition has another one.
func TestWaitWithoutALeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger()
		last, next := newEntry(0, 0, nil, []byte("last")), newEntry(0, 1, nil, []byte("next"))
		l.acknowledge(last)
		l.loseLeaders()
		time.Sleep(10 * time.Second)
		l.acknowledge(next)
		time.Sleep(2 * time.Second)
		l.hand(last)
		l.hand(next)
		if got := l.tally().waits.longest; got != 2*time.Second {
			t.Errorf("the longest wait is %s, want 2s after the leader returned", got)
		}
	})
}
