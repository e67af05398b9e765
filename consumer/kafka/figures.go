package kafka

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// Figures says what is in some of the topics that were listed last. Every broker
// that leads a partition of them is asked three short questions (where logs
// begin, where they end, how large they are), all brokers at the same time, and
// one of them for settings that are not known yet. What may not be seen is left
// out: sizes need DESCRIBE on the cluster, settings DESCRIBE_CONFIGS on the topic.
// A broker that is away leaves partitions missing. The error, a *model.Fault or
// what the context ended with, says that no broker answered.
func (b *Browser) Figures(names []string) (map[string]model.TopicFigures, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := &survey{b: b, found: map[model.TopicPartition]*extent{}, sizes: !b.noSizes}
	asked := map[string][]model.TopicPartition{}
	for _, name := range names {
		for id, addr := range b.leaders[name] {
			if addr != "" && time.Since(b.away[addr]) > sparedFor {
				asked[addr] = append(asked[addr], model.TopicPartition{Topic: name, Partition: id})
			}
		}
	}
	var all sync.WaitGroup
	for addr, parts := range asked {
		all.Go(func() { s.ask(addr, parts) })
	}
	all.Wait()
	for addr := range s.failed {
		b.away[addr] = time.Now()
	}
	if len(asked) > 0 && len(s.failed) == len(asked) {
		return nil, b.told(s.fault)
	}
	b.noSizes = b.noSizes || s.refused
	b.learnPolicies(names)
	figures := make(map[string]model.TopicFigures, len(names))
	for _, name := range names {
		figures[name] = b.figuresOf(name, s.found)
	}
	return figures, nil
}

// figuresOf adds up what was learnt of the partitions of a topic.
func (b *Browser) figuresOf(name string, found map[model.TopicPartition]*extent) model.TopicFigures {
	f := model.TopicFigures{Policy: b.policies[name], At: time.Now()}
	sized, ended := 0, 0
	for id := range b.leaders[name] {
		e := found[model.TopicPartition{Topic: name, Partition: id}]
		if e == nil || e.start < 0 || e.end < 0 {
			f.Missing++
			continue
		}
		ended++
		f.At = e.at
		f.Messages += max(0, e.end-e.start)
		f.Written += e.end
		if e.bytes >= 0 {
			sized++
			f.Bytes += e.bytes
		}
	}
	if ended == 0 {
		f.Messages = -1
	}
	if f.Missing > 0 || ended == 0 {
		f.Written = -1
	}
	if sized < ended || ended == 0 {
		f.Bytes = -1
	}
	return f
}

// extent is what a leader says of the log of a partition; -1 for what it did not.
type extent struct {
	ends
	bytes int64
	at    time.Time // of end
}

// survey is one round of questions.
type survey struct {
	b     *Browser
	sizes bool // are asked for

	mu      sync.Mutex
	found   map[model.TopicPartition]*extent
	failed  map[string]bool // addresses that did not answer
	fault   *model.Fault    // of one of them
	refused bool            // sizes are
}

// ask asks one broker about the partitions that it leads.
func (s *survey) ask(addr string, parts []model.TopicPartition) {
	l, err := s.b.at(addr)
	if err != nil {
		s.fail(addr, err)
		return
	}
	answers := make(map[model.TopicPartition]*extent, len(parts))
	for _, tp := range parts {
		answers[tp] = &extent{ends{-1, -1}, -1, time.Time{}}
	}
	l.bound(longSilence, maxMetadata)
	err = list(l, parts, sarama.OffsetOldest, func(tp model.TopicPartition, offset int64) { answers[tp].start = offset })
	if err == nil {
		err = list(l, parts, sarama.OffsetNewest, func(tp model.TopicPartition, offset int64) {
			answers[tp].end, answers[tp].at = offset, time.Now()
		})
	}
	refused := false
	if err == nil && s.sizes {
		refused, err = measure(l, parts, func(tp model.TopicPartition, bytes int64) {
			if e := answers[tp]; e != nil {
				e.bytes = max(e.bytes, 0) + bytes
			}
		})
	}
	if err != nil {
		s.b.drop(l)
		s.fail(addr, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = s.refused || refused
	for tp, e := range answers {
		s.found[tp] = e
	}
}

func (s *survey) fail(addr string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = map[string]bool{}
	}
	s.failed[addr] = true
	if f := linkFault(addr, err); s.fault == nil || f.Fatal {
		s.fault = f
	}
}

// list asks a leader where logs begin or end, open transactions included.
func list(l *link, parts []model.TopicPartition, at int64, found func(model.TopicPartition, int64)) error {
	rq := sarama.NewOffsetRequest(sarama.MaxVersion)
	for _, tp := range parts {
		rq.AddBlock(tp.Topic, tp.Partition, at, 1)
	}
	answer, err := ask(l, (*sarama.Broker).GetAvailableOffsets, rq)
	if err != nil {
		return err
	}
	for _, tp := range parts {
		if b := answer.GetBlock(tp.Topic, tp.Partition); b != nil && b.Err == sarama.ErrNoError && len(b.Offsets) > 0 {
			found(tp, b.Offsets[0])
		}
	}
	return nil
}

// newestLogDirs is the newest version of DescribeLogDirs that sarama knows.
const newestLogDirs = 4

// measure asks a leader how large logs are (KIP-113). A partition may lie in
// several directories while it is moved between them; the copy does not count.
// refused says that the cluster does not tell us.
func measure(l *link, parts []model.TopicPartition, found func(model.TopicPartition, int64)) (refused bool, err error) {
	rq := &sarama.DescribeLogDirsRequest{Version: newestLogDirs}
	byTopic := map[string][]int32{}
	for _, tp := range parts {
		byTopic[tp.Topic] = append(byTopic[tp.Topic], tp.Partition)
	}
	for topic, ids := range byTopic {
		rq.DescribeTopics = append(rq.DescribeTopics, sarama.DescribeLogDirsRequestTopic{Topic: topic, PartitionIDs: ids})
	}
	answer, err := ask(l, (*sarama.Broker).DescribeLogDirs, rq)
	if isA[*linkError](err) {
		return false, err
	}
	// It may not know the question, or we not the answer. Before version 3 a
	// refusal is an answer without directories.
	if err != nil || answer.ErrorCode != sarama.ErrNoError || len(answer.LogDirs) == 0 {
		return true, nil //nolint:nilerr // it is an answer: no sizes
	}
	for _, dir := range answer.LogDirs {
		for _, t := range dir.Topics {
			for _, p := range t.Partitions {
				if !p.IsTemporary {
					found(model.TopicPartition{Topic: t.Topic, Partition: p.PartitionID}, p.Size)
				}
			}
		}
	}
	return false, nil
}

const (
	cleanupPolicy = "cleanup.policy"
	newestConfigs = 4 // version of DescribeConfigs that sarama knows
)

// learnPolicies asks any broker for the settings that are not known yet. That
// they are not told is no fault.
func (b *Browser) learnPolicies(names []string) {
	rq := &sarama.DescribeConfigsRequest{Version: newestConfigs}
	for _, name := range names {
		if _, known := b.policies[name]; !known && !b.closed[name] && b.leaders[name] != nil {
			rq.Resources = append(rq.Resources, &sarama.ConfigResource{Type: sarama.TopicResource, Name: name, ConfigNames: []string{cleanupPolicy}})
		}
	}
	if len(rq.Resources) == 0 {
		return
	}
	l, _, f := b.any()
	if f != nil {
		return
	}
	l.bound(longSilence, maxMetadata)
	answer, err := ask(l, (*sarama.Broker).DescribeConfigs, rq)
	if err != nil {
		b.drop(l)
		return
	}
	for _, r := range answer.Resources {
		b.closed[r.Name] = true
		for _, c := range r.Configs {
			if c.Name == cleanupPolicy {
				words := strings.Split(c.Value, ",")
				slices.Sort(words)
				b.policies[r.Name] = strings.Join(words, ",")
			}
		}
	}
}
