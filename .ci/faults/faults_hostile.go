package main

import (
	"net"
	"time"

	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	hostileTopic = "hostile"
	hostileTime  = 15 * time.Second
	hostileRSS   = 300 << 20 // bytes
)

var hostileFaults = []fault{
	againstHostile("hostile-correlation", "a server answers with the correlation id of another request", sendForeign),
	againstHostile("hostile-length", "a server announces an answer of 2 GB", sendHuge),
	againstHostile("hostile-endless", "a server sends metadata drop by drop and never ends", sendEndless),
	againstHostile("hostile-crowd", "a server answers with metadata of a million partitions without a leader", sendCrowd),
}

func againstHostile(name, does string, spoil func(net.Conn, int32, kmsg.Response) error) fault {
	return fault{
		name: name, does: does, way: private, starts: anyStart,
		before: func(s *session) (err error) {
			s.topic = hostileTopic
			s.hostile, err = newHostile(spoil)
			return err
		},
		args: func(s *session) ([]string, error) { return []string{"-b", s.hostile.address()}, nil },
		play: meetHostile,
	}
}

func meetHostile(s *session) error {
	if err := s.says(`127\.0\.0\.1:\d+ (sent|does not)[a-z A-Z]*`); err != nil {
		return err
	}
	before := s.hostile.attempts()
	if err := s.last(hostileTime); err != nil {
		return err
	}
	n := s.hostile.attempts() - before
	s.out.fact("%d connections in %s", n, hostileTime)
	if n > 2*int(hostileTime/time.Second) {
		s.out.miss("more than 2 connections a second")
	}
	return nil
}
