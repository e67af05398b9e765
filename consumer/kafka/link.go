package kafka

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/IBM/sarama"
)

// link is one connection to one broker, used by one goroutine.
type link struct {
	addr   string
	broker *sarama.Broker
	dialer *dialer
	cancel context.CancelFunc
	free   time.Time // until then a quota keeps the broker from taking requests

	clientID    string
	correlation int32 // of the last fetch

	within time.Duration // for an answer to come whole; 0 = a slow line is no fault
	most   int64         // bytes of an answer, with within
}

// connect opens a link: TCP, TLS, versions, SASL. It returns when the broker
// has accepted us or something failed. The link lives as long as life, the
// attempt ends with attempt.
func (cfg Config) connect(life, attempt context.Context, addr string) (*link, error) {
	ctx, cancel := context.WithCancel(life)
	defer context.AfterFunc(attempt, cancel)()
	l := &link{addr: addr, broker: sarama.NewBroker(addr), dialer: &dialer{ctx: ctx}, cancel: cancel, clientID: cfg.ClientID}
	sc, err := cfg.sarama(l.dialer)
	if err == nil {
		err = l.broker.Open(sc)
	}
	if err == nil {
		_, err = l.broker.Connected()
	}
	// Sarama goes on after a version request that was not answered.
	if broken := l.dialer.broken(); broken != nil {
		err = &linkError{broken, sc.Net.SASL.Enable}
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

func (l *link) close() {
	l.cancel()
	_ = l.broker.Close() // an error only says that it was closed already
}

// patience sets how long the broker may say nothing while a request is under
// way; it is set between requests.
func (l *link) patience(d time.Duration) {
	if c := l.dialer.conn.Load(); c != nil {
		c.silence = d
	}
}

// bound limits the answers to come: the time until one is whole, and its size
// in bytes.
func (l *link) bound(within time.Duration, bytes int64) { l.within, l.most = within, bytes }

// limit lets the bounds hold for the answer to a request about to be sent.
func (l *link) limit() {
	if c := l.dialer.conn.Load(); c != nil && l.within > 0 {
		c.whole, c.frames.most = time.Now().Add(l.within), l.most
	}
}

// ask sends one request, once the broker's quota allows it. Sarama would wait for
// that as well, but not end when we do. A broken connection comes back as a *linkError, what
// the broker sent but cannot be understood as any other error.
func ask[Q, A any](l *link, send func(*sarama.Broker, Q) (A, error), request Q) (answer A, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("answer of %s cannot be decoded: %v", l.addr, r)
		}
	}()
	pause(l.dialer.ctx, time.Until(l.free))
	if err := l.dialer.ctx.Err(); err != nil {
		return answer, &linkError{err: err}
	}
	l.limit()
	answer, err = send(l.broker, request)
	if err == nil {
		l.free = time.Now().Add(throttle(answer))
		return answer, nil
	}
	if broken := l.dialer.broken(); broken != nil {
		return answer, &linkError{err: broken}
	}
	if errors.Is(err, sarama.ErrNotConnected) {
		return answer, &linkError{err: err}
	}
	return answer, err
}

// throttle is how long a broker asks us to leave it alone after an answer.
func throttle(answer any) time.Duration {
	switch a := answer.(type) {
	case *fetchAnswer:
		return a.throttle
	case *sarama.OffsetResponse:
		return time.Duration(a.ThrottleTimeMs) * time.Millisecond
	case *sarama.MetadataResponse:
		return time.Duration(a.ThrottleTimeMs) * time.Millisecond
	case *sarama.DescribeLogDirsResponse:
		return a.ThrottleTime
	case *sarama.DescribeConfigsResponse:
		return a.ThrottleTime
	default:
		return 0
	}
}

// linkError: the connection broke.
type linkError struct {
	err     error
	loginOn bool // it broke while we were connecting with SASL
}

func (e *linkError) Error() string { return e.err.Error() }
func (e *linkError) Unwrap() error { return e.err }
