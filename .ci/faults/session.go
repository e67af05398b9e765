package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// session is one fault being played: a topic, what writes to it and the two
// ktm that read it.
type session struct {
	*bench
	ctx   context.Context
	fault fault
	dir   string
	topic string

	count    int // partitions of the topic now
	replicas int // of each
	ledger   *ledger
	producer *producer // nil while nothing is written
	screen   *screen
	pipe     *pipe
	keys     *keys
	happened time.Time // when what the screen is to tell of happened
	out      outcome

	authority *authority // of the proxies' certificates, where they have any
	hostile   *hostile   // with the way private
}

// play plays one fault from an empty topic to the last record.
func (b *bench) play(ctx context.Context, f fault) outcome {
	began := time.Now()
	s := &session{
		bench: b, ctx: ctx, fault: f, topic: f.name, dir: filepath.Join(b.dir, f.name),
		ledger: newLedger(), count: cmp.Or(f.partitions, 6), replicas: nodes,
	}
	s.out = outcome{fault: f, revision: b.revision}
	err := s.begin()
	if err == nil {
		err = f.play(s)
	}
	if err == nil {
		err = s.finish()
	}
	if err != nil {
		s.out.broken = true
		s.out.miss("could not be played: %v", err)
	}
	if err := s.leave(); err != nil {
		s.out.broken = true
		s.out.miss("%v", err)
	}
	s.out.took = time.Since(began)
	return s.out
}

func (s *session) begin() error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return fmt.Errorf("folder: %w", err)
	}
	if s.fault.way != private {
		if err := s.createTopic(); err != nil {
			return err
		}
	}
	if s.fault.before != nil {
		if err := s.fault.before(s); err != nil {
			return err
		}
	}
	if s.fault.way != private {
		if err := s.startPipe(); err != nil {
			return err
		}
	}
	s.happened = time.Now()
	args, err := s.args()
	if err != nil {
		return err
	}
	screen, err := startScreen(s.ctx, s.program, s.dir, args, size{160, 50})
	if err != nil {
		return err
	}
	s.screen = screen
	starts := s.fault.starts
	if starts == "" {
		starts = "● running"
	}
	if err := s.screen.shows(s.ctx, starts); err != nil {
		return err
	}
	s.keys = startKeys(s.ctx, s.screen, cmp.Or(s.fault.keysEvery, keyEvery))
	return nil
}

// args are how both ktm are called, besides what each is for.
func (s *session) args() ([]string, error) {
	args := []string{"-o", "start", s.topic}
	switch s.fault.way {
	case direct:
		args = append(args, "-b", s.cluster.Bootstrap())
	case proxied:
		args = append(args, "-b", s.plain.Addresses())
	case login:
		args = append(args, "-b", s.login.Addresses())
	}
	if s.fault.args == nil {
		return args, nil
	}
	more, err := s.fault.args(s)
	return append(args, more...), err
}

func (s *session) startPipe() error {
	args, err := s.args()
	if err != nil {
		return err
	}
	s.pipe, err = startPipe(s.program, s.dir, args, s.ledger)
	return err
}

// produce writes to the topic until stopProducing, perSecond records a second.
func (s *session) produce(perSecond int) error {
	p, err := newProducer(s.seeds(), s.topic, s.count, s.ledger)
	if err != nil {
		return err
	}
	s.producer = p
	p.start(s.ctx, perSecond)
	return nil
}

// write writes n records as fast as it goes and waits until they are
// acknowledged.
func (s *session) write(n int) error {
	p, err := newProducer(s.seeds(), s.topic, s.count, s.ledger)
	if err != nil {
		return err
	}
	p.write(s.ctx, n)
	return p.stop(s.ctx)
}

func (s *session) stopProducing() error {
	if s.producer == nil {
		return nil
	}
	p := s.producer
	s.producer = nil
	return p.stop(s.ctx)
}

// more waits until n more records are acknowledged.
func (s *session) more(n int) error {
	want := s.ledger.written() + n
	return s.until(fmt.Sprintf("%d more records to be acknowledged", n), func() (bool, error) { return s.ledger.written() >= want, nil })
}

// until polls until done.
func (s *session) until(what string, done func() (bool, error)) error {
	return kafkatest.Until(s.ctx, patience, what, done)
}

// last lets a fault last.
func (s *session) last(d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
}

// tells makes something happen and waits until the screen says what the
// pattern looks for. What it said before is dismissed.
func (s *session) tells(pattern string, happens func() error) error {
	s.screen.hands.Lock()
	err := s.screen.press("x")
	s.screen.hands.Unlock()
	if err != nil {
		return err
	}
	re := regexp.MustCompile(pattern)
	if _, _, err := s.screen.await(s.ctx, patience, func(text string) bool { return !re.MatchString(text) }); err != nil {
		return fmt.Errorf("the screen says /%s/ before it happens: %w", pattern, err)
	}
	s.happened = time.Now() // unless that takes long and says so itself
	if err := happens(); err != nil {
		return err
	}
	return s.says(pattern)
}

// says waits until the screen says what the pattern looks for.
func (s *session) says(pattern string) error {
	re := regexp.MustCompile(pattern)
	text, at, err := s.screen.await(s.ctx, 4*sayLimit, re.MatchString)
	switch {
	case errors.Is(err, errNotShown):
		s.out.miss("the screen did not say /%s/ in %s", pattern, 4*sayLimit)
		s.out.said = append(s.out.said, telling{"nothing", 4 * sayLimit})
	case err != nil:
		return err
	default:
		s.out.said = append(s.out.said, telling{strings.TrimSpace(re.FindString(text)), at.Sub(s.happened)})
	}
	return nil
}

var (
	received = regexp.MustCompile(`received ([\d,]+)`)
	atEnd    = regexp.MustCompile(`(?m)behind 0 *$`)
)

// receivedOn is the number of messages received that a screen shows.
func receivedOn(text string) int {
	n := 0
	if m := received.FindStringSubmatch(text); m != nil {
		_, _ = fmt.Sscan(strings.ReplaceAll(m[1], ",", ""), &n) // the pattern says that it is a number
	}
	return n
}

// caughtUp waits until both ktm have handed over whatever is acknowledged and
// has not expired.
func (s *session) caughtUp() error {
	err := s.until("ktm to hand over the last records", func() (bool, error) {
		if s.ledger.open() > 0 {
			return false, nil
		}
		text, err := s.screen.text()
		if err != nil {
			return false, err
		}
		t := s.ledger.tally()
		return receivedOn(text) >= t.produced-t.deleted && atEnd.MatchString(text), nil
	})
	if err != nil && s.ledger.open() > 0 {
		return nil // the account says it
	}
	return err
}
