package kafka

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

func TestMain(m *testing.M) {
	if instead != nil {
		if err := instead(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(kafkatest.Main(m))
}

// instead is what a process does that a test has started; nil in the tests' own.
var instead func() error

// patience is how long tests wait for what must come; generous, for the
// machine is shared.
const patience = 30 * time.Second

func newCluster(t testing.TB, opts ...kfake.Opt) *kfake.Cluster {
	t.Helper()
	cluster, err := kfake.NewCluster(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	return cluster
}

// newProducer is a kgo client that writes to the partition a record names.
func newProducer(t testing.TB, cluster *kfake.Cluster, opts ...kgo.Opt) *kgo.Client {
	t.Helper()
	cl, err := kgo.NewClient(append([]kgo.Opt{
		kgo.SeedBrokers(cluster.ListenAddrs()...),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerLinger(0),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cl.Close)
	return cl
}

// produce writes values to one partition, in order.
func produce(t testing.TB, cl *kgo.Client, topic string, partition int32, values ...string) {
	t.Helper()
	var records []*kgo.Record
	for _, v := range values {
		records = append(records, &kgo.Record{Topic: topic, Partition: partition, Value: []byte(v)})
	}
	produceRecords(t, cl, records...)
}

func produceRecords(t testing.TB, cl *kgo.Client, records ...*kgo.Record) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := cl.ProduceSync(ctx, records...).FirstErr(); err != nil {
		t.Fatal(err)
	}
}

// numbers are n values "prefix0", "prefix1" …
func numbers(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(prefix, i)
	}
	return out
}

func config(cluster *kfake.Cluster, start model.Start, topics ...string) Config {
	return Config{Brokers: cluster.ListenAddrs(), Topics: topics, Start: start}
}

var oldest = model.Start{Kind: model.StartOldest}

func mustOpen(t testing.TB, cfg Config, from map[model.TopicPartition]int64) *tester {
	t.Helper()
	c, err := Open(context.Background(), cfg, from)
	if err != nil {
		t.Fatal(err)
	}
	return watch(t, c)
}

// tester polls a consumer and keeps what comes.
type tester struct {
	*Consumer
	t       testing.TB
	records []model.Record // with bytes of their own
	faults  []*model.Fault
	err     error // what ended it: ErrEnd or a fatal fault
}

func watch(t testing.TB, c *Consumer) *tester {
	t.Helper()
	x := &tester{Consumer: c, t: t}
	t.Cleanup(func() { _ = c.Close() })
	return x
}

// poll polls once and notes what came.
func (x *tester) poll(timeout time.Duration) {
	var r model.Record
	ok, err := x.Poll(timeout, &r)
	var f *model.Fault
	switch {
	case errors.As(err, &f):
		x.faults = append(x.faults, f)
		if f.Fatal {
			x.err = f
		}
	case err != nil:
		x.err = err
	case ok:
		x.records = append(x.records, cloneRecord(r))
	}
}

func cloneRecord(r model.Record) model.Record {
	r.Key, r.Value = cloneBytes(r.Key), cloneBytes(r.Value)
	var headers []model.Header
	for _, h := range r.Headers {
		headers = append(headers, model.Header{Key: cloneBytes(h.Key), Value: cloneBytes(h.Value)})
	}
	r.Headers = headers
	return r
}

// cloneBytes keeps nil and empty apart.
func cloneBytes(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

// until polls until done, and fails the test when that takes too long.
func (x *tester) until(what string, done func() bool) {
	x.t.Helper()
	deadline := time.Now().Add(patience)
	for !done() {
		if time.Now().After(deadline) || x.err != nil && !done() {
			x.t.Fatalf("waiting for %s: have %d records, faults %s, ended by %v", what, len(x.records), x.faultTexts(), x.err)
		}
		x.poll(50 * time.Millisecond)
	}
}

// eventually waits for a condition without polling a consumer.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// read waits for n records in all.
func (x *tester) read(n int) {
	x.t.Helper()
	x.until(fmt.Sprintf("%d records", n), func() bool { return len(x.records) >= n })
}

// quiet polls for a while and fails if a record comes.
func (x *tester) quiet(d time.Duration) {
	x.t.Helper()
	n := len(x.records)
	for end := time.Now().Add(d); time.Now().Before(end); {
		x.poll(20 * time.Millisecond)
	}
	if len(x.records) > n {
		x.t.Fatalf("unexpected record %s: %q", x.records[n].At(x.records[n].Offset), x.records[n].Value)
	}
}

// end polls to the end of the consumer.
func (x *tester) end() {
	x.t.Helper()
	x.until("the end", func() bool { return x.err != nil })
	if !errors.Is(x.err, consumer.ErrEnd) {
		x.t.Fatalf("ended by %v, want ErrEnd", x.err)
	}
}

// fault is the first fault of a kind, nil if there is none.
func (x *tester) fault(kind model.FaultKind) *model.Fault {
	for _, f := range x.faults {
		if f.Kind == kind {
			return f
		}
	}
	return nil
}

// awaitFault waits for a fault of a kind.
func (x *tester) awaitFault(kind model.FaultKind) model.Fault {
	x.t.Helper()
	x.until("a fault of kind "+string(kind), func() bool { return x.fault(kind) != nil })
	return *x.fault(kind)
}

func (x *tester) faultTexts() string {
	var out []string
	for _, f := range x.faults {
		out = append(out, fmt.Sprintf("[%s ×%d] %v", f.Kind, f.Count, f))
	}
	return strings.Join(out, "; ")
}

func (x *tester) values() []string {
	var out []string
	for _, r := range x.records {
		out = append(out, string(r.Value))
	}
	return out
}

// position is that of one partition.
func (x *tester) position(topic string, partition int32) model.Position {
	x.t.Helper()
	for _, p := range x.Positions() {
		if p.Topic == topic && p.Partition == partition {
			return p
		}
	}
	x.t.Fatalf("no position of %s/%d in %v", topic, partition, x.Positions())
	return model.Position{}
}

// resume is what a Manager hands to the next run.
func (x *tester) resume() map[model.TopicPartition]int64 {
	from := make(map[model.TopicPartition]int64)
	for _, p := range x.Positions() {
		if p.Next >= 0 {
			from[p.TopicPartition] = p.Next
		}
	}
	return from
}
