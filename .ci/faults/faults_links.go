package main

import (
	"math/rand/v2"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/network"
)

var linkFaults = []fault{
	{
		name: "cut", does: "every connection is cut after 0.5 to 1.5 s, under 2,000 records/s",
		way: proxied, play: cutConnections,
	},
	{
		name: "network", does: "no byte passes for 15 s although connections stay open, under 2,000 records/s",
		way: proxied, play: freezeNetwork,
	},
	{
		name: "slow", does: "answers come 100 ms late and over 3 Mbit/s, under 1,000 records/s",
		way: proxied, play: slowLink, silent: true,
		before: func(s *session) error {
			s.plain.Set(network.Weather{RoundTrip: 100 * time.Millisecond, PerSecond: 3_000_000 / 8})
			return nil
		},
	},
}

func cutConnections(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	if err := s.more(usual / 2); err != nil {
		return err
	}
	began := s.plain.Attempts()
	length := time.Duration(s.rounds) * 3 * time.Second
	if err := s.cutFor(length); err != nil {
		return err
	}
	s.out.fact("%d connections in %.0f s", s.plain.Attempts()-began, length.Seconds())
	return nil
}

// cutFor cuts all connections, and for some time every new one soon after it
// began.
func (s *session) cutFor(length time.Duration) error {
	err := s.tells(away, func() error {
		s.plain.Set(network.Weather{Life: func() time.Duration { return time.Duration(500+rand.IntN(1000)) * time.Millisecond }})
		s.plain.Cut()
		return nil
	})
	if err != nil {
		return err
	}
	defer s.plain.Set(network.Weather{})
	return s.last(length)
}

func freezeNetwork(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	if err := s.more(usual / 2); err != nil {
		return err
	}
	return s.silence(10 * time.Second)
}

// silence lets no byte pass, for some time after the screen has said so.
func (s *session) silence(length time.Duration) error {
	err := s.tells(away, func() error {
		s.ledger.beginOutage()
		s.plain.Freeze()
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.last(length); err != nil {
		return err
	}
	s.plain.Thaw()
	s.ledger.endOutage()
	return s.more(usual)
}

func slowLink(s *session) error {
	if err := s.produce(usual / 2); err != nil {
		return err
	}
	return s.last(20 * time.Second)
}
