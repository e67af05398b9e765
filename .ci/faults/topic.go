package main

import (
	"fmt"

	"github.com/twmb/franz-go/pkg/kadm"
)

func (s *session) createTopic() error {
	configs := make(map[string]*string, len(s.fault.configs))
	for name, value := range s.fault.configs {
		configs[name] = &value
	}
	_, err := s.admin.CreateTopic(s.ctx, int32(s.count), nodes, configs, s.topic)
	if err != nil {
		return fmt.Errorf("creating topic %s: %w", s.topic, err)
	}
	return s.whole()
}

// all says whether the topic has the partitions it should and all are good.
func (s *session) all(good func(kadm.PartitionDetail) bool) (bool, error) {
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
	return n == s.count, nil
}

// whole waits until every partition has a leader and all replicas in sync.
func (s *session) whole() error {
	return s.until("all replicas of "+s.topic+" to be in sync", func() (bool, error) {
		return s.all(func(p kadm.PartitionDetail) bool { return p.Leader >= 0 && len(p.ISR) == s.replicas })
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

// assign says which brokers have the partitions, the one to lead first.
func (s *session) assign(brokers func(partition int) []int32) error {
	var request kadm.AlterPartitionAssignmentsReq
	for p := range s.count {
		request.Assign(s.topic, int32(p), brokers(p))
	}
	if _, err := s.admin.AlterPartitionAssignments(s.ctx, request); err != nil {
		return fmt.Errorf("assigning replicas of %s: %w", s.topic, err)
	}
	return nil
}

// elect asks for new leaders: the first replica of each, or whichever lives.
func (s *session) elect(how kadm.ElectLeadersHow) error {
	partitions := kadm.TopicsSet{}
	for p := range s.count {
		partitions.Add(s.topic, int32(p))
	}
	if _, err := s.admin.ElectLeaders(s.ctx, how, partitions); err != nil {
		return fmt.Errorf("electing leaders of %s: %w", s.topic, err)
	}
	return nil
}
