package kafka

import (
	"context"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/kafkathreadmanager/ktm/model"
)

// BenchmarkPoll reads from a cluster that serves one canned batch for ever: the
// cost of fetching, decoding and handing out, without the broker's of reading.
func BenchmarkPoll(b *testing.B) {
	for name, size := range map[string]int{"100B": 100, "1KiB": 1 << 10} {
		b.Run(name, func(b *testing.B) {
			cluster := newCluster(b, kfake.NumBrokers(1), kfake.SeedTopics(4, "orders"), kfake.SyntheticFetch(kfake.SyntheticBatch{Records: 64 << 10 / size, RecordBytes: size}))
			c, err := Open(context.Background(), config(cluster, model.Start{Kind: model.StartOffset}, "orders"), nil)
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			var r model.Record
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for ok := false; !ok; {
					if ok, err = c.Poll(patience, &r); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkPollInHand is the hot path alone: records that are decoded already.
func BenchmarkPollInHand(b *testing.B) {
	c := &Consumer{faults: newReporter(func() {}), deliveries: make(chan []block, 1)}
	p := newPartition(model.TopicPartition{Topic: "orders"})
	blocks := []block{{part: p, batches: []batch{testBatch(0, make([][]byte, 10_000)...)}, next: 10_000}}
	var r model.Record
	b.ReportAllocs()
	for b.Loop() {
		ok, err := c.Poll(0, &r)
		if err != nil {
			b.Fatal(err)
		}
		if !ok {
			c.deliveries <- slices.Clone(blocks) // Poll lets go of what it has handed out
		}
	}
}

// BenchmarkRecords is what the records of a batch cost: looked through when they
// come, taken off when they are handed out.
func BenchmarkRecords(b *testing.B) {
	values := make([][]byte, 1000)
	for i := range values {
		values[i] = make([]byte, 100)
	}
	whole := testBatch(0, values...)
	b.Run("look", func(b *testing.B) {
		for range b.N / len(values) {
			if _, err := look(whole.raw, len(values), 0, 0, -1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("pop", func(b *testing.B) {
		var r model.Record
		for range b.N / len(values) {
			for one := whole; len(one.raw) > 0; {
				one.pop(&r, nil)
			}
		}
	})
}
