package main

import (
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
)

// usual is how many records a second are written while brokers fail.
const usual = 2000

// away is what the screen may say of a broker that is gone.
const away = `127\.0\.0\.1:\d+ (refuses connections|closed the connection|does not answer|failed)`

var brokerFaults = []fault{
	{
		name: "kill", does: "a broker is killed (kill -9) and started again, one after the other, under 2,000 records/s",
		play: killAndRestart,
	},
	{
		name: "leaders", does: "the leader of every partition moves every 2 s under 2,000 records/s",
		play: moveLeaders, silent: true,
	},
	{
		name: "hang", does: "a broker is frozen (SIGSTOP) and thawed under 2,000 records/s",
		play: hang,
	},
	{
		name: "quorum", does: "two of three nodes are killed, so that no controller is left, and started again",
		play: loseQuorum,
	},
}

func killAndRestart(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	for round := range s.rounds {
		if err := s.more(usual / 2); err != nil {
			return err
		}
		if err := s.loseNodes(0, round%nodes); err != nil {
			return err
		}
	}
	s.out.fact("%d times", s.rounds)
	return nil
}

// loseNodes kills nodes, lets them be away for some time and starts them
// again. Afterwards all is as it was.
func (s *session) loseNodes(gone time.Duration, lost ...int) error {
	err := s.tells(away, func() error {
		s.ledger.loseLeaders()
		for _, node := range lost {
			if err := s.cluster.KillNode(node); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(lost) <= nodes/2 { // the partitions have other leaders
		if err := s.more(usual); err != nil {
			return err
		}
	}
	if err := s.last(gone); err != nil {
		return err
	}
	for _, node := range lost {
		if err := s.cluster.StartNode(s.ctx, node); err != nil {
			return err
		}
	}
	if err := s.more(usual); err != nil {
		return err
	}
	return s.lead()
}

// lead waits until all replicas are in sync and gives every partition the
// leader that it should have.
func (s *session) lead() error {
	if err := s.whole(); err != nil {
		return err
	}
	return s.elect(kadm.ElectPreferredReplica)
}

func moveLeaders(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	for round := range s.rounds {
		if err := s.turnLeaders(round); err != nil {
			return err
		}
	}
	s.out.fact("%d times", s.rounds)
	return nil
}

// turnLeaders gives every partition another leader: the next node in turn.
func (s *session) turnLeaders(turn int) error {
	err := s.assign(func(p int) []int32 {
		order := make([]int32, nodes)
		for i := range order {
			order[i] = int32((turn+p+i)%nodes) + 1
		}
		return order
	})
	if err != nil {
		return err
	}
	if err := s.elect(kadm.ElectPreferredReplica); err != nil {
		return err
	}
	return s.last(moveEvery)
}

func hang(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	if err := s.more(usual / 2); err != nil {
		return err
	}
	s.out.fact("%s long", s.freeze)
	return s.hangNode(0, s.freeze)
}

// hangNode freezes a node, for some time after the screen has said so.
func (s *session) hangNode(node int, gone time.Duration) error {
	if err := s.tells(away, func() error {
		s.ledger.loseLeaders()
		return s.cluster.FreezeNode(node)
	}); err != nil {
		return err
	}
	if err := s.last(gone); err != nil {
		return err
	}
	if err := s.cluster.ThawNode(node); err != nil {
		return err
	}
	if err := s.more(usual); err != nil {
		return err
	}
	return s.lead()
}

func loseQuorum(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	if err := s.more(usual / 2); err != nil {
		return err
	}
	return s.loseNodes(moveEvery*5, 0, 1)
}
