package kafkatest

import (
	"context"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
)

// ProduceBatch writes records of one partition as one batch, to a real Kafka or to a
// simulated one: brokers are the addresses to begin at, opts such as the
// compression to use.
func ProduceBatch(t testing.TB, brokers []string, records []*kgo.Record, opts ...kgo.Opt) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), requestTimeout)
	defer cancel()
	inBatch := make(partitioned, len(records))
	cl, err := kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(brokers...), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ManualFlushing(), kgo.WithHooks(inBatch),
	}, opts...)...)
	if err != nil {
		t.Fatalf("connecting to %q: %v", brokers, err)
	}
	defer cl.Close()
	for _, r := range records {
		cl.Produce(ctx, r, func(_ *kgo.Record, err error) {
			if err != nil {
				t.Errorf("writing a batch: %v", err)
			}
		})
	}
	// Records of a topic that the client is yet to look up become part of a batch one
	// by one, and where it flushes already, the first is sent alone.
	for i := range records {
		select {
		case <-inBatch:
		case <-ctx.Done():
			t.Fatalf("%d of %d records are in the batch: %v", i, len(records), ctx.Err())
		}
	}
	if err := cl.Flush(ctx); err != nil {
		t.Fatalf("writing a batch: %v", err)
	}
}

// partitioned has a value for each record that is part of a batch.
type partitioned chan struct{}

// OnProduceRecordPartitioned implements kgo.HookProduceRecordPartitioned.
func (p partitioned) OnProduceRecordPartitioned(*kgo.Record, int32) { p <- struct{}{} }
