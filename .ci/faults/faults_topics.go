package main

import (
	"fmt"
	"time"
)

// moveEvery is the time between two moves of leaders.
const moveEvery = 2 * time.Second

var topicFaults = []fault{
	{
		name: "recreate-shorter", does: "the topic is deleted and created again at once; the new one stays shorter than what was read",
		play: func(s *session) error { return recreate(s, 20_000, 1_000, 0) },
	},
	{
		name: "recreate-longer", does: "the topic is deleted and created again at once; the new one is soon longer than what was read",
		play: func(s *session) error { return recreate(s, 5_000, 20_000, 0) },
	},
	{
		name: "gone", does: "the topic is deleted, and created again after 10 s",
		play: func(s *session) error { return recreate(s, 5_000, 5_000, 10*time.Second) },
	},
}

// recreate replaces the topic by a new one of the same name, the old one with
// before records, the new one with after.
func recreate(s *session, before, after int, away time.Duration) error {
	if err := s.write(before); err != nil {
		return err
	}
	if err := s.caughtUp(); err != nil {
		return err
	}
	err := s.tells(fmt.Sprintf(`%s was deleted( and created again)?|broker does not know %[1]s`, s.topic), func() error {
		if err := s.deleteTopic(); err != nil {
			return err
		}
		if away > 0 {
			return nil
		}
		return s.createTopic()
	})
	if err != nil {
		return err
	}
	if away > 0 {
		if err := s.last(away); err != nil {
			return err
		}
		if err := s.createTopic(); err != nil {
			return err
		}
	}
	return s.write(after)
}
