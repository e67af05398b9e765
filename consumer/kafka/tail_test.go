package kafka

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

func tailOf(n int64) model.Start { return model.Start{Kind: model.StartTail, N: n} }

// stamped is a record whose value is its timestamp.
func stamped(topic string, partition int32, ms int64) *kgo.Record {
	return &kgo.Record{Topic: topic, Partition: partition, Timestamp: time.UnixMilli(ms), Value: []byte(fmt.Sprint(ms))}
}

func TestTailMergesPartitionsInOrderOfTime(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(4, "orders"))
	cl := newProducer(t, cluster)
	// Partition 3 stays empty; the others are of unequal length and interleave.
	var all []*kgo.Record
	for ms := int64(1000); ms < 1090; ms++ {
		p := int32(0)
		switch {
		case ms%10 == 0:
			p = 1
		case ms >= 1080:
			p = 2
		}
		all = append(all, stamped("orders", p, ms))
	}
	produceRecords(t, cl, all...)
	x := mustOpen(t, config(cluster, tailOf(25), "orders"), nil)
	x.read(25)
	var want []string
	for ms := 1065; ms < 1090; ms++ {
		want = append(want, fmt.Sprint(ms))
	}
	if !slices.Equal(x.values(), want) {
		t.Errorf("the last 25 are %q", x.values())
	}
	produceRecords(t, cl, stamped("orders", 3, 900), stamped("orders", 0, 901))
	x.read(27)
	x.quiet(100 * time.Millisecond)
	for p, next := range []int64{73, 9, 9, 1} {
		if got := x.position("orders", int32(p)); got.Next != next {
			t.Errorf("partition %d is at %d, want %d", p, got.Next, next)
		}
	}
}

// Where producers' clocks disagree the order within a partition counts.
func TestTailKeepsTheOrderOfAPartition(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cl := newProducer(t, cluster)
	for _, ms := range []int64{500, 100, 400} {
		produceRecords(t, cl, stamped("orders", 0, ms))
	}
	produceRecords(t, cl, stamped("orders", 1, 200), stamped("orders", 1, 300))
	x := mustOpen(t, config(cluster, tailOf(4), "orders"), nil)
	x.read(4)
	if want := []string{"100", "200", "300", "400"}; !slices.Equal(x.values(), want) {
		t.Errorf("got %q, want %q", x.values(), want)
	}
	if p := x.position("orders", 0); p.First != 1 {
		t.Errorf("partition 0 begins at %d, want 1", p.First)
	}
}

// A run that ends in the middle of the backlog is resumed there.
func TestTailIsResumedExactly(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(3, "orders"))
	cl := newProducer(t, cluster)
	for ms := range int64(60) {
		produceRecords(t, cl, stamped("orders", int32(ms%3), 1000+ms))
	}
	cfg := config(cluster, tailOf(30), "orders")
	x := mustOpen(t, cfg, nil)
	x.read(10)
	from := x.resume()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	y := mustOpen(t, cfg, from)
	y.read(20)
	y.quiet(50 * time.Millisecond)
	got := append(x.values(), y.values()...)
	slices.Sort(got)
	var want []string
	for ms := 1030; ms < 1060; ms++ {
		want = append(want, fmt.Sprint(ms))
	}
	if !slices.Equal(got, want) {
		t.Errorf("both runs together read %q", got)
	}
}

// Compaction leaves fewer messages than offsets: the tail goes further back.
func TestTailStepsBackOverGaps(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1))
	if err := cluster.CreateTopic("state", 1, map[string]string{"cleanup.policy": "compact"}); err != nil {
		t.Fatal(err)
	}
	cl := newProducer(t, cluster)
	for i := range 50 {
		produceRecords(t, cl, &kgo.Record{Topic: "state", Key: fmt.Append(nil, "old", i), Value: fmt.Append(nil, "old", i)})
	}
	for range 30 {
		var churn []*kgo.Record
		for range 100 {
			churn = append(churn, &kgo.Record{Topic: "state", Key: []byte("hot"), Value: []byte("hot")})
		}
		produceRecords(t, cl, churn...)
	}
	produceRecords(t, cl, &kgo.Record{Topic: "state", Key: []byte("hot"), Value: []byte("hot")})
	cluster.Compact()
	x := mustOpen(t, config(cluster, tailOf(20), "state"), nil)
	x.read(20)
	x.quiet(50 * time.Millisecond)
	values := x.values()
	if len(values) != 20 || !strings.HasPrefix(values[0], "old") || values[19] != "hot" {
		t.Errorf("the last 20 of a compacted topic are %q", values)
	}
	if !slices.IsSortedFunc(x.records, func(a, b model.Record) int { return int(a.Offset - b.Offset) }) {
		t.Errorf("out of order: %v", values)
	}
}

// An unavailable partition does not hold up the others, and is read once it is
// back.
func TestTailDoesNotWaitForAnUnavailablePartition(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 5)...)
	produce(t, cl, "orders", 1, numbers("b", 5)...)
	away := cluster.Fault(kfake.Fault{
		Keys: []kmsg.Key{kmsg.ListOffsets}, Topic: "orders", Partitions: []int32{1}, Err: kerr.LeaderNotAvailable, Count: -1,
	})
	x := mustOpen(t, config(cluster, tailOf(4), "orders"), nil)
	x.read(4)
	if want := []string{"a1", "a2", "a3", "a4"}; !slices.Equal(x.values(), want) {
		t.Errorf("read %q, want %q", x.values(), want)
	}
	if f := x.awaitFault(model.FaultLeader); f.Partition != 1 {
		t.Errorf("fault %+v, want one of partition 1", f)
	}
	away.Remove()
	x.read(6)
	x.quiet(50 * time.Millisecond)
	if want := []string{"b3", "b4"}; !slices.Equal(x.values()[4:], want) { // its half of the last 4
		t.Errorf("then read %q, want %q", x.values()[4:], want)
	}
}

func TestTailLongerThanCanBeOrderedIsShared(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(2) {
		produce(t, cl, "orders", p, numbers("v", 8000)...)
	}
	x := mustOpen(t, config(cluster, tailOf(tailMerge+2), "orders"), nil)
	x.read(tailMerge + 2)
	x.quiet(50 * time.Millisecond)
	for p := range int32(2) {
		if got := x.position("orders", p); got.First != 8000-(tailMerge+2)/2 || got.Next != 8000 {
			t.Errorf("position %+v", got)
		}
	}
}

func TestTailKeepsNoMoreThanItsRoom(t *testing.T) {
	p := newPartition(model.TopicPartition{Topic: "big"})
	tl := newTail("big", 100, []*partition{p})
	tl.open(p, ends{0, 100})
	value := make([]byte, tailBytes/10)
	for offset := range int64(100) {
		tl.add(p, step{batches: []batch{testBatch(offset, value)}, next: offset + 1})
	}
	blocks, short := tl.finish()
	if !strings.Contains(short, "large") {
		t.Error("does not tell that the backlog is short")
	}
	// The first and the last block are the position before and after.
	if n := len(blocks) - 2; n < 8 || n > 10 {
		t.Errorf("keeps %d messages of a tenth of its room", n)
	}
	if next := blocks[len(blocks)-1].next; next != 100 {
		t.Errorf("goes on at %d, want 100", next)
	}
}

func TestTailFirstRowIsNotHeldUp(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(3), kfake.SeedTopics(12, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(12) {
		produce(t, cl, "orders", p, numbers("v", 50)...)
	}
	began := time.Now()
	c, err := Open(context.Background(), config(cluster, model.DefaultStart, "orders"), nil)
	if err != nil {
		t.Fatal(err)
	}
	x := watch(t, c)
	x.read(1)
	took := time.Since(began)
	t.Logf("first row after %v", took)
	if took > tailWait {
		t.Errorf("the first row took %v: the backlog waited for its deadline", took)
	}
	x.read(100)
}
