package kafka

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// quick bounds what happens at once; generous, for the machine is shared.
const quick = 250 * time.Millisecond

func TestPollTimesOut(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.until("the position", func() bool { return x.Health() == consumer.Live })
	var r model.Record
	began := time.Now()
	if ok, err := x.Poll(30*time.Millisecond, &r); ok || err != nil {
		t.Errorf("an idle Poll gives %v, %v", ok, err)
	}
	if took := time.Since(began); took < 30*time.Millisecond || took > quick {
		t.Errorf("Poll took %v", took)
	}
	if ok, err := x.Poll(0, &r); ok || err != nil {
		t.Errorf("Poll without patience gives %v, %v", ok, err)
	}
}

func TestInterrupt(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 10)...)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	var r model.Record

	// While Poll waits.
	x.read(10)
	var wg sync.WaitGroup
	waits := make(chan struct{})
	wg.Go(func() {
		<-waits
		x.Interrupt()
	})
	began := time.Now()
	close(waits)
	if ok, err := x.Poll(patience, &r); ok || err != nil {
		t.Errorf("an interrupted Poll gives %v, %v", ok, err)
	}
	if took := time.Since(began); took > quick {
		t.Errorf("woke after %v", took)
	}
	wg.Wait()

	// Before Poll, though records are at hand; then they come all the same.
	produce(t, cl, "orders", 0, numbers("b", 10)...)
	x.read(11)
	x.Interrupt()
	if ok, err := x.Poll(patience, &r); ok || err != nil {
		t.Errorf("the Poll after Interrupt gives %v, %v", ok, err)
	}
	x.read(20)
	x.ledger("orders", 1, 20)
}

func TestCloseEndsPollAndIsIdempotent(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	c, err := Open(context.Background(), config(cluster, oldest, "orders"), nil)
	if err != nil {
		t.Fatal(err)
	}
	x := watch(t, c)
	x.until("health", func() bool { return x.Health() == consumer.Live })
	var wg sync.WaitGroup
	began := time.Now()
	for range 3 {
		wg.Go(func() {
			if err := c.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
	var r model.Record
	for {
		ok, err := c.Poll(patience, &r)
		if errors.Is(err, consumer.ErrClosed) {
			break
		}
		if ok || err != nil {
			t.Fatalf("Poll gives %v, %v", ok, err)
		}
	}
	wg.Wait()
	if took := time.Since(began); took > quick {
		t.Errorf("Close took %v", took)
	}
	if ok, err := c.Poll(0, &r); ok || !errors.Is(err, consumer.ErrClosed) {
		t.Errorf("a Poll after Close gives %v, %v", ok, err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("Close again: %v", err)
	}
}

// Close is bounded in every state a connection can be in.
func TestCloseIsBounded(t *testing.T) {
	mute := func(t *testing.T) string { // takes connections, says nothing
		t.Helper()
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = ln.Close() })
		return ln.Addr().String()
	}
	for _, tt := range []struct {
		name string
		addr func(*testing.T) string
		when func(*tester) // what to wait for before Close
	}{
		{"at once", mute, func(*tester) {}},
		{"while the broker does not answer", mute, func(x *tester) { x.poll(100 * time.Millisecond) }},
		{"while connections are refused", func(t *testing.T) string {
			t.Helper()
			return net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t)))
		}, func(x *tester) { x.awaitFault(model.FaultConnection) }},
		{"while metadata hangs", func(t *testing.T) string {
			t.Helper()
			cluster := newCluster(t, kfake.NumBrokers(1))
			cluster.ControlKey(int16(kmsg.Metadata), func(kmsg.Request) (kmsg.Response, error, bool) {
				cluster.KeepControl()
				return nil, nil, true
			})
			return cluster.ListenAddrs()[0]
		}, func(x *tester) { x.poll(100 * time.Millisecond) }},
		{"while a fetch hangs", func(t *testing.T) string {
			t.Helper()
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
			cluster.ControlKey(int16(kmsg.Fetch), func(kmsg.Request) (kmsg.Response, error, bool) {
				cluster.KeepControl()
				return nil, nil, true
			})
			return cluster.ListenAddrs()[0]
		}, func(x *tester) { x.until("a position", func() bool { return len(x.Positions()) == 1 }) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustOpen(t, Config{Brokers: []string{tt.addr(t)}, Topics: []string{"orders"}, Start: oldest}, nil)
			tt.when(x)
			began := time.Now()
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took > quick {
				t.Errorf("Close took %v", took)
			}
		})
	}
}

// Nobody polls: the workers wait, and Close ends them all the same.
func TestCloseWhileNobodyPolls(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(3), kfake.SeedTopics(6, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(6) {
		for range 20 {
			produce(t, cl, "orders", p, numbers("v", 50)...)
		}
	}
	c, err := Open(context.Background(), config(cluster, oldest, "orders"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	eventually(t, "answers that nobody takes", func() bool { return len(c.deliveries) == prefetch })
	began := time.Now()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > quick {
		t.Errorf("Close took %v", took)
	}
}

// Polling costs no allocation and no lock while records are at hand.
func TestPollAllocatesNothing(t *testing.T) {
	x := &Consumer{faults: newReporter(func() {}), deliveries: make(chan []block, 1)}
	p := newPartition(model.TopicPartition{Topic: "orders"})
	values := make([][]byte, 2000)
	x.deliveries <- []block{{part: p, batches: []batch{testBatch(0, values...)}, next: 2000}}
	var r model.Record
	poll := func() {
		if ok, err := x.Poll(0, &r); !ok || err != nil {
			t.Fatalf("Poll gives %v, %v", ok, err)
		}
	}
	poll() // the first takes the delivery
	if n := testing.AllocsPerRun(1000, poll); n != 0 {
		t.Errorf("Poll allocates %v times a record", n)
	}
}
