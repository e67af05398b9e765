package consumer_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// session is a manager under test with all that it told.
type session struct {
	*consumer.Manager
	t *testing.T
	c *cluster

	mu       sync.Mutex
	news     chan struct{} // closed on each event and record
	events   []model.Event
	rows     []string // "orders/0@3 value"
	log      bytes.Buffer
	onEvent  func(model.Event)
	onRecord func(*model.Record)
}

// newSession makes a manager on c that is stopped when the test ends.
// onRecord and onEvent may be set before the first Start.
func newSession(t *testing.T, c *cluster, opts ...consumer.Option) *session {
	t.Helper()
	return newSessionOn(t, c, c.open, opts...)
}

// newSessionOn is newSession with an opener around that of c.
func newSessionOn(t *testing.T, c *cluster, open consumer.Opener, opts ...consumer.Option) *session {
	t.Helper()
	s := &session{t: t, c: c, news: make(chan struct{})}
	logger := slog.New(slog.NewTextHandler(lockedWriter{s}, nil))
	opts = append([]consumer.Option{consumer.WithObserver(s.observe), consumer.WithLogger(logger)}, opts...)
	m, err := consumer.New(open, s.record, opts...)
	if err != nil {
		t.Fatal(err)
	}
	s.Manager = m
	t.Cleanup(func() {
		if err := m.Stop(); err != nil {
			t.Errorf("Stop at the end of the test: %v", err)
		}
		c.checkClosed(t)
		checkPhases(t, s.statuses())
	})
	return s
}

type lockedWriter struct{ s *session }

func (w lockedWriter) Write(p []byte) (int, error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	return w.s.log.Write(p)
}

func (s *session) observe(e model.Event) {
	s.mu.Lock()
	s.events = append(s.events, e)
	s.wake()
	s.mu.Unlock()
	if s.onEvent != nil {
		s.onEvent(e)
	}
}

func (s *session) record(r *model.Record) {
	s.mu.Lock()
	s.rows = append(s.rows, r.At(r.Offset)+" "+string(r.Value))
	s.wake()
	s.mu.Unlock()
	if s.onRecord != nil {
		s.onRecord(r)
	}
}

func (s *session) wake() {
	close(s.news)
	s.news = make(chan struct{})
}

// until waits for a condition on what was told.
func (s *session) until(what string, holds func() bool) {
	s.t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		s.mu.Lock()
		news, ok := s.news, holds()
		s.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-news:
		case <-timeout:
			s.t.Fatalf("waited 20 s for %s; status %+v", what, s.Status())
		}
	}
}

func (s *session) untilRows(n int) {
	s.t.Helper()
	s.until("records", func() bool { return len(s.rows) >= n })
}

func (s *session) untilPhase(p model.Phase) {
	s.t.Helper()
	s.until("phase "+p.String(), func() bool {
		last := lastStatus(s.events)
		return last != nil && last.Phase == p
	})
}

func lastStatus(events []model.Event) *model.Status {
	for _, e := range slices.Backward(events) {
		if e.Status != nil {
			return e.Status
		}
	}
	return nil
}

func (s *session) start() {
	s.t.Helper()
	if err := s.Start(); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) stop() {
	s.t.Helper()
	if err := s.Stop(); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) restart() {
	s.t.Helper()
	if err := s.Restart(); err != nil {
		s.t.Fatal(err)
	}
}

// join waits for the end of the run and gives the status then.
func (s *session) join() model.Status {
	s.t.Helper()
	select {
	case <-s.Done():
	case <-time.After(time.Hour):
		s.t.Fatalf("the run has not ended: %+v", s.Status())
	}
	return s.Status()
}

func (s *session) wantRows(want ...string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(s.rows, want) {
		s.t.Errorf("records\n got %q\nwant %q", s.rows, want)
	}
}

func (s *session) wantEnd(phase model.Phase, reason model.Reason) {
	s.t.Helper()
	st := s.join()
	if st.Phase != phase || st.Reason != reason {
		s.t.Errorf("ended as %v(%v), want %v(%v); err %v", st.Phase, st.Reason, phase, reason, st.Err)
	}
}

// told gives the events so far.
func (s *session) told() []model.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

func (s *session) faults() (all []*model.Fault) {
	for _, e := range s.told() {
		if e.Fault != nil {
			all = append(all, e.Fault)
		}
	}
	return all
}

func (s *session) statuses() (all []model.Status) {
	for _, e := range s.told() {
		if e.Status != nil {
			all = append(all, *e.Status)
		}
	}
	return all
}

// lines gives the messages of the log in order.
func (s *session) lines() (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for line := range strings.Lines(s.log.String()) {
		_, rest, _ := strings.Cut(line, "level=")
		all = append(all, strings.TrimSpace(rest))
	}
	return all
}

// follows lists the phases that may come after each.
var follows = map[model.Phase][]model.Phase{
	model.Stopped:      {model.Starting},
	model.Failed:       {model.Starting},
	model.Starting:     {model.Running, model.Reconnecting, model.Stopping},
	model.Running:      {model.Reconnecting, model.Stopping},
	model.Reconnecting: {model.Running, model.Stopping},
	model.Stopping:     {model.Stopped, model.Failed},
}

// checkPhases fails if a run skipped a phase or went back.
func checkPhases(t *testing.T, statuses []model.Status) {
	t.Helper()
	last := model.Status{}
	for _, s := range statuses {
		if s.Phase != last.Phase && !slices.Contains(follows[last.Phase], s.Phase) {
			t.Errorf("phase %v came after %v", s.Phase, last.Phase)
		}
		if want := last.Run; s.Phase == model.Starting && last.Phase != model.Starting {
			if want++; s.Run != want {
				t.Errorf("run %d began after run %d", s.Run, last.Run)
			}
		} else if s.Run != want {
			t.Errorf("status of run %d within run %d", s.Run, want)
		}
		if s.Received < last.Received || s.Bytes < last.Bytes || s.Panics < last.Panics {
			t.Errorf("counts went back: %+v after %+v", s, last)
		}
		ended := s.Run > 0 && !s.Phase.Active()
		if ended == s.Ended.IsZero() && s.Run > 0 {
			t.Errorf("phase %v with Ended %v", s.Phase, s.Ended)
		}
		if (s.Reason == model.NoReason) != (s.Phase != model.Stopping && !ended) {
			t.Errorf("phase %v with reason %q", s.Phase, s.Reason)
		}
		last = s
	}
}
