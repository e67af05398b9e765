package consumer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

func TestErrorsAreNeverRecords(t *testing.T) {
	s := newSession(t, newCluster("a"))
	fault := model.NewFault(model.FaultLeader, "no leader", io.ErrUnexpectedEOF)
	s.c.failPoll(fault, io.ErrClosedPipe)
	s.start()
	s.untilRows(1)
	s.stop()
	s.wantRows("orders/0@0 a")
	faults := s.faults()
	if len(faults) != 2 || faults[0] != fault || !errors.Is(faults[1], io.ErrClosedPipe) {
		t.Errorf("faults %v, want the consumer's own and one that wraps its error", faults)
	}
	if st := s.Status(); st.Received != 1 {
		t.Errorf("received %d, want 1", st.Received)
	}
}

// What goes wrong in the moment of the stop is told like everything else.
func TestFaultsThatComeWithTheStop(t *testing.T) {
	for _, plain := range []bool{false, true} {
		for name, late := range map[string]error{
			"fault": model.NewFault(model.FaultOffset, "expired", nil),
			"error": errors.New("expired"),
		} {
			t.Run(fmt.Sprint(name, plain), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := newCluster("a")
					c.plain, c.late = plain, late
					c.untold = []*model.Fault{model.NewFault(model.FaultLeader, "held", nil)}
					s := newSession(t, c)
					s.start()
					synctest.Wait()
					s.stop()
					var got []string
					for _, f := range s.faults() {
						got = append(got, f.Text)
					}
					slices.Sort(got)
					want := []string{"expired", "held"}
					if name == "error" {
						want[0] = "held"
						want[1] = "the consumer cannot read: expired"
					}
					if !slices.Equal(got, want) {
						t.Errorf("told %q, want %q", got, want)
					}
				})
			})
		}
	}
}

func TestPollErrorBacksOff(t *testing.T) {
	always := map[string]error{
		"plain":   io.ErrUnexpectedEOF,
		"fault":   model.NewFault(model.FaultLeader, "no leader", nil),
		"closed":  consumer.ErrClosed,
		"timeout": context.DeadlineExceeded,
	}
	for name, err := range always {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCluster()
				c.always = err
				s := newSession(t, c, consumer.WithLifetime(10*time.Second))
				s.start()
				s.wantEnd(model.Stopped, model.ReasonLifetime)
				// 100, 200, 400 ms and then 0.8 to 1 s make at least 12 tries in
				// 10 s. A consumer's own faults may come in a first burst.
				if c.polls < 11 || c.polls > 16+64 || name != "fault" && c.polls > 16 {
					t.Errorf("%d polls in 10 s", c.polls)
				}
				if n := len(s.faults()); name != "fault" && n > 11 {
					t.Errorf("%d faults told in 10 s, want at most one a second", n)
				}
			})
		})
	}
}

func TestBackoffBeginsAnewAfterSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		s := newSession(t, c)
		s.start()
		for range 4 {
			c.failPoll(io.ErrUnexpectedEOF)
		}
		time.Sleep(5 * time.Second)
		c.failPoll(io.ErrUnexpectedEOF)
		c.produce("orders", 0, []byte("a"))
		time.Sleep(200 * time.Millisecond)
		s.wantRows("orders/0@0 a")
	})
}

func TestFoldedFaultsLoseNoCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		for range 4 {
			c.failPoll(io.ErrUnexpectedEOF) // within a second
		}
		c.failPoll(io.ErrClosedPipe)
		s := newSession(t, c)
		s.start()
		time.Sleep(20 * time.Second)
		told, counted := map[string]int{}, map[string]int{}
		for _, f := range s.faults() {
			told[f.Err.Error()]++
			counted[f.Err.Error()] += f.Count
		}
		// How many of the four fall into the first second is up to the jitter.
		eof, pipe := io.ErrUnexpectedEOF.Error(), io.ErrClosedPipe.Error()
		if counted[eof] != 4 || told[eof] != 2 || counted[pipe] != 1 || told[pipe] != 1 {
			t.Errorf("told %v times, counted %v", told, counted)
		}
	})
}

// A consumer's own faults are folded as well, also where others and quiet polls
// come between.
func TestOwnFaultsAreFolded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		s := newSession(t, c)
		s.start()
		const seconds, each = 3, 20
		for i := range seconds * each {
			text := []string{"no leader", "moved"}[i%2]
			c.failPoll(model.NewFault(model.FaultLeader, text, nil))
			time.Sleep(time.Second / each)
		}
		s.stop()
		count := 0
		for _, f := range s.faults() {
			count += f.Count
		}
		if n := len(s.faults()); n > 2*(seconds+1) || count != seconds*each {
			t.Errorf("%d faults told %d times in %d s", count, n, seconds)
		}
	})
}

func TestOpenerErrorsAreTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster("a")
		c.openErrs = []error{io.ErrUnexpectedEOF, io.ErrUnexpectedEOF, model.NewFault(model.FaultConnection, "refused", nil)}
		s := newSession(t, c)
		s.start()
		synctest.Wait()
		if p := s.Status().Phase; p != model.Reconnecting {
			t.Errorf("phase %v, want reconnecting", p)
		}
		time.Sleep(2 * time.Second)
		if p := s.Status().Phase; p != model.Running {
			t.Errorf("phase %v, want running", p)
		}
		s.wantRows("orders/0@0 a")
		var count int
		for _, f := range s.faults() {
			count += f.Count
		}
		if count != 3 {
			t.Errorf("%d failures told, want 3: %v", count, s.faults())
		}
	})
}

func TestOpenerThatGivesNoConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nothing := func(context.Context, map[model.TopicPartition]int64) (consumer.Consumer, error) { return nil, nil }
		m, err := consumer.New(nothing, func(*model.Record) {}, consumer.WithLifetime(time.Second))
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Start(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if p := m.Status().Phase; p != model.Reconnecting {
			t.Errorf("phase %v, want reconnecting", p)
		}
		<-m.Done()
	})
}

func TestFatalAuthFails(t *testing.T) {
	tests := []struct {
		kind   model.FaultKind
		fatal  bool
		phase  model.Phase
		reason model.Reason
	}{
		{model.FaultAuth, true, model.Failed, model.ReasonAuth},
		{model.FaultAuthorization, true, model.Failed, model.ReasonAuth},
		{model.FaultTopic, true, model.Failed, model.ReasonError},
		{model.FaultAuthorization, false, model.Stopped, model.ReasonLifetime},
	}
	for _, tt := range tests {
		for _, where := range []string{"open", "poll"} {
			t.Run(fmt.Sprint(where, " ", tt.kind, " ", tt.fatal), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := model.NewFault(tt.kind, "refused", nil)
					f.Fatal = tt.fatal
					c := newCluster()
					if where == "open" {
						c.openErrs = []error{fmt.Errorf("kafka-1: %w", f)}
					} else {
						c.failPoll(f)
					}
					s := newSession(t, c)
					s.start()
					s.wantEnd(tt.phase, tt.reason)
					if got := s.faults(); len(got) != 1 || got[0] != f {
						t.Errorf("faults %v, want the one", got)
					}
					if st := s.Status(); tt.fatal && (!errors.Is(st.Err, f) || c.tries != 1) {
						t.Errorf("error %v after %d tries, want the fault after 1", st.Err, c.tries)
					}
				})
			})
		}
	}
}

func TestConsumerThatClosesByItselfIsOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster("a", "b")
		s := newSession(t, c)
		s.start()
		synctest.Wait()
		c.failPoll(consumer.ErrClosed)
		synctest.Wait()
		if p := s.Status().Phase; p != model.Reconnecting {
			t.Errorf("phase %v, want reconnecting", p)
		}
		c.produce("orders", 0, []byte("c"))
		time.Sleep(time.Second)
		s.wantRows("orders/0@0 a", "orders/0@1 b", "orders/0@2 c")
		if st := s.Status(); st.Run != 1 || st.Phase != model.Running {
			t.Errorf("status %+v, want run 1 to go on", st)
		}
	})
}

func TestPhaseFollowsHealth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		c.setHealth(consumer.Opening)
		s := newSession(t, c)
		s.start()
		for _, step := range []struct {
			health consumer.Health
			want   model.Phase
		}{
			{consumer.Opening, model.Starting},
			{consumer.Live, model.Running},
			{consumer.Down, model.Reconnecting},
			{consumer.Live, model.Running},
		} {
			c.setHealth(step.health)
			time.Sleep(200 * time.Millisecond)
			if p := s.Status().Phase; p != step.want {
				t.Errorf("phase %v, want %v", p, step.want)
			}
		}
	})
}

func TestFirstRecordMeansRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		c.setHealth(consumer.Opening)
		s := newSession(t, c)
		s.start()
		time.Sleep(1050 * time.Millisecond)
		c.failPoll(model.NewFault(model.FaultNotice, "look", nil))
		time.Sleep(25 * time.Millisecond) // in the middle of a Poll, and before the next tick
		c.produce("orders", 0, []byte("a"))
		synctest.Wait()
		if p := s.Status().Phase; p != model.Running {
			t.Errorf("phase %v, want running", p)
		}
	})
}

// Without a Reporter the phase comes from what Poll returns.
func TestPhaseOfAPlainConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		c.plain = true
		s := newSession(t, c)
		s.start()
		time.Sleep(time.Second)
		c.failPoll(io.ErrUnexpectedEOF, model.NewFault(model.FaultLeader, "one of many", nil))
		time.Sleep(time.Second)
		var got []model.Phase
		for _, st := range s.statuses() {
			got = append(got, st.Phase)
		}
		want := []model.Phase{model.Starting, model.Running, model.Reconnecting, model.Running}
		if !slices.Equal(slices.Compact(got), want) {
			t.Errorf("phases %v, want %v", got, want)
		}
	})
}

func TestEveryExitClosesTheConsumer(t *testing.T) {
	fatal := model.NewFault(model.FaultTopic, "gone", nil)
	fatal.Fatal = true
	tests := []struct {
		name   string
		do     func(s *session)
		reason model.Reason
	}{
		{"stop", func(s *session) { s.stop() }, model.ReasonStopped},
		{"lifetime", func(s *session) { s.Extend(-time.Hour) }, model.ReasonLifetime},
		{"end", func(s *session) { s.c.failPoll(fmt.Errorf("all read: %w", consumer.ErrEnd)) }, model.ReasonEnd},
		{"fatal", func(s *session) { s.c.failPoll(fatal) }, model.ReasonError},
		{"limit", func(s *session) { s.c.produce("orders", 0, nil) }, model.ReasonLimit},
		{"panic", func(s *session) {
			s.onRecord = func(*model.Record) { panic("boom") }
			for range 10 {
				s.c.produce("orders", 0, nil)
			}
		}, model.ReasonPanic},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			limit := consumer.WithMaxRecords(1)
			if tt.name == "panic" {
				limit = consumer.WithMaxRecords(0)
			}
			s := newSession(t, newCluster(), limit)
			s.start()
			s.untilPhase(model.Running)
			tt.do(s)
			st := s.join()
			if st.Reason != tt.reason {
				t.Errorf("ended with %q, want %q; %v", st.Reason, tt.reason, st.Err)
			}
			s.c.checkClosed(t)
			lines := s.lines()
			if last := lines[len(lines)-1]; !strings.Contains(last, "Kafka consumer thread stopped.") {
				t.Errorf("the last line of the log is %q", last)
			}
		})
	}
}

func TestCloseThatHangsIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		c := newCluster("a")
		c.onClose = func() { <-release }
		s := newSession(t, c)
		s.start()
		synctest.Wait()
		begin := time.Now()
		s.stop()
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("Stop took %v", d)
		}
		if f := s.faults(); len(f) != 1 || f[0].Kind != model.FaultTimeout || !strings.Contains(f[0].Text, "closed") {
			t.Errorf("faults %v, want one about the close", f)
		}
		close(release)
	})
}

func TestCloseErrorIsAFault(t *testing.T) {
	c := newCluster()
	c.closeErr = io.ErrClosedPipe
	s := newSession(t, c)
	s.start()
	s.untilPhase(model.Running)
	s.stop()
	s.wantEnd(model.Stopped, model.ReasonStopped)
	if f := s.faults(); len(f) != 1 || !errors.Is(f[0], io.ErrClosedPipe) {
		t.Errorf("faults %v, want one that wraps what Close returned", f)
	}
}
