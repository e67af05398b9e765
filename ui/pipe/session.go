package pipe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// grace is how long an interrupted session waits for a reader that does not
// take the rest of the output.
const grace = time.Second

// ErrFailed: the run could not go on, or its lifetime was over before anything
// could be read. The reason was told on standard error.
var ErrFailed = errors.New("the run failed")

// Controller is what a session needs of the thread manager.
type Controller interface {
	Start() error
	// Stop ends the run and waits for it, within a bound. It does nothing when
	// no run is under way.
	Stop() error
	// Done is closed once the run has ended completely and everything about it
	// has been told.
	Done() <-chan struct{}
}

// Session is one session written to a pipe. Record and Observe are made to be
// the manager's callback and observer.
type Session struct {
	// GiveUp is how long Run waits for something to be read: for a script that
	// reads to the end of a topic, a broker that never answers is a failure. 0
	// is for ever.
	GiveUp time.Duration

	decoder decoder
	ctx     atomic.Pointer[context.Context] // of Run

	out     *Writer
	diag    io.Writer
	account *account.Account

	mu    sync.Mutex // also orders the lines on diag
	phase model.Phase
	read  bool // something could be read, if only to see that there is nothing
	told  faultLog
}

// New makes a session that writes messages to out and all else to diag, as
// lines that begin with "ktm: ". Both stay open.
func New(out, diag io.Writer, acct *account.Account) *Session {
	s := &Session{out: NewWriter(out), diag: diag, account: acct, decoder: decoder{reader: decoded.New()}}
	ctx := context.Background() // until Run
	s.ctx.Store(&ctx)
	return s
}

// Read has keys and values read by r; without it, they go out as they are. It is
// called before Run.
func (s *Session) Read(r *decoded.Reader) { s.decoder.reader = r }

// Record writes one message. It waits for its schema, within bounds, and for the
// reader of the output. A failure to write ends the session by itself.
func (s *Session) Record(r *model.Record) {
	f := s.decoder.fields(*s.ctx.Load(), r)
	// Run learns of a failure through Writer.Failed; what comes until it has
	// stopped the manager has no reader any more.
	_ = s.out.write(r, f)
}

// Written is the number of messages written. It never waits for the reader.
func (s *Session) Written() int64 { return s.out.Written() }

// Observe tells the account of e, and the reader of faults.
func (s *Session) Observe(e model.Event) {
	s.account.Observe(e)
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Status != nil {
		s.phase = e.Status.Phase
		// An end is reached without a Running where there is nothing to read.
		s.read = s.read || s.phase == model.Running || e.Status.Reason == model.ReasonEnd
	}
	if e.Fault != nil {
		if line := s.told.line(e.Fault); line != "" {
			s.write(line)
		}
	}
}

// Run starts c and returns when the run has ended, when the reader of the
// output has gone, or when ctx ends. A summary is the last line it writes,
// except for a reader that has gone.
//
// It returns nil for an end that was asked for and for a reader that has gone;
// the cause of ctx when that ended it; ErrFailed when the run failed; and
// otherwise what could not be done: start, stop or write.
func (s *Session) Run(ctx context.Context, c Controller) error {
	s.ctx.Store(&ctx)
	if err := c.Start(); err != nil {
		return errors.Join(err, s.out.Close())
	}
	s.await(ctx, c)
	// A callback that waits for the reader keeps Stop waiting for its bound;
	// its error is of interest only if nothing else is wrong.
	stopErr := c.Stop()
	writeErr := patiently(ctx, s.out.Close)
	last := s.account.Summary()
	switch {
	case errors.Is(writeErr, ErrReaderGone):
		return nil
	case errors.Is(writeErr, errUntaken):
		last = "the output is cut short: " + errUntaken.Error()
	case writeErr != nil:
		return fmt.Errorf("the output cannot be written: %w", writeErr)
	}
	// Who does not read standard error either is told nothing.
	_ = patiently(ctx, func() error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.write(last)
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("interrupted: %w", context.Cause(ctx))
	case stopErr != nil:
		return stopErr
	case s.failed():
		return ErrFailed
	default:
		return nil
	}
}

// await waits for the end of the run, and for all that ends it.
func (s *Session) await(ctx context.Context, c Controller) {
	var giveUp <-chan time.Time
	if s.GiveUp > 0 {
		giveUp = time.After(s.GiveUp)
	}
	for {
		select {
		case <-c.Done():
		case <-s.out.Failed():
		case <-ctx.Done():
		case <-giveUp:
			if !s.givesUp() {
				giveUp = nil
				continue
			}
		}
		return
	}
}

// givesUp says so where nothing could be read.
func (s *Session) givesUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.read {
		s.write("giving up after " + format.Span(s.GiveUp))
	}
	return !s.read
}

// failed says whether a script should take the end for a failure. That the
// lifetime was over is none, unless no broker was ever reached.
func (s *Session) failed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phase == model.Failed || !s.read && s.out.Written() == 0
}

// errUntaken: the output is cut short because nobody read on.
var errUntaken = errors.New("its reader did not take the rest")

// patiently waits for a write, however slow the reader is, until ctx ends.
// A write that never returns stays behind.
func patiently(ctx context.Context, write func() error) error {
	written := make(chan error, 1)
	go func() { written <- write() }()
	select {
	case err := <-written:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-written:
		return err
	case <-time.After(grace):
		return errUntaken
	}
}

// write writes one line to diag, with the lock held. There is nobody to tell
// if it fails.
func (s *Session) write(line string) {
	_, _ = fmt.Fprintf(s.diag, "ktm: %s\n", safetext.String(line))
}
