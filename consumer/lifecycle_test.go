package consumer_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

func TestNewChecksItsArguments(t *testing.T) {
	open, callback := newCluster().open, func(*model.Record) {}
	tests := []struct {
		name     string
		open     consumer.Opener
		callback consumer.Callback
		opt      consumer.Option
		want     string
	}{
		{"opener", nil, callback, consumer.WithLifetime(0), "opener is nil"},
		{"callback", open, nil, consumer.WithLifetime(0), "callback is nil"},
		{"absurd lifetime", open, callback, consumer.WithLifetime(consumer.MaxLifetime + 1), "above the maximum"},
		{"negative maximum", open, callback, consumer.WithMaxRecords(-1), "negative"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := consumer.New(tt.open, tt.callback, tt.opt)
			if err == nil || !strings.Contains(err.Error(), tt.want) || m != nil {
				t.Errorf("New gave %v, %v; want an error with %q", m, err, tt.want)
			}
		})
	}
}

func TestNegativeLifetimeIsAnError(t *testing.T) {
	for _, d := range []time.Duration{-1, -time.Hour, math.MinInt64} {
		_, err := consumer.New(newCluster().open, func(*model.Record) {}, consumer.WithLifetime(d))
		if err == nil || !strings.Contains(err.Error(), "negative") {
			t.Errorf("lifetime %v: error %v", d, err)
		}
	}
}

func TestStartTwiceDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster())
		s.start()
		deadline := s.Status().Deadline
		time.Sleep(30 * time.Second)
		s.start()
		if got := s.Status().Deadline; !got.Equal(deadline) {
			t.Errorf("the deadline moved by %v", got.Sub(deadline))
		}
		s.wantEnd(model.Stopped, model.ReasonLifetime)
		if n := len(s.c.froms()); n != 1 {
			t.Errorf("%d consumers opened, want 1", n)
		}
		if !strings.Contains(strings.Join(s.lines(), "\n"), "already running") {
			t.Errorf("the log does not say that it is already running: %q", s.lines())
		}
	})
}

func TestStopBeforeStart(t *testing.T) {
	s := newSession(t, newCluster("a"))
	s.stop()
	<-s.Done()
	if st := s.Status(); st.Phase != model.Stopped || st.Reason != model.NoReason || st.Run != 0 {
		t.Errorf("status %+v", st)
	}
	s.start()
	s.untilRows(1)
}

func TestStopTwice(t *testing.T) {
	s := newSession(t, newCluster("a"))
	s.start()
	s.untilRows(1)
	for range 3 {
		s.stop()
		s.wantEnd(model.Stopped, model.ReasonStopped)
	}
	if got := strings.Count(strings.Join(s.lines(), "\n"), "Kafka consumer thread stopped."); got != 1 {
		t.Errorf("%d lines say that the thread stopped, want 1", got)
	}
}

func TestStopAfterExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster(), consumer.WithLifetime(time.Second))
		s.start()
		time.Sleep(2 * time.Second)
		s.stop()
		s.wantEnd(model.Stopped, model.ReasonLifetime)
	})
}

func TestStopInsideCallback(t *testing.T) {
	s := newSession(t, newCluster("a", "b", "c"))
	s.onRecord = func(r *model.Record) {
		if r.Offset == 1 {
			if err := s.Stop(); err != nil {
				t.Errorf("Stop: %v", err)
			}
		}
	}
	s.start()
	s.wantEnd(model.Stopped, model.ReasonStopped)
	s.wantRows("orders/0@0 a", "orders/0@1 b")
	s.start()
	s.untilRows(3)
	s.wantRows("orders/0@0 a", "orders/0@1 b", "orders/0@2 c")
}

func TestStopInsideObserver(t *testing.T) {
	s := newSession(t, newCluster("a"))
	s.onEvent = func(e model.Event) {
		if e.Status != nil && e.Status.Phase == model.Running {
			if err := s.Stop(); err != nil {
				t.Errorf("Stop: %v", err)
			}
		}
	}
	s.start()
	s.wantEnd(model.Stopped, model.ReasonStopped)
}

func TestRestartInsideCallback(t *testing.T) {
	s := newSession(t, newCluster("a", "b"))
	s.onRecord = func(*model.Record) {
		if s.Status().Run < 3 {
			if err := s.Restart(); err != nil {
				t.Errorf("Restart: %v", err)
			}
		}
	}
	s.start()
	s.untilRows(4)
	s.wantRows("orders/0@0 a", "orders/0@0 a", "orders/0@0 a", "orders/0@1 b")
}

// The last call wins.
func TestStopTakesBackARestart(t *testing.T) {
	s := newSession(t, newCluster("a", "b"))
	s.onRecord = func(*model.Record) {
		for _, call := range []func() error{s.Restart, s.Start, s.Stop} {
			if err := call(); err != nil {
				t.Error(err)
			}
		}
	}
	s.start()
	s.wantEnd(model.Stopped, model.ReasonStopped)
	s.wantRows("orders/0@0 a")
	if st := s.Status(); st.Run != 1 {
		t.Errorf("run %d began, want none after the first", st.Run)
	}
}

// Start during a restart must not turn it into a resumed run.
func TestStartKeepsARestart(t *testing.T) {
	s := newSession(t, newCluster("a", "b"))
	s.onRecord = func(*model.Record) {
		if s.Status().Run > 1 {
			return
		}
		for _, call := range []func() error{s.Restart, s.Start} {
			if err := call(); err != nil {
				t.Error(err)
			}
		}
	}
	s.start()
	s.untilRows(3)
	s.wantRows("orders/0@0 a", "orders/0@0 a", "orders/0@1 b")
}

func TestStartInsideObserverKeepsItAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster("a"), consumer.WithLifetime(time.Second))
		s.onEvent = func(e model.Event) {
			if e.Status != nil && e.Status.Phase == model.Stopped && e.Status.Run < 3 {
				if err := s.Start(); err != nil {
					t.Errorf("Start: %v", err)
				}
			}
		}
		s.start()
		time.Sleep(10 * time.Second)
		if st := s.Status(); st.Run != 3 || st.Phase != model.Stopped {
			t.Errorf("status %+v, want run 3 to have ended", st)
		}
		s.wantRows("orders/0@0 a")
	})
}

func TestStopDuringStarting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		c.onOpen = func(ctx context.Context) { <-ctx.Done() }
		s := newSession(t, c)
		s.start()
		synctest.Wait()
		begin := time.Now()
		s.stop()
		if d := time.Since(begin); d > 0 {
			t.Errorf("Stop took %v", d)
		}
		s.wantEnd(model.Stopped, model.ReasonStopped)
	})
}

// The contract is 250 ms. The median holds it on a noisy machine, too.
func TestStopLatency(t *testing.T) {
	s := newSession(t, newCluster("a"))
	var took []time.Duration
	for range 21 {
		s.restart()
		s.untilPhase(model.Running)
		begin := time.Now()
		s.stop()
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	if median := took[len(took)/2]; median > 250*time.Millisecond {
		t.Errorf("Stop took %v: %v", median, took)
	}
}

func TestStopWhileTheCallbackHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster("a", "b"))
		release := make(chan struct{})
		s.onRecord = func(*model.Record) { <-release }
		s.start()
		synctest.Wait()
		for _, call := range []struct {
			name string
			call func() error
		}{{"Stop", s.Stop}, {"Start", s.Start}, {"Restart", s.Restart}} {
			begin := time.Now()
			wantStillRunning(t, call.name, call.call())
			if d := time.Since(begin); d != 2*time.Second {
				t.Errorf("%s took %v, want 2 s", call.name, d)
			}
			if p := s.Status().Phase; p != model.Stopping {
				t.Errorf("phase %v after %s, want stopping", p, call.name)
			}
		}
		close(release)
		synctest.Wait()
		if st := s.Status(); st.Phase != model.Stopped || st.Run != 1 {
			t.Errorf("status %+v: a call that gave up must not begin a run", st)
		}
		s.wantRows("orders/0@0 a")
	})
}

func TestRestartOpensAFreshConsumer(t *testing.T) {
	s := newSession(t, newCluster("a", "b"))
	s.start()
	s.untilRows(2)
	s.restart()
	s.untilRows(4)
	s.wantRows("orders/0@0 a", "orders/0@1 b", "orders/0@0 a", "orders/0@1 b")
	for i, from := range s.c.froms() {
		if from != nil {
			t.Errorf("open %d begins at %v, want anew", i, from)
		}
	}
	if st := s.Status(); st.Run != 2 || st.Resumed {
		t.Errorf("status %+v, want run 2, not resumed", st)
	}
}

func TestStartResumes(t *testing.T) {
	for _, plain := range []bool{false, true} {
		c := newCluster("a", "b")
		c.plain = plain
		c.produce("orders", 1, []byte("x"))
		s := newSession(t, c)
		s.start()
		s.untilRows(3)
		s.stop()
		c.produce("orders", 0, []byte("c"))
		c.produce("orders", 1, nil)
		s.start()
		s.untilRows(5)
		s.wantRows("orders/0@0 a", "orders/0@1 b", "orders/1@0 x", "orders/0@2 c", "orders/1@1 ")
		if st := s.Status(); st.Run != 2 || !st.Resumed {
			t.Errorf("plain %v: status %+v, want run 2, resumed", plain, st)
		}
		from := c.froms()[1]
		if len(from) != 2 || from[model.TopicPartition{Topic: "orders", Partition: 0}] != 2 ||
			from[model.TopicPartition{Topic: "orders", Partition: 1}] != 1 {
			t.Errorf("plain %v: resumed at %v", plain, from)
		}
		s.stop()
	}
}

func TestStartWhileStoppingBeginsAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, newCluster("a", "b"))
		s.onRecord = func(r *model.Record) {
			if r.Offset == 0 {
				time.Sleep(time.Second)
			}
		}
		s.start()
		synctest.Wait()
		go func() {
			if err := s.Stop(); err != nil {
				t.Errorf("Stop: %v", err)
			}
		}()
		synctest.Wait()
		s.start()
		synctest.Wait()
		if st := s.Status(); st.Run != 2 || st.Phase != model.Running {
			t.Errorf("status %+v, want run 2", st)
		}
		s.wantRows("orders/0@0 a", "orders/0@1 b")
	})
}

func wantStillRunning(t *testing.T, name string, err error) {
	t.Helper()
	if !errors.Is(err, consumer.ErrStillRunning) || !strings.Contains(err.Error(), "callback") {
		t.Errorf("%s gave %v, want an error that names the callback", name, err)
	}
}
