package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/twmb/franz-go/pkg/kversion"
)

// writer sends batches to a topic's leaders.
type writer struct {
	client  *kgo.Client
	topic   string
	leaders []int32 // by partition
}

func connect(ctx context.Context, brokers []string, topic string) (*writer, error) {
	// Up to 3.9 topics are named in a request, not given by their id.
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...), kgo.MaxVersions(kversion.V3_9_0()))
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	w := &writer{client: client, topic: topic}
	for {
		whole, err := w.locate(ctx)
		if err != nil {
			client.Close()
			return nil, err
		}
		if whole {
			return w, nil
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			client.Close()
			return nil, ctx.Err()
		}
	}
}

// locate asks for the leaders. A broker that has just started, or learns of a
// new topic later than others, knows some of them only.
func (w *writer) locate(ctx context.Context) (whole bool, err error) {
	request := kmsg.NewPtrMetadataRequest()
	named := kmsg.NewMetadataRequestTopic()
	named.Topic = &w.topic
	request.Topics = append(request.Topics, named)
	answer, err := request.RequestWith(ctx, w.client)
	if err != nil {
		return false, fmt.Errorf("metadata: %w", err)
	}
	for _, t := range answer.Topics {
		if err := kerr.ErrorForCode(t.ErrorCode); err != nil && !kerr.IsRetriable(err) {
			return false, fmt.Errorf("topic %s: %w", w.topic, err)
		}
		w.leaders = make([]int32, len(t.Partitions))
		for _, p := range t.Partitions {
			w.leaders[p.Partition] = p.Leader
		}
	}
	return len(w.leaders) > 0 && slices.Min(w.leaders) >= 0, nil
}

const (
	batchBytes   = 64 << 10 // of records, before compression
	requestParts = 16       // batches in a request, each for another partition
	inFlight     = 8        // requests
)

// parcel is one batch and where it goes.
type parcel struct {
	partition int
	batch     []byte
	records   int64
}

// fill writes n records, the same number to every partition.
func (w *writer) fill(ctx context.Context, n int64, values [][]byte, codec string) (written, error) {
	perBatch := max(1, batchBytes/(len(values[0])+len(fmt.Sprintf(keyFormat, 0))))
	build := func(first, count int) ([]byte, error) {
		var records []byte
		for i := range count {
			v := (first + i) % len(values)
			records = record(records, i, fmt.Appendf(nil, keyFormat, v), values[v])
		}
		return seal(records, count, time.Now(), codec)
	}
	whole := make([][]byte, max(1, len(values)/perBatch))
	for i := range whole {
		var err error
		if whole[i], err = build(i*perBatch, perBatch); err != nil {
			return written{}, err
		}
	}
	due := make([]int, len(w.leaders))
	for p := range due {
		due[p] = int(n) / len(due)
		if p < int(n)%len(due) {
			due[p]++
		}
	}
	s := w.sender(ctx)
	for next := 0; slices.Max(due) > 0; {
		for p := range due {
			count := min(due[p], perBatch)
			if count == 0 {
				continue
			}
			batch := whole[next%len(whole)]
			if next++; count < perBatch {
				var err error
				if batch, err = build(0, count); err != nil {
					return written{}, err
				}
			}
			due[p] -= count
			s.add(parcel{p, batch, int64(count)})
		}
		s.flush() // a request has one batch for a partition
	}
	records, err := s.wait()
	bytes := int64(0)
	for _, v := range values {
		bytes += int64(len(v) + len(fmt.Sprintf(keyFormat, 0)))
	}
	return written{Records: records, Bytes: bytes * n / int64(len(values))}, err
}

// sender gathers parcels into requests and keeps some of them under way.
type sender struct {
	*writer
	ctx     context.Context
	pending map[int32][]parcel // by leader
	slots   chan struct{}
	done    sync.WaitGroup
	records atomic.Int64

	mu     sync.Mutex
	failed error
}

func (w *writer) sender(ctx context.Context) *sender {
	return &sender{writer: w, ctx: ctx, pending: make(map[int32][]parcel), slots: make(chan struct{}, inFlight)}
}

func (s *sender) add(p parcel) {
	leader := s.leaders[p.partition]
	s.pending[leader] = append(s.pending[leader], p)
	if len(s.pending[leader]) == requestParts {
		s.send(leader)
	}
}

func (s *sender) flush() {
	for leader := range s.pending {
		s.send(leader)
	}
}

// send waits while too many requests are under way.
func (s *sender) send(leader int32) {
	parcels := s.pending[leader]
	if len(parcels) == 0 {
		return
	}
	s.pending[leader] = nil
	s.slots <- struct{}{}
	s.done.Go(func() {
		defer func() { <-s.slots }()
		if err := s.produce(leader, parcels); err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.failed == nil {
				s.failed = err
			}
		}
	})
}

func (s *sender) produce(leader int32, parcels []parcel) error {
	request := kmsg.NewPtrProduceRequest()
	request.Acks, request.TimeoutMillis = 1, 30_000
	topic := kmsg.NewProduceRequestTopic()
	topic.Topic = s.topic
	for _, p := range parcels {
		part := kmsg.NewProduceRequestTopicPartition()
		part.Partition, part.Records = int32(p.partition), p.batch
		topic.Partitions = append(topic.Partitions, part)
	}
	request.Topics = append(request.Topics, topic)
	answer, err := request.RequestWith(s.ctx, s.client.Broker(int(leader)))
	if err != nil {
		return fmt.Errorf("writing to broker %d: %w", leader, err)
	}
	for _, t := range answer.Topics {
		for _, p := range t.Partitions {
			if err := kerr.ErrorForCode(p.ErrorCode); err != nil {
				return fmt.Errorf("writing to %s/%d: %w", s.topic, p.Partition, err)
			}
		}
	}
	for _, p := range parcels {
		s.records.Add(p.records)
	}
	return nil
}

// wait gives what was acknowledged once nothing is under way.
func (s *sender) wait() (int64, error) {
	s.done.Wait()
	return s.records.Load(), s.failed
}
