package kafka

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// ledger fails the test unless the records read are, per partition, the
// offsets 0, 1, 2 … n-1 in order.
func (x *tester) ledger(topic string, partitions int32, n int64) {
	x.t.Helper()
	next := make(map[int32]int64)
	for _, r := range x.records {
		if r.Offset != next[r.Partition] {
			x.t.Fatalf("%s came after offset %d", r.At(r.Offset), next[r.Partition]-1)
		}
		next[r.Partition]++
	}
	for p := range partitions {
		if next[p] != n {
			x.t.Errorf("%s/%d: %d records, want %d", topic, p, next[p], n)
		}
	}
}

// writeSlowly writes n records to each partition from a goroutine of its own.
func writeSlowly(t *testing.T, cluster *kfake.Cluster, topic string, partitions int32, n int) (wait func()) {
	t.Helper()
	cl := newProducer(t, cluster, kgo.MetadataMinAge(10*time.Millisecond), kgo.RetryBackoffFn(func(int) time.Duration { return 20 * time.Millisecond }))
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range n {
			for p := range partitions {
				r := &kgo.Record{Topic: topic, Partition: p, Value: fmt.Append(nil, i)}
				if err := cl.ProduceSync(context.Background(), r).FirstErr(); err != nil {
					t.Errorf("produce: %v", err)
					return
				}
			}
		}
	})
	return wg.Wait
}

func TestLeaderMovesUnderLoad(t *testing.T) {
	const partitions, each = 4, 400
	cluster := newCluster(t, kfake.NumBrokers(3), kfake.SeedTopics(partitions, "orders"))
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	wait := writeSlowly(t, cluster, "orders", partitions, each)
	moved := 0
	x.until("all records", func() bool {
		if len(x.records) >= (moved+1)*50 && moved < 20 {
			moved++
			for p := range int32(partitions) {
				if err := cluster.MoveTopicPartition("orders", p, (cluster.LeaderFor("orders", p)+1)%3); err != nil {
					t.Fatal(err)
				}
			}
		}
		return len(x.records) >= partitions*each
	})
	wait()
	x.quiet(50 * time.Millisecond)
	x.ledger("orders", partitions, each)
	if f := x.fault(model.FaultLeader); f == nil || f.Topic != "orders" {
		t.Errorf("%d moves of leaders are not told: %s", moved, x.faultTexts())
	}
}

// A broker goes away and comes back with its data at the same address.
func TestBrokerRestart(t *testing.T) {
	dir := t.TempDir()
	port := freePort(t)
	start := func() *kfake.Cluster {
		cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.Ports(port), kfake.DataDir(dir), kfake.SeedTopics(2, "orders"))
		if err != nil {
			t.Fatal(err)
		}
		return cluster
	}
	cluster := start()
	for p := range int32(2) {
		produce(t, newProducer(t, cluster), "orders", p, numbers("a", 100)...)
	}
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(200)
	if h := x.Health(); h != consumer.Live {
		t.Errorf("health %v while reading", h)
	}
	cluster.Close()
	f := x.awaitFault(model.FaultConnection)
	if want := fmt.Sprintf("127.0.0.1:%d", port); f.Broker != want || f.Fatal || f.Hint == "" {
		t.Errorf("fault %+v, want one of %s", f, want)
	}
	x.until("health Down", func() bool { return x.Health() == consumer.Down })

	cluster = start()
	t.Cleanup(cluster.Close)
	back := time.Now()
	for p := range int32(2) {
		produce(t, newProducer(t, cluster), "orders", p, numbers("b", 100)...)
	}
	x.read(400)
	t.Logf("reads again after %v", time.Since(back))
	x.ledger("orders", 2, 200)
	x.until("health Live", func() bool { return x.Health() == consumer.Live })
}

func freePort(t *testing.T) int {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	addr, ok := ln.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatalf("listens on %v", ln.Addr())
	}
	return addr.Port
}

// Any bootstrap broker may be the one that is up, also where another one takes
// connections and never says a word.
func TestOneBootstrapBrokerIsEnough(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	produce(t, newProducer(t, cluster), "orders", 0, "a")
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = mute.Close() }()
	cfg := config(cluster, oldest, "orders")
	cfg.Brokers = append([]string{mute.Addr().String(), net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t)))}, cfg.Brokers...)
	began := time.Now()
	x := mustOpen(t, cfg, nil)
	x.read(1)
	if took := time.Since(began); took > silence {
		t.Errorf("took %v", took)
	}
}

// A consumer opened while no broker is up begins to read when one comes.
func TestBrokerComesLater(t *testing.T) {
	port := freePort(t)
	cfg := Config{Brokers: []string{fmt.Sprintf("127.0.0.1:%d", port)}, Topics: []string{"orders"}, Start: oldest}
	x := mustOpen(t, cfg, nil)
	if f := x.awaitFault(model.FaultConnection); f.Text != fmt.Sprintf("127.0.0.1:%d refuses connections", port) || f.Fatal {
		t.Errorf("fault %+v", f)
	}
	if h := x.Health(); h != consumer.Opening {
		t.Errorf("health %v, want Opening", h)
	}
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.Ports(port), kfake.SeedTopics(1, "orders"))
	up := time.Now()
	produce(t, newProducer(t, cluster), "orders", 0, "a")
	x.read(1)
	if took := time.Since(up); took > 5*time.Second {
		t.Errorf("read %v after the broker came", took)
	}
}

// A broker that takes requests and never answers is told of, and read again
// when it does.
func TestHungBroker(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, "a")
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(1)
	hung := time.Now()
	hang(cluster)
	x.until("health Down", func() bool { return x.Health() == consumer.Down })
	if took := time.Since(hung); took > 5*time.Second {
		t.Errorf("a hung broker was noticed after %v", took)
	}
	if f := x.awaitFault(model.FaultTimeout); f.Broker != cluster.ListenAddrs()[0] || f.Fatal {
		t.Errorf("fault %+v", f)
	}
	began := time.Now()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 250*time.Millisecond {
		t.Errorf("Close took %v", took)
	}
}

// hang makes the cluster swallow every request from now on.
func hang(cluster *kfake.Cluster) {
	cluster.ControlKey(-1, func(kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		return nil, nil, true
	})
}

// A fetch that is never answered does not end the tail: the connection is given
// up and the next one reads on.
func TestSwallowedFetchHeals(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 10)...)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(10)
	cluster.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) { return nil, nil, true })
	x.awaitFault(model.FaultTimeout)
	produce(t, cl, "orders", 0, numbers("b", 10)...)
	x.read(20)
	x.ledger("orders", 1, 20)
}

// A leader that is gone for good is told once a second, not in silence and not
// in a storm.
func TestPersistentNotLeader(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 1, "before")
	refused := cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Topic: "orders", Partitions: []int32{0}, Err: kerr.NotLeaderForPartition, Count: -1})
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(1)
	from := time.Now()
	x.until("three tellings", func() bool { return len(x.faults) >= 3 })
	if took := time.Since(from); took < time.Second {
		t.Errorf("told 3 times within %v", took)
	}
	told := 0
	for _, f := range x.faults {
		if f.Kind != model.FaultLeader || f.Partition != 0 {
			t.Errorf("fault %+v", f)
		}
		told += f.Count
	}
	// What was refused but not told yet is held back for at most a second.
	if hits := refused.Hits(); told > hits || hits > 30 {
		t.Errorf("told %d of %d refusals", told, hits)
	}
	produce(t, cl, "orders", 1, "the other partition goes on")
	x.read(2)
	if x.Health() != consumer.Live {
		t.Errorf("health %v though one partition is read", x.Health())
	}
	refused.Remove()
	produce(t, cl, "orders", 0, "after")
	x.read(3)
}
