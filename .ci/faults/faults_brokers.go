package main

import (
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
		node := round % nodes
		if err := s.tells(away, func() error {
			s.ledger.loseLeaders()
			return s.cluster.KillNode(node)
		}); err != nil {
			return err
		}
		if err := s.more(usual); err != nil { // the partitions have other leaders
			return err
		}
		if err := s.cluster.StartNode(s.ctx, node); err != nil {
			return err
		}
		if err := s.whole(); err != nil {
			return err
		}
		if err := s.elect(kadm.ElectPreferredReplica); err != nil {
			return err
		}
	}
	s.out.fact("%d times", s.rounds)
	return nil
}

func moveLeaders(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	for round := range s.rounds {
		err := s.assign(func(p int) []int32 {
			order := make([]int32, nodes)
			for i := range order {
				order[i] = int32((round+p+i)%nodes) + 1
			}
			return order
		})
		if err != nil {
			return err
		}
		if err := s.elect(kadm.ElectPreferredReplica); err != nil {
			return err
		}
		if err := s.last(moveEvery); err != nil {
			return err
		}
	}
	s.out.fact("%d times", s.rounds)
	return nil
}

func hang(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	if err := s.more(usual / 2); err != nil {
		return err
	}
	if err := s.tells(away, func() error {
		s.ledger.loseLeaders()
		return s.cluster.FreezeNode(0)
	}); err != nil {
		return err
	}
	if err := s.last(s.freeze); err != nil {
		return err
	}
	if err := s.cluster.ThawNode(0); err != nil {
		return err
	}
	s.out.fact("%s long", s.freeze)
	if err := s.more(usual); err != nil {
		return err
	}
	return s.whole()
}

func loseQuorum(s *session) error {
	if err := s.produce(usual); err != nil {
		return err
	}
	if err := s.more(usual / 2); err != nil {
		return err
	}
	err := s.tells(away, func() error {
		s.ledger.loseLeaders()
		if err := s.cluster.KillNode(0); err != nil {
			return err
		}
		return s.cluster.KillNode(1)
	})
	if err != nil {
		return err
	}
	if err := s.last(moveEvery * 5); err != nil {
		return err
	}
	for _, node := range []int{0, 1} {
		if err := s.cluster.StartNode(s.ctx, node); err != nil {
			return err
		}
	}
	if err := s.more(usual); err != nil {
		return err
	}
	return s.whole()
}
