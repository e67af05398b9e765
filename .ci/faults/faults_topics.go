package main

import (
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"

	"github.com/kafkathreadmanager/ktm/.ci/network"
)

// moveEvery is the time between two moves of leaders.
const moveEvery = 2 * time.Second

var topicFaults = []fault{
	{
		name: "recreate-shorter", does: "the topic is deleted and created again at once; the new one stays shorter than what was read",
		play:  func(s *session) error { return recreate(s, 20_000, 1_000, 0) },
		leaps: true,
	},
	{
		name: "recreate-longer", does: "the topic is deleted and created again at once; the new one is soon longer than what was read",
		play:  func(s *session) error { return recreate(s, 5_000, 20_000, 0) },
		leaps: true,
	},
	{
		name: "gone", does: "the topic is deleted, and created again after 10 s",
		play:  func(s *session) error { return recreate(s, 5_000, 5_000, 10*time.Second) },
		leaps: true,
	},
	{
		name: "grow", does: "partitions are added, 1 to 3 to 12, and written to at once",
		partitions: 1, play: grow, waits: waitLimit,
	},
	{
		name: "expire", does: "records are deleted (DeleteRecords, as retention does) while a slow link keeps ktm behind",
		way: proxied, play: expire, leaps: true,
	},
	{
		name: "unclean-shorter", does: "an unclean election makes the log 3,000 records shorter than what was read",
		way: proxied, partitions: 1, configs: unclean, play: func(s *session) error { return uncleanly(s, 0) },
		leaps: true,
	},
	{
		name: "unclean-longer", does: "the same, and the log is longer than what was read before ktm can look at it again",
		way: proxied, partitions: 1, configs: unclean, play: func(s *session) error { return uncleanly(s, 5000) },
		leaps: true,
	},
}

var unclean = map[string]string{"unclean.leader.election.enable": "true", "min.insync.replicas": "1"}

// recreate replaces the topic by a new one of the same name, the old one with
// before records, the new one with after.
func recreate(s *session, before, after int, away time.Duration) error {
	if err := s.write(before); err != nil {
		return err
	}
	if err := s.caughtUp(); err != nil {
		return err
	}
	err := s.tells(fmt.Sprintf(`%s was deleted( and created again)?|the broker does not know %[1]s`, s.topic), func() error {
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

// grow adds partitions, which are written to as soon as they exist.
func grow(s *session) error {
	for _, total := range []int{3, 12} {
		if err := s.produce(usual / 4); err != nil {
			return err
		}
		if err := s.more(usual / 2); err != nil {
			return err
		}
		if err := s.stopProducing(); err != nil {
			return err
		}
		err := s.tells(fmt.Sprintf(`has %d new partitions`, total-s.count), func() error {
			if _, err := s.admin.UpdatePartitions(s.ctx, total, s.topic); err != nil {
				return fmt.Errorf("adding partitions to %s: %w", s.topic, err)
			}
			s.count = total
			if err := s.whole(); err != nil {
				return err
			}
			return s.write(usual)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// expire deletes records that a slow link has kept ktm from reading.
func expire(s *session) error {
	s.plain.Set(network.Weather{PerSecond: 100_000})
	if err := s.write(100_000); err != nil {
		return err
	}
	ends, err := s.admin.ListEndOffsets(s.ctx, s.topic)
	if err != nil {
		return fmt.Errorf("ends of %s: %w", s.topic, err)
	}
	before := kadm.Offsets{}
	ends.Each(func(end kadm.ListedOffset) {
		before.AddOffset(s.topic, end.Partition, end.Offset-100, -1)
		s.ledger.expire(end.Partition, end.Offset-100)
	})
	s.ledger.beginOutage()
	err = s.tells(`[\d,]+ messages expired before they could be read`, func() error {
		if _, err := s.admin.DeleteRecords(s.ctx, before); err != nil {
			return fmt.Errorf("deleting records of %s: %w", s.topic, err)
		}
		s.plain.Set(network.Weather{})
		s.plain.Cut() // what is on its way is of the old log
		s.happened = time.Now()
		return nil
	})
	s.ledger.endOutage()
	if err != nil {
		return err
	}
	return s.write(usual)
}

// uncleanly makes a broker the leader that lacks what the last one wrote. The
// log becomes shorter by missing records and goes on with more other ones.
func uncleanly(s *session, more int) error {
	const missing = 3000
	s.replicas = 2
	if err := s.assign(func(int) []int32 { return []int32{1, 2} }); err != nil {
		return err
	}
	leads := func(leader int32, isr int) func() (bool, error) {
		return func() (bool, error) {
			return s.all(func(p kadm.PartitionDetail) bool {
				return p.Leader == leader && len(p.Replicas) == 2 && len(p.ISR) == isr
			})
		}
	}
	if err := s.until("two replicas", func() (bool, error) {
		if err := s.elect(kadm.ElectPreferredReplica); err != nil {
			return false, err
		}
		return leads(1, 2)()
	}); err != nil {
		return err
	}
	if err := s.write(5000); err != nil {
		return err
	}
	if err := s.cluster.KillNode(1); err != nil {
		return err
	}
	if err := s.until("the follower to be dropped", leads(1, 1)); err != nil {
		return err
	}
	if err := s.write(missing); err != nil {
		return err
	}
	if err := s.caughtUp(); err != nil {
		return err
	}
	err := s.tells(`truncated by 3,000 offsets|the log became shorter`, func() error {
		s.plain.Freeze()
		if err := s.cluster.KillNode(0); err != nil {
			return err
		}
		if err := s.cluster.StartNode(s.ctx, 1); err != nil {
			return err
		}
		if err := s.until("the follower to lead", func() (bool, error) {
			if err := s.elect(kadm.ElectLiveReplica); err != nil {
				return false, err
			}
			return leads(2, 1)()
		}); err != nil {
			return err
		}
		s.ledger.beginOutage()
		if err := s.write(more); err != nil {
			return err
		}
		s.ledger.endOutage()
		s.plain.Thaw()
		s.happened = time.Now()
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.write(usual); err != nil {
		return err
	}
	if err := s.cluster.StartNode(s.ctx, 0); err != nil {
		return err
	}
	return s.whole()
}
