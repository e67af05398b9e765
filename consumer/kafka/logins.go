package kafka

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer/backoff"
)

// logins keeps a consumer from trying a login that was refused more than once a
// second, at all brokers together: many refusals lock an account.
type logins struct {
	mu      sync.Mutex
	refused bool      // the last one was
	next    time.Time // when the next one may be tried, if so
}

// await waits for the turn to log in.
func (l *logins) await(ctx context.Context) {
	l.mu.Lock()
	wait := time.Duration(0)
	if l.refused {
		wait = time.Until(l.next)
		l.next = time.Now().Add(max(0, wait) + backoff.Last)
	}
	l.mu.Unlock()
	pause(ctx, wait)
}

// note takes over how a login went. A broker that hangs up during one refuses
// it: that is all that some of them say.
func (l *logins) note(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		l.refused = false
		return
	}
	if isLogin(err) || errors.Is(err, sarama.ErrSASLAuthenticationFailed) {
		l.refused, l.next = true, latest(l.next, time.Now().Add(backoff.Last))
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// connect opens a link, see Config.connect, when it is time for another login.
func (c *Consumer) connect(life, attempt context.Context, addr string) (*link, error) {
	return c.logins.connect(life, attempt, c.cfg, addr)
}

func (l *logins) connect(life, attempt context.Context, cfg Config, addr string) (*link, error) {
	if cfg.Security.SASL == nil {
		return cfg.connect(life, attempt, addr)
	}
	l.await(attempt)
	if err := attempt.Err(); err != nil {
		return nil, &linkError{err: err}
	}
	opened, err := cfg.connect(life, attempt, addr)
	l.note(err)
	return opened, err
}
