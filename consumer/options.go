package consumer

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// The lifetime of a run.
const (
	// DefaultLifetime is how long a run lasts when nothing else is asked for.
	DefaultLifetime = 40 * time.Second
	// MaxLifetime is the longest lifetime that is taken for meant. Who wants
	// more wants no limit, which is 0.
	MaxLifetime = 365 * 24 * time.Hour
)

// threadName is the name in the log lines.
const threadName = "ktm-consumer"

// Callback gets every record, one at a time, in the order of its partition.
// It runs in the goroutine of the run: while it works, nothing is polled. The
// record and its bytes are valid until it returns.
//
// A panic in it is caught, counted and told as a fault.
type Callback func(r *model.Record)

// Option changes what New makes.
type Option func(*config)

type config struct {
	lifetime   time.Duration
	logger     *slog.Logger
	observer   func(model.Event)
	maxRecords int64
}

// WithLifetime sets how long a run lasts, from Start on: 0 means until it is
// stopped. A negative lifetime, or one above MaxLifetime, is an error of New.
func WithLifetime(d time.Duration) Option {
	return func(c *config) { c.lifetime = d }
}

// WithLogger sets where the log lines go. Without it, or with nil, they are
// discarded.
func WithLogger(l *slog.Logger) Option {
	return func(c *config) { c.logger = l }
}

// WithObserver sets who is told every change of status and every fault, in
// order and one at a time, in a goroutine of its own. It may call every method
// of the Manager; Stop, Start and Restart then only ask and do not wait.
//
// Every change of phase is told. Counts and positions are told at most every
// 100 ms, and an observer that falls behind gets only the newest of them. The
// After of an event that does not come from the run itself (Stopping because
// Stop was called, Extend) may be 100 ms old; that of a fault and of the end
// of a run is exact.
//
// A run counts as ended, for Stop and Done, once its end has been told. So the
// observer must not wait for Done.
func WithObserver(observe func(model.Event)) Option {
	return func(c *config) { c.observer = observe }
}

// WithMaxRecords ends each run, with model.ReasonLimit, after exactly n records
// were handed to the callback; 0 means no limit. A negative n is an error of
// New.
func WithMaxRecords(n int64) Option {
	return func(c *config) { c.maxRecords = n }
}

// newConfig applies the options and checks what came out.
func newConfig(opts []Option) (config, error) {
	c := config{lifetime: DefaultLifetime}
	for _, opt := range opts {
		opt(&c)
	}
	if c.logger == nil {
		c.logger = slog.New(slog.DiscardHandler)
	}
	switch {
	case c.lifetime < 0:
		return c, fmt.Errorf("lifetime %v is negative: use 0 for no limit", c.lifetime)
	case c.lifetime > MaxLifetime:
		return c, fmt.Errorf("lifetime %v is above the maximum of %v: use 0 for no limit", c.lifetime, MaxLifetime)
	case c.maxRecords < 0:
		return c, fmt.Errorf("maximum of %d records is negative: use 0 for no limit", c.maxRecords)
	}
	return c, nil
}
