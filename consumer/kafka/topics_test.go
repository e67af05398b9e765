package kafka

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

func TestNewPartitionsAreReadFromTheirStart(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	x := mustOpen(t, config(cluster, model.Start{Kind: model.StartNewest}, "orders"), nil)
	x.until("the position", func() bool { return len(x.Positions()) == 1 && x.position("orders", 0).Next == 0 })
	if _, err := kadm.NewClient(cl).CreatePartitions(context.Background(), 3, "orders"); err != nil {
		t.Fatal(err)
	}
	added := time.Now()
	// A producer that knows the new partitions; the other one would learn of
	// them only by and by.
	fresh := newProducer(t, cluster)
	for p := range int32(4) {
		produce(t, fresh, "orders", p, numbers(fmt.Sprintf("%d/", p), 3)...)
	}
	x.read(12)
	if took := time.Since(added); took > 5*time.Second {
		t.Errorf("the new partitions took %v to be read", took)
	}
	if f := x.awaitFault(model.FaultNotice); f.Text != "orders has 3 new partitions" {
		t.Errorf("notice %q", f.Text)
	}
	got := x.values()
	slices.Sort(got)
	var want []string
	for p := range 4 {
		want = append(want, numbers(fmt.Sprintf("%d/", p), 3)...)
	}
	if !slices.Equal(got, want) {
		t.Errorf("read %q", got)
	}
}

// A topic that is created again under its name is read whole, whether its new
// log is shorter or longer than what was read of the old one.
func TestTopicCreatedAgain(t *testing.T) {
	for name, n := range map[string]int{"shorter": 5, "longer": 60} {
		t.Run(name, func(t *testing.T) {
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
			produce(t, newProducer(t, cluster), "orders", 0, numbers("old", 20)...)
			x := mustOpen(t, config(cluster, oldest, "orders"), nil)
			x.read(20)
			recreate(t, cluster, "orders", numbers("new", n)...)
			x.until("the last new record", func() bool { return slices.Contains(x.values(), fmt.Sprint("new", n-1)) })
			x.until("all new records", func() bool {
				return strings.Contains(strings.Join(x.values(), " "), strings.Join(numbers("new", n), " "))
			})
			x.until("the fault", func() bool {
				return slices.ContainsFunc(x.faults, func(f *model.Fault) bool {
					return f.Text == "orders was deleted and created again; the new topic is read from its start" && !f.Fatal && f.Gap
				})
			})
			// Some may have come twice, where it was done before anybody noticed.
			if p := x.position("orders", 0); p.Next != int64(n) || p.Received != int64(len(x.records)) || p.First != 0 {
				t.Errorf("position %+v after %d records", p, len(x.records))
			}
		})
	}
}

// What was read of a topic counts, also when the new one has fewer partitions.
func TestCountsOutliveATopic(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(3, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(3) {
		produce(t, cl, "orders", p, numbers("old", 40)...)
	}
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(120)
	recreate(t, cluster, "orders", numbers("new", 10)...)
	x.read(130)
	var received int64
	for _, p := range x.Positions() {
		received += p.Received
		if p.Partition > 0 && (p.Next != 0 || p.End != -1) {
			t.Errorf("a partition that vanished is at %+v", p)
		}
	}
	if received != 130 {
		t.Errorf("the partitions add up to %d of 130", received)
	}
}

func recreate(t *testing.T, cluster *kfake.Cluster, topic string, values ...string) {
	t.Helper()
	if err := cluster.DeleteTopic(topic); err != nil {
		t.Fatal(err)
	}
	if err := cluster.CreateTopic(topic, 1, nil); err != nil {
		t.Fatal(err)
	}
	produce(t, newProducer(t, cluster), topic, 0, values...)
}

// The same between two runs of one opener.
func TestTopicCreatedAgainBetweenRuns(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	produce(t, newProducer(t, cluster), "orders", 0, numbers("old", 20)...)
	opener := config(cluster, oldest, "orders").Opener()
	run := func(from map[model.TopicPartition]int64) *tester {
		c, err := opener(context.Background(), from)
		opened, ok := c.(*Consumer)
		if err != nil || !ok {
			t.Fatalf("opened %T: %v", c, err)
		}
		return watch(t, opened)
	}
	x := run(nil)
	x.read(20)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	recreate(t, cluster, "orders", numbers("new", 60)...)
	y := run(x.resume())
	y.read(60)
	y.quiet(50 * time.Millisecond)
	if !slices.Equal(y.values(), numbers("new", 60)) {
		t.Errorf("the second run read %q", y.values())
	}
	if f := y.fault(model.FaultTopic); f == nil || !strings.Contains(f.Text, "created again") {
		t.Errorf("faults %s", y.faultTexts())
	}
}

// A broker that has just started may deny a topic for a moment. The topic is
// still the one that it was, and its position counts.
func TestTopicThatIsDeniedForAMomentIsNotReadAgain(t *testing.T) {
	const old = 100
	for _, tt := range []struct {
		name    string
		resumed bool
		denials int
	}{
		{"a session from now on", false, 1},
		{"a resumed run", true, 1},
		{"a resumed run, until it is believed", true, disbelief + 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
			cl := newProducer(t, cluster)
			produce(t, cl, "orders", 0, numbers("old", old)...)
			cfg, ids := config(cluster, model.Start{Kind: model.StartNewest}, "orders"), newIdentities()
			var from map[model.TopicPartition]int64
			if tt.resumed {
				x := openKnowing(t, cfg, nil, ids)
				x.until("the position", func() bool { return len(x.Positions()) == 1 && x.position("orders", 0).Next == old })
				from = x.resume()
				if err := x.Close(); err != nil {
					t.Fatal(err)
				}
			}
			denied := cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Metadata}, Topic: "orders", Err: kerr.UnknownTopicOrPartition, Count: tt.denials})
			x := openKnowing(t, cfg, from, ids)
			x.until("the position", func() bool { return len(x.Positions()) == 1 && x.position("orders", 0).Next == old })
			if n := denied.Hits(); n != tt.denials {
				t.Errorf("denied %d times, want %d", n, tt.denials)
			}
			produce(t, cl, "orders", 0, "new")
			x.read(1)
			x.quiet(50 * time.Millisecond)
			if !slices.Equal(x.values(), []string{"new"}) {
				t.Errorf("read %q", x.values())
			}
		})
	}
}

func openKnowing(t *testing.T, cfg Config, from map[model.TopicPartition]int64, ids *identities) *tester {
	t.Helper()
	c, err := open(context.Background(), cfg, from, ids)
	if err != nil {
		t.Fatal(err)
	}
	return watch(t, c)
}

func TestUnknownTopicIsNamedAndAwaited(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders", "orders-dlq", "payments"))
	x := mustOpen(t, config(cluster, model.Start{Kind: model.StartNewest}, "ordes"), nil)
	f := x.awaitFault(model.FaultTopic)
	if f.Text != "ordes is not listed: it does not exist, or you may not see it" || !strings.HasPrefix(f.Hint, "Did you mean orders?") || f.Fatal || f.Topic != "ordes" {
		t.Errorf("fault %+v", f)
	}
	x.until("health", func() bool { return x.Health() == consumer.Live })
	if cluster.TopicInfo("ordes") != nil {
		t.Fatal("looking at a topic created it")
	}
	if err := cluster.CreateTopic("ordes", 2, nil); err != nil {
		t.Fatal(err)
	}
	cl := newProducer(t, cluster)
	produce(t, cl, "ordes", 0, "a")
	produce(t, cl, "ordes", 1, "b")
	x.read(2)
	if n := len(x.faults); n != 1 {
		t.Errorf("told %d faults: %s", n, x.faultTexts())
	}
}

func TestDeletedTopicIsToldAndAwaited(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	produce(t, newProducer(t, cluster), "orders", 0, "old")
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(1)
	if err := cluster.DeleteTopic("orders"); err != nil {
		t.Fatal(err)
	}
	gone := time.Now()
	x.until("the deletion", func() bool {
		return slices.ContainsFunc(x.faults, func(f *model.Fault) bool { return f.Text == "orders was deleted" })
	})
	if took := time.Since(gone); took > 5*time.Second {
		t.Errorf("told after %v", took)
	}
	if err := cluster.CreateTopic("orders", 1, nil); err != nil {
		t.Fatal(err)
	}
	produce(t, newProducer(t, cluster), "orders", 0, "new")
	x.read(2)
	if !slices.Equal(x.values(), []string{"old", "new"}) {
		t.Errorf("read %q", x.values())
	}
}
