package consumer_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

func TestLifetimeZeroRunsUntilStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster("a"), consumer.WithLifetime(0))
		s.start()
		s.Extend(-time.Hour) // there is nothing to shorten
		time.Sleep(3 * time.Hour)
		st := s.Status()
		if st.Phase != model.Running || !st.Deadline.IsZero() {
			t.Errorf("after 3 hours: %v, deadline %v", st.Phase, st.Deadline)
		}
		if _, ok := st.Left(time.Now()); ok {
			t.Error("a run without limit says how much is left")
		}
		s.c.produce("orders", 0, []byte("b"))
		synctest.Wait()
		s.wantRows("orders/0@0 a", "orders/0@1 b")
		s.stop()
		s.wantEnd(model.Stopped, model.ReasonStopped)
	})
}

func TestLifetimeDefaultIs40s(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster())
		begin := time.Now()
		s.start()
		s.wantEnd(model.Stopped, model.ReasonLifetime)
		if d := time.Since(begin); d != 40*time.Second {
			t.Errorf("lived %v", d)
		}
	})
}

func TestLifetimeOvershoot(t *testing.T) {
	hang := func(ctx context.Context) { <-ctx.Done() }
	tests := []struct {
		name     string
		lifetime time.Duration
		callback time.Duration         // how long the callback takes
		open     func(context.Context) // what the opener does first
		ended    time.Duration
	}{
		{name: "idle", lifetime: 300 * time.Millisecond, ended: 300 * time.Millisecond},
		{name: "1s", lifetime: time.Second, ended: time.Second},
		{name: "opener hangs", lifetime: time.Second, open: hang, ended: time.Second},
		{name: "slow callback", lifetime: time.Second, callback: 2500 * time.Millisecond, ended: 2500 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCluster("a", "b")
				c.onOpen = tt.open
				s := newSession(t, c, consumer.WithLifetime(tt.lifetime))
				s.onRecord = func(*model.Record) { time.Sleep(tt.callback) }
				s.start()
				st := s.join()
				if d := st.Ended.Sub(st.Started); d != tt.ended {
					t.Errorf("ended after %v, want %v", d, tt.ended)
				}
				for _, st := range s.statuses() {
					if d := st.Since.Sub(st.Started); st.Phase == model.Stopping && d != tt.lifetime {
						t.Errorf("stopping after %v, want %v", d, tt.lifetime)
					}
				}
				s.wantEnd(model.Stopped, model.ReasonLifetime)
				if tt.callback > 0 {
					s.wantRows("orders/0@0 a") // b came after the deadline
				}
			})
		})
	}
}

// The same on the real clock. The contract is 50 ms; the race detector on a
// noisy machine gets more.
func TestLifetimeOnTheRealClock(t *testing.T) {
	s := newSession(t, newCluster("a"), consumer.WithLifetime(300*time.Millisecond))
	s.start()
	st := s.join()
	if d := st.Ended.Sub(st.Started); d < 300*time.Millisecond || d > 800*time.Millisecond {
		t.Errorf("lived %v, want 300 ms", d)
	}
}

// A reading of the monotonic clock in both instants is what makes their
// difference immune to a step of the wall clock.
func TestClockStepDoesNotMoveTheDeadline(t *testing.T) {
	s := newSession(t, newCluster())
	s.start()
	st := s.Status()
	s.Extend(time.Second)
	for name, at := range map[string]time.Time{
		"Started": st.Started, "Deadline": st.Deadline, "extended Deadline": s.Status().Deadline,
	} {
		if !strings.Contains(at.String(), " m=") {
			t.Errorf("%s has no monotonic reading: %v", name, at)
		}
	}
}

func TestLifetimeCountsWhileBrokersAreAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		c.always = context.DeadlineExceeded
		s := newSession(t, c, consumer.WithLifetime(10*time.Second))
		begin := time.Now()
		s.start()
		s.wantEnd(model.Stopped, model.ReasonLifetime)
		if d := time.Since(begin); d != 10*time.Second {
			t.Errorf("lived %v", d)
		}
	})
}

func TestExtend(t *testing.T) {
	tests := []struct {
		name  string
		moves []time.Duration // one every 5 s
		lived time.Duration
	}{
		{"later", []time.Duration{10 * time.Second, 10 * time.Second}, 60 * time.Second},
		{"earlier", []time.Duration{-10 * time.Second}, 30 * time.Second},
		{"there and back", []time.Duration{time.Minute, -time.Minute}, 40 * time.Second},
		{"below now", []time.Duration{-time.Hour}, 5 * time.Second},
		{"below all", []time.Duration{-1 << 63}, 5 * time.Second},
		{"above all", []time.Duration{1<<63 - 1}, consumer.MaxLifetime},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSession(t, newCluster())
				s.start()
				for _, d := range tt.moves {
					time.Sleep(5 * time.Second)
					s.Extend(d)
				}
				if tt.lived == consumer.MaxLifetime {
					if st := s.Status(); st.Lifetime != tt.lived {
						t.Errorf("lifetime %v, want %v", st.Lifetime, tt.lived)
					}
					return
				}
				<-s.Done()
				st := s.Status()
				if d := st.Ended.Sub(st.Started); d != tt.lived || st.Lifetime != tt.lived {
					t.Errorf("lived %v of %v, want %v", d, st.Lifetime, tt.lived)
				}
				s.wantEnd(model.Stopped, model.ReasonLifetime)
				s.start()
				if got := s.Status().Lifetime; got != consumer.DefaultLifetime {
					t.Errorf("the next run has %v, want the full lifetime of %v", got, consumer.DefaultLifetime)
				}
			})
		})
	}
}

func TestExtendWhileStoppedChangesTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster())
		s.Extend(20 * time.Second)
		s.Extend(-5 * time.Second)
		s.Extend(-55 * time.Second) // nothing would be left
		if got := s.Status().Lifetime; got != 55*time.Second {
			t.Errorf("lifetime %v, want 55s", got)
		}
		for range 2 {
			begin := time.Now()
			s.restart()
			s.wantEnd(model.Stopped, model.ReasonLifetime)
			if d := time.Since(begin); d != 55*time.Second {
				t.Errorf("lived %v, want 55s", d)
			}
		}
	})
}
