package demo

import (
	"bytes"
	"context"
	"errors"
	"net"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/IBM/sarama"
	"github.com/rcrowley/go-metrics"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	metrics.UseNilMetrics = true // or sarama leaves a goroutine for good
	goleak.VerifyTestMain(m)
}

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// begun starts a demo and ends it with the test.
func begun(t *testing.T, sc Scenario) *Demo {
	t.Helper()
	d, err := begin(t.Context(), sc, defaultSeed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// told gives the messages of a topic's past and the first n of its present, by
// partition.
func told(sc Scenario, topic string, n int) map[int32][]*kgo.Record {
	all := map[int32][]*kgo.Record{}
	st := newStory(sc, defaultSeed)
	for n > 0 {
		ev := st.next()
		if ev.record == nil || ev.record.Topic != topic {
			continue
		}
		all[ev.record.Partition] = append(all[ev.record.Partition], ev.record)
		if ev.at >= 0 {
			n--
		}
	}
	return all
}

// reader is a Kafka client that comes through the doors.
func reader(t *testing.T, d *Demo, topic string) *kgo.Client {
	t.Helper()
	cl, err := kgo.NewClient(kgo.SeedBrokers(d.Brokers()...), kgo.ConsumeTopics(topic), kgo.DisableClientMetrics(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.MetadataMinAge(50*time.Millisecond),
		kgo.RetryBackoffFn(func(int) time.Duration { return 50 * time.Millisecond }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cl.Close)
	return cl
}

// expect reads until every partition has given what the story tells, and
// checks that it is that, offset by offset.
func expect(t *testing.T, cl *kgo.Client, want map[int32][]*kgo.Record) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	left := 0
	for _, rs := range want {
		left += len(rs)
	}
	next := map[int32]int64{}
	for left > 0 {
		fetches := cl.PollFetches(ctx)
		if ctx.Err() != nil {
			t.Fatalf("%d messages did not come; read up to %v", left, next)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			if r.Offset != next[r.Partition] {
				t.Fatalf("%s/%d: offset %d comes where %d is expected", r.Topic, r.Partition, r.Offset, next[r.Partition])
			}
			next[r.Partition]++
			if int(r.Offset) >= len(want[r.Partition]) {
				return
			}
			left--
			if w := want[r.Partition][r.Offset]; !bytes.Equal(r.Key, w.Key) || !bytes.Equal(r.Value, w.Value) || (r.Value == nil) != (w.Value == nil) {
				t.Fatalf("%s/%d@%d is %q %q, want %q %q", r.Topic, r.Partition, r.Offset, r.Key, r.Value, w.Key, w.Value)
			}
		})
	}
}

// Every scenario writes its topics, and any Kafka client can read them.
func TestScenariosAreReadable(t *testing.T) {
	for _, sc := range Scenarios() {
		t.Run(sc.Name, func(t *testing.T) {
			d := begun(t, sc)
			if !slices.Equal(d.Topics(), sc.topics) || d.scenario.Name != sc.Name || len(d.Brokers()) != 3 {
				t.Errorf("topics %v, scenario %s, brokers %v", d.Topics(), d.scenario.Name, d.Brokers())
			}
			for t2 := range topics {
				topic := topics[t2].name
				want := told(sc, topic, 3)
				t.Run(topic+" with kgo", func(t *testing.T) { expect(t, reader(t, d, topic), want) })
				t.Run(topic+" with sarama", func(t *testing.T) { expectSarama(t, d, topic, want) })
			}
		})
	}
}

// expectSarama is expect with the library that the monitor builds on, one
// partition after the other.
func expectSarama(t *testing.T, d *Demo, topic string, want map[int32][]*kgo.Record) {
	t.Helper()
	cfg := sarama.NewConfig()
	cfg.Version = sarama.MaxVersion
	cfg.Metadata.AllowAutoTopicCreation = false
	c := eventually(t, func() (sarama.Consumer, error) { return sarama.NewConsumer(d.Brokers(), cfg) })
	defer func() { _ = c.Close() }()
	for p, rs := range want {
		pc := eventually(t, func() (sarama.PartitionConsumer, error) { return c.ConsumePartition(topic, p, sarama.OffsetOldest) })
		for i, w := range rs {
			select {
			case m := <-pc.Messages():
				if m.Offset != int64(i) || !bytes.Equal(m.Key, w.Key) || !bytes.Equal(m.Value, w.Value) || len(m.Headers) != len(w.Headers) {
					t.Errorf("%s/%d@%d is %q %q, want %q %q at %d", topic, p, m.Offset, m.Key, m.Value, w.Key, w.Value, i)
				}
			case <-time.After(patience):
				t.Errorf("%s/%d@%d did not come", topic, p, i)
			}
			if t.Failed() {
				break
			}
		}
		if err := pc.Close(); err != nil {
			t.Error(err)
		}
	}
}

// eventually opens something that may be away just now, as brokers are in
// chaos.
func eventually[T any](t *testing.T, open func() (T, error)) T {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; <-tick.C {
		x, err := open()
		if err == nil {
			return x
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// The past lies before now, spread over minutes.
func TestPastHasSpreadTimestamps(t *testing.T) {
	before := time.Now()
	d := begun(t, scenario(t, "calm"))
	cl := reader(t, d, "orders")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var first, last time.Time
	for n := 0; n < 150; {
		cl.PollFetches(ctx).EachRecord(func(r *kgo.Record) {
			if n++; first.IsZero() || r.Timestamp.Before(first) {
				first = r.Timestamp
			}
			if r.Timestamp.After(last) {
				last = r.Timestamp
			}
		})
		if ctx.Err() != nil {
			t.Fatalf("only %d messages", n)
		}
	}
	if age := before.Sub(first); age < 2*time.Minute || age > -past+time.Minute {
		t.Errorf("the oldest message is %v old", age)
	}
	if last.After(time.Now().Add(time.Second)) {
		t.Errorf("a message is of the future: %v", last)
	}
}

// faults is a short story in which all that can be done to a cluster is done.
var faults = Scenario{
	Name: "faults", topics: []string{"orders"}, lap: time.Hour,
	beats: []beat{
		{at: past, do: flow, rates: rates{1, 0.1, 0.1}},
		{at: 0, do: flow, rates: rates{400, 10, 10}},
		{at: 200 * time.Millisecond, do: poison},
		{at: 300 * time.Millisecond, do: move},
		{at: 400 * time.Millisecond, do: lose, brokers: everyBroker},
		{at: 500 * time.Millisecond, do: move},
		{at: 1400 * time.Millisecond, do: heal},
		{at: 1600 * time.Millisecond, do: drop, brokers: everyBroker},
		{at: 1700 * time.Millisecond, do: move},
		{at: 1800 * time.Millisecond, do: lose, brokers: []int32{1}},
		{at: 2200 * time.Millisecond, do: heal},
	},
}

// A broker loss ends connections and refuses new ones; when it is over, all
// that was written is there, in order.
func TestLossHealsAndNothingIsLost(t *testing.T) {
	d := begun(t, faults)
	cl := reader(t, d, "orders")
	refused := make(chan bool, 1)
	go func() {
		for end := time.Now().Add(patience); time.Now().Before(end); {
			conn, err := net.Dial("tcp", d.Brokers()[0])
			if errors.Is(err, syscall.ECONNREFUSED) {
				refused <- true
				return
			}
			if err == nil {
				conn.Close()
			}
		}
		refused <- false
	}()
	expect(t, cl, told(faults, "orders", 1000)) // 2.5 s
	if !<-refused {
		t.Error("the lost broker never refused a connection")
	}
}

// An error of Kafka reaches a reader, who then goes on.
func TestRefusedFetchesAreFewAndHeal(t *testing.T) {
	d := begun(t, scenario(t, "calm"))
	for _, b := range scenario(t, "chaos").beats {
		if b.do != refuse {
			continue
		}
		d.cluster.refuseFetches(b.err)
		expect(t, reader(t, d, "orders"), told(d.scenario, "orders", 1))
		if n := d.cluster.refusal.Hits(); n == 0 || n > refusals {
			t.Errorf("%s: %d fetches were refused", b.err.Message, n)
		}
	}
}

// A story that is late goes on from now: it does not make up for an hour.
func TestLateStoryDoesNotRush(t *testing.T) {
	d := begun(t, scenario(t, "calm"))
	st := newStory(d.scenario, 5)
	ev := st.next()
	for ev.at < 0 {
		ev = st.next()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := d.play(ctx, st, ev, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if at := st.next().at; at > time.Minute {
		t.Errorf("after 300 ms the story has come to %v", at)
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	for _, sc := range Scenarios() {
		t.Run(sc.Name, func(t *testing.T) {
			others := goleak.IgnoreCurrent()
			ctx, cancel := context.WithCancel(t.Context())
			d, err := begin(ctx, sc, 9)
			if err != nil {
				t.Fatal(err)
			}
			conn, err := net.Dial("tcp", d.Brokers()[1])
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			cancel() // the story ends, the brokers stay
			<-d.done
			if err := d.Close(); err != nil {
				t.Error(err)
			}
			if err := d.Close(); err != nil {
				t.Errorf("the second time: %v", err)
			}
			if _, err := conn.Read(make([]byte, 1)); err == nil {
				t.Error("the connection is still open")
			}
			goleak.VerifyNone(t, others)
		})
	}
}
