package kafka

import (
	"context"
	"maps"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// awayKinds are the faults that may stand for a broker that is gone.
var awayKinds = []model.FaultKind{model.FaultConnection, model.FaultTimeout, model.FaultLeader}

// The only broker is killed and comes back, twice: it is told, nothing is
// lost, nothing comes twice.
func TestRealBrokerKilledAndRestarted(t *testing.T) {
	c := kafkatest.Start(t)
	c.CreateTopic(t, "tail", 3)
	x := mustOpen(t, realConfig(c, oldest, "tail"), nil)
	write := func() {
		for p := range int32(3) {
			c.Produce(t, lettered("tail", p, "v", 200)...)
		}
	}
	write()
	x.read(600)
	for round := range 2 {
		x.faults = nil
		c.Kill(t, 0)
		within(t, "telling that the broker is away", func() {
			x.told(awayKinds...)
			x.until("health to be down", func() bool { return x.Health() == consumer.Down })
		})
		c.StartAgain(t, 0)
		x.until("health to be live", func() bool { return x.Health() == consumer.Live })
		write()
		x.read(600 * (round + 2))
	}
	x.contiguous(0)
	if len(x.records) != 1800 {
		t.Errorf("%d records, want 1800", len(x.records))
	}
}

// One of three brokers is killed, another hangs, while records are written all
// the time: every acknowledged record comes, once.
func TestRealLeadersLostUnderLoad(t *testing.T) {
	c := kafkatest.Start(t, kafkatest.WithNodes(3))
	c.CreateTopic(t, "load", 6)
	x := mustOpen(t, realConfig(c, oldest, "load"), nil)
	w := startWriter(t, c, "load", 6)
	x.read(100)

	x.faults = nil
	c.Kill(t, 0)
	within(t, "telling that a broker was killed", func() { x.told(awayKinds...) })
	x.read(len(x.records) + 500)
	c.StartAgain(t, 0)

	x.faults = nil
	c.Freeze(t, 1)
	within(t, "telling that a broker hangs", func() { x.told(awayKinds...) })
	c.Thaw(t, 1)
	x.read(len(x.records) + 500)

	acknowledged := w.stop()
	x.until("every acknowledged record", func() bool { return x.passed(acknowledged) })
	x.contiguous(0)
	got := map[place]string{}
	for _, r := range x.records {
		got[place{r.Partition, r.Offset}] = string(r.Value)
	}
	for at, want := range acknowledged {
		if got[at] != want {
			t.Errorf("partition %d offset %d: read %q, written was %q", at.partition, at.offset, got[at], want)
		}
	}
}

type place struct {
	partition int32
	offset    int64
}

// passed tells whether all positions are beyond what was acknowledged.
func (x *tester) passed(acknowledged map[place]string) bool {
	next := map[int32]int64{}
	for _, p := range x.Positions() {
		next[p.Partition] = p.Next
	}
	for at := range acknowledged {
		if next[at.partition] <= at.offset {
			return false
		}
	}
	return true
}

// writer writes numbered records, about 200 a second, until it is stopped, and
// keeps what the cluster acknowledged.
type writer struct {
	cancel context.CancelFunc
	done   sync.WaitGroup
	mu     sync.Mutex
	acks   map[place]string
}

func startWriter(t *testing.T, c *kafkatest.Cluster, topic string, partitions int) *writer {
	t.Helper()
	cl := c.Client(t, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	ctx, cancel := context.WithCancel(t.Context())
	w := &writer{cancel: cancel, acks: map[place]string{}}
	w.done.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			record := &kgo.Record{Topic: topic, Partition: int32(n % partitions), Value: []byte(strconv.Itoa(n))}
			cl.Produce(ctx, record, w.acknowledge)
		}
	})
	t.Cleanup(func() { w.stop() })
	return w
}

func (w *writer) acknowledge(r *kgo.Record, err error) {
	if err != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.acks[place{r.Partition, r.Offset}] = string(r.Value)
}

// stop ends the writing and gives the ledger so far.
func (w *writer) stop() map[place]string {
	w.cancel()
	w.done.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.acks)
}

// The manager goes on where it stopped, and begins anew on a restart.
func TestRealManagerResumesAndRestarts(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "session", 1)
	c.Produce(t, lettered("session", 0, "old", 100)...)
	values := make(chan string, 1000)
	m, err := consumer.New(realConfig(c, oldest, "session").Opener(),
		func(r *model.Record) { values <- string(r.Value) }, consumer.WithLifetime(0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Stop() })
	expect := func(want []string) {
		t.Helper()
		for i, w := range want {
			select {
			case got := <-values:
				if got != w {
					t.Fatalf("message %d is %q, want %q", i, got, w)
				}
			case <-time.After(patience):
				t.Fatalf("message %d did not come in %s", i, patience)
			}
		}
	}
	must := func(do func() error) {
		t.Helper()
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	must(m.Start)
	expect(numbers("old", 100))
	must(m.Stop)
	c.Produce(t, lettered("session", 0, "new", 50)...)
	must(m.Start)
	expect(numbers("new", 50))
	must(m.Restart)
	expect(numbers("old", 100))
	expect(numbers("new", 50))
	must(m.Stop)
	if got := m.Status().Received; got != 300 {
		t.Errorf("the manager counted %d messages, want 300", got)
	}
}
