package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// session is one fault being played: a topic, what writes to it and the two
// ktm that read it.
type session struct {
	*bench
	ctx   context.Context
	fault fault
	dir   string
	topic string

	ledger   *ledger
	producer *producer // nil while nothing is written
	screen   *screen
	pipe     *pipe
	keys     *keys
	out      outcome
}

// play plays one fault from an empty topic to the last record.
func (b *bench) play(ctx context.Context, f fault) outcome {
	began := time.Now()
	s := &session{bench: b, ctx: ctx, fault: f, topic: f.name, dir: filepath.Join(b.dir, f.name), ledger: newLedger()}
	s.out = outcome{fault: f, options: b.options}
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
	if err := s.startPipe(); err != nil {
		return err
	}
	screen, err := startScreen(s.program, s.dir, s.args())
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
	s.keys = startKeys(s.ctx, s.screen)
	return nil
}

// args are how both ktm are called, besides what each is for.
func (s *session) args() []string {
	brokers := map[way]string{proxied: s.plain.addresses(), login: s.login.addresses(), direct: s.cluster.Bootstrap()}[s.fault.way]
	args := []string{"-b", brokers, "-o", "start", s.topic}
	if s.fault.args != nil {
		args = append(args, s.fault.args(s)...)
	}
	return args
}

func (s *session) startPipe() (err error) {
	s.pipe, err = startPipe(s.program, s.dir, s.args(), s.ledger)
	return err
}

// produce writes to the topic until stopProducing, perSecond records a second.
func (s *session) produce(perSecond int) error {
	p, err := newProducer(s.seeds(), s.topic, s.partitions(), s.ledger)
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
	p, err := newProducer(s.seeds(), s.topic, s.partitions(), s.ledger)
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
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waited %s for %s", patience, what)
		}
	}
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
	began := time.Now()
	if err := happens(); err != nil {
		return err
	}
	text, at, err := s.screen.await(s.ctx, 4*sayLimit, re.MatchString)
	switch {
	case errors.Is(err, errNotShown):
		s.out.miss("the screen did not say /%s/ in %s", pattern, 4*sayLimit)
		s.out.said = append(s.out.said, telling{"nothing", 4 * sayLimit})
	case err != nil:
		return err
	default:
		s.out.said = append(s.out.said, telling{strings.TrimSpace(re.FindString(text)), at.Sub(began)})
	}
	return nil
}

var received = regexp.MustCompile(`received ([\d,]+)`)

// caughtUp waits until both ktm have handed over whatever is acknowledged, as
// far as it has not expired.
func (s *session) caughtUp() error {
	var t tally
	err := s.until("ktm to hand over the last records", func() (bool, error) {
		t = s.ledger.tally()
		text, err := s.screen.text()
		if err != nil {
			return false, err
		}
		shown := 0
		if m := received.FindStringSubmatch(text); m != nil {
			_, _ = fmt.Sscan(strings.ReplaceAll(m[1], ",", ""), &shown) // the pattern says that it is a number
		}
		return t.lost <= s.out.expired && shown >= t.produced-s.out.expired, nil
	})
	if err != nil && t.lost > s.out.expired {
		return nil // what is lost is for the account to say
	}
	return err
}
