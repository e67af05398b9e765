package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/kafkathreadmanager/ktm/.ci/network"
)

// finish lets everything be read, ends both ktm and compares.
func (s *session) finish() error {
	if err := s.stopProducing(); err != nil {
		return err
	}
	if s.fault.way != private {
		if err := s.caughtUp(); err != nil {
			s.out.miss("%v", err)
		}
	}
	var err error
	if s.out.keys, s.out.fairKeys, err = s.keys.stop(); err != nil {
		return err
	}
	if err := s.saveScreen(); err != nil {
		return err
	}
	onScreen, err := s.screen.quit(s.ctx)
	if err != nil {
		return err
	}
	if s.fault.way == private {
		s.out.fact("peak memory %d MB", onScreen.PeakRSS>>20)
		if onScreen.PeakRSS > hostileRSS {
			s.out.miss("more than %d MB", hostileRSS>>20)
		}
		s.out.judge()
		return nil
	}
	inPipe, err := s.pipe.stop()
	if err != nil {
		return err
	}
	s.pipe = nil
	s.out.tally = s.ledger.tally()
	s.out.onScreen, s.out.inPipe = onScreen, inPipe
	s.out.judge()
	return nil
}

// saveScreen keeps what ktm shows at the end, for whoever plays with -keep.
func (s *session) saveScreen() error {
	text, err := s.screen.text()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, "screen.txt"), []byte(text+"\n"), 0o644)
}

// leave ends whatever still runs and deletes the topic.
func (s *session) leave() error {
	var errs []error
	for _, w := range []*network.Network{s.plain, s.login} {
		w.Set(network.Weather{})
		w.Thaw()
	}
	if s.producer != nil {
		errs = append(errs, s.stopProducing())
	}
	if s.pipe != nil {
		_ = s.pipe.cmd.Process.Kill() // it may have ended by itself
		s.pipe.wait()
		errs = append(errs, os.WriteFile(filepath.Join(s.dir, "pipe.err"), s.pipe.stderr.Bytes(), 0o644))
	}
	if s.screen != nil {
		errs = append(errs, s.screen.close())
	}
	if s.hostile != nil {
		errs = append(errs, s.hostile.close())
	}
	if s.keys != nil {
		_, _, _ = s.keys.stop() // finish has judged it
	}
	if s.fault.way != private && !s.out.broken {
		errs = append(errs, s.deleteTopic())
	}
	return errors.Join(errs...)
}
