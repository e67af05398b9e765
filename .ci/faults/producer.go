package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// filler makes a record about 100 bytes large.
var filler = strings.Repeat("abcdefghij", 8)

// sequence numbers the records of all producers, so that no two are alike.
var sequence atomic.Int64

// producer writes records to the partitions of a topic in turn, idempotently
// and to all replicas, and enters them into the ledger once acknowledged.
type producer struct {
	client     *kgo.Client
	topic      string
	partitions int
	ledger     *ledger
	cancel     context.CancelFunc
	done       sync.WaitGroup
}

// newProducer connects to the brokers themselves, never through a proxy.
func newProducer(seeds []string, topic string, partitions int, l *ledger) (*producer, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(seeds...), kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerBatchCompression(kgo.NoCompression()), kgo.MetadataMinAge(200*time.Millisecond),
		kgo.RetryBackoffFn(func(int) time.Duration { return 100 * time.Millisecond }),
		kgo.UnknownTopicRetries(-1))
	if err != nil {
		return nil, fmt.Errorf("producer: %w", err)
	}
	return &producer{client: client, topic: topic, partitions: partitions, ledger: l, cancel: func() {}}, nil
}

// start writes perSecond records a second until stop.
func (p *producer) start(ctx context.Context, perSecond int) {
	const ticks = 50 // a second
	ctx, p.cancel = context.WithCancel(ctx)
	p.done.Go(func() {
		tick := time.NewTicker(time.Second / ticks)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				p.write(ctx, perSecond/ticks)
			}
		}
	})
}

// write hands n records to the client, which sends them on as it can.
func (p *producer) write(ctx context.Context, n int) {
	for range n {
		id := sequence.Add(1)
		r := &kgo.Record{
			Topic: p.topic, Partition: int32(id % int64(p.partitions)),
			Key: fmt.Appendf(nil, "key-%d", id%1000), Value: fmt.Appendf(nil, "%d %s", id, filler),
		}
		// Not the context that ends the writing: a record that was begun is
		// written, so that the ledger knows of it.
		p.client.Produce(context.WithoutCancel(ctx), r, func(r *kgo.Record, err error) {
			if err != nil {
				p.ledger.refuse()
				return
			}
			p.ledger.acknowledge(newEntry(r.Partition, r.Offset, r.Key, r.Value))
		})
	}
}

// stop ends the writing and waits until everything is acknowledged.
func (p *producer) stop(ctx context.Context) error {
	p.cancel()
	p.done.Wait()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer p.client.Close()
	if err := p.client.Flush(ctx); err != nil {
		return fmt.Errorf("the cluster does not take the producer's last records: %w", err)
	}
	return nil
}
