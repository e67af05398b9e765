package kafka

import (
	"errors"
	"fmt"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// ExitAtEnd reads exactly what was there when the consumer was opened, from
// every kind of start.
func TestExitAtEnd(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(3, "orders", "empty"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 10)...)
	produce(t, cl, "orders", 1, numbers("b", 4)...)
	for _, tt := range []struct {
		start model.Start
		from  map[model.TopicPartition]int64
		want  int
	}{
		{start: oldest, want: 14},
		{start: model.Start{Kind: model.StartNewest}, want: 0},
		{start: model.Start{Kind: model.StartOffset, N: 2}, want: 10},
		{start: tailOf(6), want: 6},
		{start: tailOf(100), want: 14},
		{start: tailOf(tailMerge + 1), want: 14},
		{start: oldest, from: map[model.TopicPartition]int64{{Topic: "orders", Partition: 0}: 7, {Topic: "orders", Partition: 1}: 4, {Topic: "orders", Partition: 2}: 0}, want: 3},
	} {
		t.Run(fmt.Sprint(tt.start, len(tt.from)), func(t *testing.T) {
			cfg := config(cluster, tt.start, "orders", "empty")
			cfg.ExitAtEnd = true
			x := mustOpen(t, cfg, tt.from)
			x.end()
			if len(x.records) != tt.want {
				t.Errorf("read %d records, want %d: %q", len(x.records), tt.want, x.values())
			}
			var r model.Record
			if ok, err := x.Poll(0, &r); ok || !errors.Is(err, consumer.ErrEnd) {
				t.Errorf("after the end Poll gives %v, %v", ok, err)
			}
		})
	}
}

func TestExitAtEndStopsThereWhileMoreIsWritten(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 5)...)
	cfg := config(cluster, oldest, "orders")
	cfg.ExitAtEnd = true
	x := mustOpen(t, cfg, nil)
	x.until("the captured end", func() bool {
		ps := x.Positions()
		return len(ps) == 1 && ps[0].Next >= 0
	})
	produce(t, cl, "orders", 0, numbers("b", 5)...)
	x.end()
	if len(x.records) != 5 {
		t.Errorf("read %q, want the 5 that were there", x.values())
	}
	if p := x.position("orders", 0); p.Next != 5 {
		t.Errorf("ended at %d, want 5", p.Next)
	}
}

func TestExitAtEndOfACompactedTopic(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1))
	if err := cluster.CreateTopic("state", 1, map[string]string{"cleanup.policy": "compact"}); err != nil {
		t.Fatal(err)
	}
	cl := newProducer(t, cluster)
	for i := range 30 {
		produceRecords(t, cl, &kgo.Record{Topic: "state", Key: []byte("k"), Value: fmt.Append(nil, i)},
			&kgo.Record{Topic: "state", Key: []byte("k"), Value: fmt.Append(nil, i)})
	}
	cluster.Compact()
	cfg := config(cluster, oldest, "state")
	cfg.ExitAtEnd = true
	x := mustOpen(t, cfg, nil)
	x.end()
	if p := x.position("state", 0); p.Next != 60 || len(x.records) >= 60 {
		t.Errorf("ended at %d after %d records, want 60 after fewer", p.Next, len(x.records))
	}
}

func TestExitAtEndOfAnUnknownTopicIsFatal(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1))
	cfg := config(cluster, oldest, "nosuch")
	cfg.ExitAtEnd = true
	x := mustOpen(t, cfg, nil)
	if f := x.awaitFault(model.FaultTopic); !f.Fatal || f.Topic != "nosuch" {
		t.Errorf("fault %+v, want a fatal one", f)
	}
}

func TestExitAtEndOfAnUnknownPartitionIsFatal(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cfg := config(cluster, oldest, "orders")
	cfg.ExitAtEnd, cfg.Partitions = true, []int32{1, 99}
	x := mustOpen(t, cfg, nil)
	if f := x.awaitFault(model.FaultTopic); !f.Fatal || f.Text != "orders has no partition 99" || f.Hint != "orders has 2 partitions: 0 to 1." {
		t.Errorf("fault %+v, want a fatal one", f)
	}
}
