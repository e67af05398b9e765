package kafka

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// large are bytes that compress to about half.
func large(n int) []byte {
	random := rand.NewChaCha8([32]byte{1})
	b := make([]byte, n)
	_, _ = random.Read(b[:n/2])
	return b
}

func mustRead(t *testing.T, cfg Config, at model.TopicPartition, offset int64) model.Record {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := Read(ctx, cfg, at, offset)
	if err != nil {
		t.Fatalf("reading %s: %v", at.At(offset), err)
	}
	if r.TopicPartition != at || r.Offset != offset || r.Whole != nil {
		t.Fatalf("asked for %s, got %s", at.At(offset), r.At(r.Offset))
	}
	return r
}

func TestReadOne(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(3))
	if err := cluster.CreateTopic("orders", 12, map[string]string{"max.message.bytes": "16000000"}); err != nil {
		t.Fatal(err)
	}
	cl := newProducer(t, cluster, kgo.ProducerBatchMaxBytes(16<<20), kgo.ProducerBatchCompression(kgo.ZstdCompression()))
	for p := range int32(12) {
		produce(t, cl, "orders", p, numbers(fmt.Sprint("p", p, "-"), 20)...)
	}
	value := large(5 << 20)
	produceRecords(t, cl, &kgo.Record{
		Topic: "orders", Partition: 7, Key: []byte{}, Value: value, Timestamp: time.UnixMilli(1234),
		Headers: []kgo.RecordHeader{{Key: "a", Value: []byte("b")}, {Key: "a"}, {Key: "", Value: []byte{}}},
	})
	produceRecords(t, cl, &kgo.Record{Topic: "orders", Partition: 8})
	cfg := config(cluster, oldest, "others", "orders")
	for p := range int32(12) {
		r := mustRead(t, cfg, model.TopicPartition{Topic: "orders", Partition: p}, int64(p))
		if want := fmt.Sprintf("p%d-%d", p, p); string(r.Value) != want {
			t.Errorf("partition %d: %q, want %q", p, r.Value, want)
		}
	}
	r := mustRead(t, cfg, model.TopicPartition{Topic: "orders", Partition: 7}, 20)
	if !bytes.Equal(r.Value, value) || r.Key == nil || len(r.Key) > 0 || r.Timestamp != 1234 || len(r.Headers) != 3 {
		t.Errorf("key %v, %d bytes, time %d, %d headers", r.Key, len(r.Value), r.Timestamp, len(r.Headers))
	}
	if h := r.Headers; string(h[0].Value) != "b" || h[1].Value != nil || h[2].Value == nil {
		t.Errorf("headers %q", h)
	}
	if r := mustRead(t, cfg, model.TopicPartition{Topic: "orders", Partition: 8}, 20); r.Key != nil || r.Value != nil || r.Headers != nil {
		t.Errorf("null came as %v %v %v", r.Key, r.Value, r.Headers)
	}
}

// A record that is not there (any more) is told plainly, with its place.
func TestReadOneThatIsGone(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders", "damaged"), kfake.AllowAutoTopicCreation())
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("v", 20)...)
	if _, err := kadm.NewClient(cl).DeleteRecords(t.Context(), kadm.Offsets{"orders": {0: {Topic: "orders", Partition: 0, At: 10}}}); err != nil {
		t.Fatal(err)
	}
	txn := newProducer(t, cluster, kgo.TransactionalID("t"))
	if err := txn.BeginTransaction(); err != nil {
		t.Fatal(err)
	}
	produce(t, txn, "orders", 1, "never")
	if err := txn.EndTransaction(t.Context(), kgo.TryAbort); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		topic     string
		partition int32
		offset    int64
		isolation model.Isolation
		kind      model.FaultKind
		text      string
	}{
		{"orders", 0, 5, model.ReadCommitted, model.FaultOffset, "no message at orders/0@5: it has expired"},
		{"orders", 0, 20, model.ReadCommitted, model.FaultOffset, "no message at orders/0@20: nothing is written there yet"},
		{"orders", 0, 99, model.ReadCommitted, model.FaultOffset, "no message at orders/0@99: it is not in the log any more"},
		{"orders", 1, 0, model.ReadCommitted, model.FaultOffset, "no message at orders/1@0: its transaction was aborted; read_uncommitted shows it"},
		{"orders", 1, 1, model.ReadUncommitted, model.FaultOffset, "no message at orders/1@1: a transaction marker is there"},
		{"orders", 9, 0, model.ReadCommitted, model.FaultTopic, "the broker does not know orders/9"},
		{"missing", 0, 0, model.ReadCommitted, model.FaultTopic, "the broker does not know missing"},
		{"not a topic", 0, 0, model.ReadCommitted, model.FaultConfig, ""},
	} {
		cfg := config(cluster, oldest, "orders")
		cfg.Isolation = tt.isolation
		_, err := Read(t.Context(), cfg, model.TopicPartition{Topic: tt.topic, Partition: tt.partition}, tt.offset)
		var f *model.Fault
		if !errors.As(err, &f) || f.Kind != tt.kind || tt.text != "" && f.Text != tt.text {
			t.Errorf("%s/%d@%d: %v, want %q", tt.topic, tt.partition, tt.offset, err, tt.text)
			continue
		}
		if tt.text != "" && (f.Where() != fmt.Sprintf("%s/%d@%d", tt.topic, tt.partition, tt.offset) || f.Fatal) {
			t.Errorf("fault %+v", f)
		}
	}
	if cluster.TopicInfo("missing") != nil {
		t.Error("reading has created a topic")
	}
	s := &shadow{logs: map[int32][][]byte{0: logOf(3, "a")}, ranges: map[int32][]ranged{1: {{0, 9, wireBatch(0, 9, 0, 9).bytes()}, {10, 10, wireBatch(15, 15, 15).bytes()}}}}
	s.logs[0][1][65] ^= 1
	s.install(cluster)
	for at, want := range map[string]string{
		"0@1": "the batch at damaged/0@1 is damaged",
		"1@4": "no message at damaged/1@4: compaction has removed it",
		// The batch of 10 to 14 is gone as a whole.
		"1@10": "no message at damaged/1@10: compaction has removed it",
	} {
		var p int32
		var offset int64
		_, _ = fmt.Sscanf(at, "%d@%d", &p, &offset)
		_, err := Read(t.Context(), config(cluster, oldest, "damaged"), model.TopicPartition{Topic: "damaged", Partition: p}, offset)
		var f *model.Fault
		if !errors.As(err, &f) || f.Text != want {
			t.Errorf("%s: %v, want %q", at, err, want)
		}
	}
	if r := mustRead(t, config(cluster, oldest, "damaged"), model.TopicPartition{Topic: "damaged", Partition: 0}, 2); string(r.Value) != "a2" {
		t.Errorf("behind the damaged batch: %q", r.Value)
	}
}

// While a leader moves it is asked for again.
func TestReadOneWhileTheLeaderMoves(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	produce(t, newProducer(t, cluster), "orders", 0, "a")
	cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Topic: "orders", Err: kerr.NotLeaderForPartition, Count: 1})
	mustRead(t, config(cluster, oldest, "orders"), model.TopicPartition{Topic: "orders"}, 0)
	cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Topic: "orders", Err: kerr.NotLeaderForPartition, Count: -1})
	_, err := Read(t.Context(), config(cluster, oldest, "orders"), model.TopicPartition{Topic: "orders"}, 0)
	var f *model.Fault
	if !errors.As(err, &f) || f.Kind != model.FaultLeader || f.Hint == "" {
		t.Errorf("%v", err)
	}
}

// However a broker hangs, the end of the context is the end.
func TestReadOneEndsWithItsContext(t *testing.T) {
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = mute.Close() }()
	hung := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	hung.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
		hung.KeepControl()
		return nil, nil, true
	})
	for name, brokers := range map[string][]string{"before the login": {mute.Addr().String()}, "at the fetch": hung.ListenAddrs()} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		began := time.Now()
		_, err := Read(ctx, Config{Brokers: brokers}, model.TopicPartition{Topic: "orders"}, 0)
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > time.Second {
			t.Errorf("%s: %v after %v", name, err, took)
		}
		cancel()
	}
}

func TestRealReadOne(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "large", 12, "max.message.bytes=12000000")
	value := large(5 << 20)
	codecs := map[int32]kgo.CompressionCodec{
		2: kgo.NoCompression(), 3: kgo.GzipCompression(), 4: kgo.SnappyCompression(), 5: kgo.Lz4Compression(), 6: kgo.ZstdCompression(),
	}
	for p := range int32(12) {
		codec, ok := codecs[p]
		if !ok {
			codec = kgo.NoCompression()
		}
		cl := c.Client(t, kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerBatchMaxBytes(11<<20), kgo.ProducerBatchCompression(codec))
		produceRecords(t, cl, lettered("large", p, "v", 10)...)
		produceRecords(t, cl, &kgo.Record{Topic: "large", Partition: p, Value: value, Key: []byte("k")})
		produceRecords(t, cl, lettered("large", p, "w", 10)...)
	}
	cfg := realConfig(c, oldest, "large")
	for p := range int32(12) {
		at := model.TopicPartition{Topic: "large", Partition: p}
		if r := mustRead(t, cfg, at, 10); !bytes.Equal(r.Value, value) || string(r.Key) != "k" {
			t.Errorf("%s: key %q and %d bytes", at.At(10), r.Key, len(r.Value))
		}
		if r := mustRead(t, cfg, at, 15); string(r.Value) != "w4" {
			t.Errorf("%s: %q", at.At(15), r.Value)
		}
	}
	c.DeleteRecords(t, "large", 1, 5)
	_, err := Read(t.Context(), cfg, model.TopicPartition{Topic: "large", Partition: 1}, 3)
	if err == nil || !strings.Contains(err.Error(), "it has expired") {
		t.Errorf("an expired record: %v", err)
	}
	_, err = Read(t.Context(), cfg, model.TopicPartition{Topic: "large", Partition: 1}, 21)
	if err == nil || !strings.Contains(err.Error(), "nothing is written there yet") {
		t.Errorf("a record to come: %v", err)
	}
}
