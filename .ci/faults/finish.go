package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/twmb/franz-go/pkg/kadm"
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
	longest, p99, err := s.keys.stop()
	if err != nil {
		return err
	}
	s.out.keys, s.out.keysP99 = longest, p99
	onScreen, err := s.screen.quit(s.ctx)
	if err != nil {
		return err
	}
	s.out.peakRSS = onScreen.PeakRSS
	if s.fault.way == private {
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

// leave ends whatever still runs and deletes the topic.
func (s *session) leave() error {
	var errs []error
	if s.producer != nil {
		errs = append(errs, s.stopProducing())
	}
	if s.pipe != nil {
		_ = s.pipe.cmd.Process.Kill() // it may have ended by itself
		s.pipe.wait()
		errs = append(errs, os.WriteFile(filepath.Join(s.dir, "pipe.err"), s.pipe.stderr.Bytes(), 0o644))
	}
	if s.screen != nil {
		if text, err := s.screen.text(); err == nil {
			errs = append(errs, os.WriteFile(filepath.Join(s.dir, "screen.txt"), []byte(text+"\n"), 0o644))
		}
		errs = append(errs, s.screen.close())
	}
	if s.keys != nil {
		_, _, _ = s.keys.stop() // finish has judged it
	}
	if s.fault.way != private && !s.out.broken {
		errs = append(errs, s.deleteTopic())
	}
	return errors.Join(errs...)
}

func (s *session) partitions() int {
	if s.fault.partitions > 0 {
		return s.fault.partitions
	}
	return 6
}

func (s *session) createTopic() error {
	configs := make(map[string]*string, len(s.fault.configs))
	for name, value := range s.fault.configs {
		configs[name] = &value
	}
	_, err := s.admin.CreateTopic(s.ctx, int32(s.partitions()), nodes, configs, s.topic)
	if err != nil {
		return fmt.Errorf("creating topic %s: %w", s.topic, err)
	}
	return s.until("leaders of "+s.topic, func() (bool, error) {
		return s.led(s.partitions(), func(p kadm.PartitionDetail) bool { return p.Leader >= 0 && len(p.ISR) == nodes })
	})
}

// led says whether the topic has so many partitions and all are as they should.
func (s *session) led(partitions int, good func(kadm.PartitionDetail) bool) (bool, error) {
	topics, err := s.admin.ListTopics(s.ctx, s.topic)
	if err != nil {
		return false, fmt.Errorf("metadata of %s: %w", s.topic, err)
	}
	n := 0
	for _, p := range topics[s.topic].Partitions {
		if p.Err == nil && good(p) {
			n++
		}
	}
	return n == partitions, nil
}

// whole waits until every replica of the topic is in sync.
func (s *session) whole() error {
	return s.until("all replicas of "+s.topic+" to be in sync", func() (bool, error) {
		return s.led(s.partitions(), func(p kadm.PartitionDetail) bool { return len(p.ISR) == nodes })
	})
}

func (s *session) deleteTopic() error {
	if _, err := s.admin.DeleteTopic(s.ctx, s.topic); err != nil {
		return fmt.Errorf("deleting topic %s: %w", s.topic, err)
	}
	return s.until("topic "+s.topic+" to go", func() (bool, error) {
		topics, err := s.admin.ListTopics(s.ctx)
		if err != nil {
			return false, fmt.Errorf("metadata: %w", err)
		}
		return !topics.Has(s.topic), nil
	})
}
