package pipe

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
)

// manager is a thread manager that runs the given function as its run. It
// tells the session of its end as the real one does.
type manager struct {
	session *Session
	run     func(stop <-chan struct{}) (model.Phase, model.Reason, error)
	started error
	records int64 // that the run hands over

	once sync.Once
	stop chan struct{}
	done chan struct{}
}

func newManager(s *Session, run func(stop <-chan struct{}) (model.Phase, model.Reason, error)) *manager {
	return &manager{session: s, run: run, stop: make(chan struct{}), done: make(chan struct{})}
}

func (m *manager) Start() error {
	if m.started != nil {
		close(m.done)
		return m.started
	}
	begin := time.Now()
	go func() {
		defer close(m.done)
		phase, reason, err := m.run(m.stop)
		m.session.Observe(model.Event{Status: &model.Status{
			Phase: phase, Reason: reason, Err: err, Run: 1, Started: begin, Ended: begin.Add(1500 * time.Millisecond),
			Received: m.records,
		}})
	}()
	return nil
}

var errStillRunning = errors.New("the callback is still running")

func (m *manager) Stop() error {
	m.once.Do(func() { close(m.stop) })
	select {
	case <-m.done:
		return nil
	case <-time.After(100 * time.Millisecond):
		return errStillRunning
	}
}

func (m *manager) Done() <-chan struct{} { return m.done }

func newSession(out io.Writer) (*Session, *bytes.Buffer) {
	var diag bytes.Buffer
	return New(out, &diag, account.New("v", []string{"orders"})), &diag
}

func untilStopped(stop <-chan struct{}) (model.Phase, model.Reason, error) {
	<-stop
	return model.Stopped, model.ReasonStopped, nil
}

func TestRunGivesUpWhereNothingCanBeRead(t *testing.T) {
	for _, read := range []bool{false, true} {
		s, diag := newSession(io.Discard)
		s.GiveUp = 20 * time.Millisecond
		given := make(chan struct{})
		err := s.Run(t.Context(), newManager(s, func(stop <-chan struct{}) (model.Phase, model.Reason, error) {
			if read {
				s.Observe(model.Event{Status: &model.Status{Phase: model.Running, Run: 1}})
				time.AfterFunc(5*s.GiveUp, func() { close(given) })
			}
			select {
			case <-stop:
			case <-given:
			}
			return model.Stopped, model.ReasonEnd, nil
		}))
		if gaveUp := strings.Contains(diag.String(), "giving up after"); gaveUp == read {
			t.Errorf("read %v: gave up %v", read, gaveUp)
		}
		if read && err != nil {
			t.Errorf("read: Run = %v", err)
		}
	}
}

func TestRunEndsWithTheRun(t *testing.T) {
	var out bytes.Buffer
	s, diag := newSession(&out)
	m := newManager(s, func(<-chan struct{}) (model.Phase, model.Reason, error) {
		r := usual()
		for range 1234 {
			s.Record(&r)
		}
		return model.Stopped, model.ReasonLifetime, nil
	})
	m.records = 1234
	if err := s.Run(t.Context(), m); err != nil {
		t.Errorf("Run = %v", err)
	}
	if s.Written() != 1234 {
		t.Errorf("written = %d, want 1234", s.Written())
	}
	if n := bytes.Count(out.Bytes(), []byte("\n")); n != 1234 {
		t.Errorf("%d lines, want 1234", n)
	}
	want := "ktm: 1,234 messages in 1.5 s from orders; stopped: lifetime reached; nothing lost.\n"
	if diag.String() != want {
		t.Errorf("got  %q\nwant %q", diag, want)
	}
}

func TestRunFailed(t *testing.T) {
	s, diag := newSession(io.Discard)
	fault := model.NewFault(model.FaultAuth, "The password was refused", nil)
	fault.Broker, fault.Hint, fault.Fatal = "b:9092", "Check sasl.password.", true
	err := s.Run(t.Context(), newManager(s, func(<-chan struct{}) (model.Phase, model.Reason, error) {
		s.Observe(model.Event{Fault: fault})
		return model.Failed, model.ReasonAuth, fault
	}))
	if !errors.Is(err, ErrFailed) {
		t.Errorf("Run = %v, want ErrFailed", err)
	}
	want := "ktm: b:9092: The password was refused — Check sasl.password.\n" +
		"ktm: no messages in 1.5 s from orders; failed: The password was refused.\n"
	if diag.String() != want {
		t.Errorf("got  %q\nwant %q", diag, want)
	}
}

func TestAnEmptyTopicIsNoFailure(t *testing.T) {
	s, _ := newSession(io.Discard)
	err := s.Run(t.Context(), newManager(s, func(<-chan struct{}) (model.Phase, model.Reason, error) {
		return model.Stopped, model.ReasonEnd, nil
	}))
	if err != nil {
		t.Errorf("Run = %v: the end that was asked for was reached", err)
	}
}

func TestRunInterrupted(t *testing.T) {
	s, diag := newSession(io.Discard)
	cause := errors.New("interrupt")
	ctx, cancel := context.WithCancelCause(t.Context())
	err := s.Run(ctx, newManager(s, func(stop <-chan struct{}) (model.Phase, model.Reason, error) {
		cancel(cause)
		return untilStopped(stop)
	}))
	if !errors.Is(err, cause) {
		t.Errorf("Run = %v, want the cause of the context", err)
	}
	if !strings.Contains(diag.String(), "from orders; nothing could be read.") {
		t.Errorf("no summary: %q", diag)
	}
}

func TestRunEndsQuietlyWhenTheReaderHasGone(t *testing.T) {
	pr, pw, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer closeOrFail(t, pw)
	closeOrFail(t, pr)
	s, diag := newSession(pw)
	err = s.Run(t.Context(), newManager(s, func(stop <-chan struct{}) (model.Phase, model.Reason, error) {
		r := usual()
		s.Record(&r)
		return untilStopped(stop)
	}))
	if err != nil || diag.Len() > 0 {
		t.Errorf("Run = %v, diagnostics %q; want neither", err, diag)
	}
}

func TestRunSaysThatTheOutputCannotBeWritten(t *testing.T) {
	s, _ := newSession(&recorder{err: syscall.ENOSPC})
	err := s.Run(t.Context(), newManager(s, func(stop <-chan struct{}) (model.Phase, model.Reason, error) {
		r := usual()
		s.Record(&r)
		return untilStopped(stop)
	}))
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Run = %v, want ENOSPC", err)
	}
}

func TestRunSaysThatItCannotStart(t *testing.T) {
	s, _ := newSession(io.Discard)
	m := newManager(s, untilStopped)
	m.started = errors.New("no lifetime")
	if err := s.Run(t.Context(), m); !errors.Is(err, m.started) {
		t.Errorf("Run = %v, want %v", err, m.started)
	}
}

// stuck is a reader that does not read until it is released.
type stuck struct{ released chan struct{} }

func (s stuck) Write(p []byte) (int, error) {
	<-s.released
	return len(p), nil
}

func TestRunInterruptedWhileTheReaderIsStuck(t *testing.T) {
	for name, records := range map[string]int{"in the callback": 1000, "in the background": 1} {
		t.Run(name, func(t *testing.T) {
			out := stuck{make(chan struct{})}
			s, diag := newSession(out)
			ctx, cancel := context.WithCancel(t.Context())
			m := newManager(s, func(stop <-chan struct{}) (model.Phase, model.Reason, error) {
				r := usual()
				for range records {
					s.Record(&r)
				}
				return untilStopped(stop)
			})
			cancel()
			if err := s.Run(ctx, m); !errors.Is(err, context.Canceled) {
				t.Errorf("Run = %v", err)
			}
			if want := "ktm: the output is cut short: its reader did not take the rest\n"; diag.String() != want {
				t.Errorf("got %q, want %q", diag, want)
			}
			if s.Written() != 0 {
				t.Errorf("written = %d, want 0: nobody has read", s.Written())
			}
			close(out.released)
			<-m.done
		})
	}
}

// "ktm -J 2>&1 | less" has one reader for both.
func TestRunInterruptedWhileNobodyReadsTheErrorsEither(t *testing.T) {
	diag := stuck{make(chan struct{})}
	defer close(diag.released)
	s := New(io.Discard, diag, account.New("v", nil))
	ctx, cancel := context.WithCancel(t.Context())
	m := newManager(s, untilStopped)
	cancel()
	if err := s.Run(ctx, m); !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v", err)
	}
}

func TestObserveTellsNewFaultsAtOnceAndOldOnesSometimes(t *testing.T) {
	s, diag := newSession(io.Discard)
	defer closeOrFail(t, s.out)
	begin := time.Now()
	tell := func(text string, after time.Duration) {
		f := model.NewFault(model.FaultTimeout, text, nil)
		f.Topic, f.Partition, f.Offset, f.Time = "orders", 1, 42, begin.Add(after)
		s.Observe(model.Event{Fault: f})
	}
	tell("hung", 0)
	for i := range 12 {
		tell("hung", time.Duration(i)*time.Second)
	}
	tell("orders/1: \x1b[2J\nexpired", 0)
	want := "ktm: orders/1@42: hung\n" +
		"ktm: orders/1@42: hung (11 times)\n" +
		"ktm: orders/1: \\x1b[2J\\nexpired\n"
	if diag.String() != want {
		t.Errorf("got\n%swant\n%s", diag, want)
	}
}

func TestFaultLogIsBounded(t *testing.T) {
	var l faultLog
	for i := range 3 * account.MaxFaults {
		if l.line(model.NewFault(model.FaultProtocol, strings.Repeat("x", i+1), nil)) == "" {
			t.Fatal("a new fault was not told")
		}
		if len(l.told) > account.MaxFaults {
			t.Fatalf("%d faults are remembered", len(l.told))
		}
	}
}
