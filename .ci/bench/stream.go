package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
)

// stream is a producer that writes at a steady rate.
type stream struct {
	cmd    *exec.Cmd
	leash  io.Closer
	stdout bytes.Buffer
	stderr bytes.Buffer
}

func (p *place) stream(topic string, perSecond int) (*stream, error) {
	s := &stream{cmd: exec.Command(p.feed, "-b", p.cluster.Bootstrap(), "-t", topic, "-rate", fmt.Sprint(perSecond))}
	s.cmd.Stdout, s.cmd.Stderr = &s.stdout, &s.stderr
	leash, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("stream: %w", err)
	}
	s.leash = leash
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("stream: %w", err)
	}
	return s, nil
}

// stop ends the stream and gives the records a second that it reached.
func (s *stream) stop() (float64, error) {
	_ = s.leash.Close() // it may have ended
	if err := s.cmd.Wait(); err != nil {
		return 0, fmt.Errorf("stream: %w\n%s", err, s.stderr.String())
	}
	var f fed
	if err := json.Unmarshal(s.stdout.Bytes(), &f); err != nil {
		return 0, fmt.Errorf("what feed says: %w", err)
	}
	return float64(f.Records) / f.Seconds, nil
}
