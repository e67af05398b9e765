package kafka

import (
	"bytes"
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

func TestCodecs(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "none", "gzip", "snappy", "lz4", "zstd"))
	codecs := map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
		"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	}
	values := append(numbers("value ", 200), strings.Repeat("long ", 100_000), "", "\x00\xff\x1b[2J", "ünïcödé")
	for name, codec := range codecs {
		t.Run(name, func(t *testing.T) {
			cl := newProducer(t, cluster, kgo.ProducerBatchCompression(codec))
			produce(t, cl, name, 0, values...)
			x := mustOpen(t, config(cluster, oldest, name), nil)
			x.read(len(values))
			if !slices.Equal(x.values(), values) {
				t.Errorf("read other values than were written")
			}
		})
	}
}

func TestContent(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	at := time.UnixMilli(1_700_000_000_123)
	written := []*kgo.Record{
		{Key: nil, Value: nil},
		{Key: []byte{}, Value: []byte{}},
		{Key: []byte("k"), Value: []byte("v"), Headers: []kgo.RecordHeader{
			{Key: "trace", Value: []byte("1")}, {Key: "trace", Value: []byte("2")}, {Key: "null", Value: nil}, {Key: "", Value: []byte{}},
		}},
		{Key: []byte("after"), Value: []byte("headers")},
	}
	for _, r := range written {
		r.Topic, r.Timestamp = "orders", at
	}
	produceRecords(t, cl, written...)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(len(written))
	for i, got := range x.records {
		want := written[i]
		if got.Topic != "orders" || got.Partition != 0 || got.Offset != int64(i) || got.Timestamp != at.UnixMilli() || got.TimestampType != model.CreateTime {
			t.Errorf("record %d is %+v", i, got)
		}
		if (got.Key == nil) != (want.Key == nil) || (got.Value == nil) != (want.Value == nil) {
			t.Errorf("record %d mixes up null and empty: key %#v value %#v", i, got.Key, got.Value)
		}
		if !bytes.Equal(got.Key, want.Key) || !bytes.Equal(got.Value, want.Value) || len(got.Headers) != len(want.Headers) {
			t.Errorf("record %d is %q %q with %d headers", i, got.Key, got.Value, len(got.Headers))
			continue
		}
		for j, h := range got.Headers {
			if w := want.Headers[j]; string(h.Key) != w.Key || !bytes.Equal(h.Value, w.Value) || (h.Value == nil) != (w.Value == nil) {
				t.Errorf("record %d header %d is %q=%#v, want %q=%#v", i, j, h.Key, h.Value, w.Key, w.Value)
			}
		}
	}
}

func TestManyTopicsAndPartitions(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(3), kfake.SeedTopics(4, "a", "b"), kfake.SeedTopics(2, "c"))
	cl := newProducer(t, cluster)
	want := map[string]int{}
	for _, topic := range []string{"a", "b", "c"} {
		for p := range int32(2) {
			produce(t, cl, topic, p, numbers(fmt.Sprintf("%s/%d ", topic, p), 20)...)
			want[topic] += 20
		}
	}
	x := mustOpen(t, config(cluster, oldest, "c", "a", "b", "a"), nil)
	x.read(120)
	x.quiet(50 * time.Millisecond)
	got := map[string]int{}
	next := map[model.TopicPartition]int64{}
	for _, r := range x.records {
		got[r.Topic]++
		if r.Offset != next[r.TopicPartition] {
			t.Fatalf("%s follows offset %d", r.At(r.Offset), next[r.TopicPartition]-1)
		}
		next[r.TopicPartition]++
	}
	for topic, n := range want {
		if got[topic] != n {
			t.Errorf("%d records of %s, want %d", got[topic], topic, n)
		}
	}
	var order []string
	for _, p := range x.Positions() {
		order = append(order, p.String())
	}
	if want := []string{"a/0", "a/1", "a/2", "a/3", "b/0", "b/1", "b/2", "b/3", "c/0", "c/1"}; !slices.Equal(order, want) {
		t.Errorf("positions of %v, want %v", order, want)
	}
}

func TestChosenPartitions(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(4, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(4) {
		produce(t, cl, "orders", p, fmt.Sprint("p", p))
	}
	cfg := config(cluster, oldest, "orders")
	cfg.Partitions = []int32{3, 1, 7}
	x := mustOpen(t, cfg, nil)
	x.read(2)
	if f := x.awaitFault(model.FaultTopic); f.Text != "orders has no partition 7" || f.Fatal || f.Hint != "orders has 4 partitions: 0 to 3. What is missing is read as soon as it is added." {
		t.Errorf("fault %+v", f)
	}
	x.quiet(50 * time.Millisecond)
	got := x.values()
	slices.Sort(got)
	if !slices.Equal(got, []string{"p1", "p3"}) || len(x.Positions()) != 2 {
		t.Errorf("read %q, positions %v", got, x.Positions())
	}
}

// What is read over any number of runs is contiguous: nothing twice, nothing
// left out, whatever arrives between the runs.
func TestResumeIsExact(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(3, "orders"))
	cl := newProducer(t, cluster)
	cfg := config(cluster, oldest, "orders")
	next := map[model.TopicPartition]int64{}
	var from map[model.TopicPartition]int64
	written, total := 0, 0
	for run := range 8 {
		for p := range int32(3) {
			produce(t, cl, "orders", p, numbers("v", 7)...)
			written += 7
		}
		x := mustOpen(t, cfg, from)
		want := run*5 + 3 // stops in the middle of a batch
		if run == 7 {
			want = written - total
		}
		x.read(want)
		for _, r := range x.records {
			if r.Offset != next[r.TopicPartition] {
				t.Fatalf("run %d: got %s, want offset %d", run, r.At(r.Offset), next[r.TopicPartition])
			}
			next[r.TopicPartition]++
		}
		total += len(x.records)
		from = x.resume()
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if total != written {
		t.Errorf("read %d of %d", total, written)
	}
}

// A run that resumes begins where it was asked to, also where it had read
// nothing yet; partitions it does not know are new ones.
func TestResumeWithoutRecords(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, "before")
	produce(t, cl, "orders", 1, "unknown to the first run")
	cfg := config(cluster, model.Start{Kind: model.StartNewest}, "orders")
	cfg.Partitions = []int32{0}
	x := mustOpen(t, cfg, nil)
	x.until("the position", func() bool { return len(x.Positions()) == 1 && x.position("orders", 0).Next >= 0 })
	from := x.resume()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	produce(t, cl, "orders", 0, "between")
	cfg.Partitions = nil
	y := mustOpen(t, cfg, from)
	y.read(2)
	y.quiet(50 * time.Millisecond)
	got := y.values()
	slices.Sort(got)
	if !slices.Equal(got, []string{"between", "unknown to the first run"}) {
		t.Errorf("the second run read %q", got)
	}
}

func TestLargeRecord(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"), kfake.BrokerConfigs(map[string]string{"message.max.bytes": "30000000"}))
	cl := newProducer(t, cluster, kgo.ProducerBatchMaxBytes(20<<20), kgo.ProducerBatchCompression(kgo.NoCompression()))
	big := strings.Repeat("x", 10<<20)
	produce(t, cl, "orders", 0, "small", big, "after")
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(3)
	if !slices.Equal(x.values(), []string{"small", big, "after"}) {
		t.Error("a record of 10 MiB did not come whole")
	}
}

// A partition that the first run could not read at all is no new one: the next
// run begins it where the session begins.
func TestResumeOfAPartitionThatWasNeverRead(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(2) {
		produce(t, cl, "orders", p, numbers("old", 10)...)
	}
	opener := config(cluster, model.Start{Kind: model.StartNewest}, "orders").Opener()
	away := cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.ListOffsets}, Topic: "orders", Partitions: []int32{1}, Err: kerr.LeaderNotAvailable, Count: -1})
	open := func(from map[model.TopicPartition]int64) *tester {
		c, err := opener(t.Context(), from)
		opened, ok := c.(*Consumer)
		if err != nil || !ok {
			t.Fatalf("opened %T: %v", c, err)
		}
		return watch(t, opened)
	}
	x := open(nil)
	x.until("the one position", func() bool { return len(x.Positions()) == 2 && x.position("orders", 0).Next == 10 })
	x.awaitFault(model.FaultLeader)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	away.Remove()
	y := open(x.resume())
	y.until("both positions", func() bool { return len(y.Positions()) == 2 && y.position("orders", 1).Next == 10 })
	y.quiet(50 * time.Millisecond)
}
