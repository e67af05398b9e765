package kafka

import (
	"slices"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/twmb/franz-go/pkg/kversion"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestExpiredMessagesAreCounted(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	for _, v := range numbers("v", 2000) {
		if v == "v0" || v == "v1500" {
			produce(t, cl, "orders", 0, v)
			continue
		}
	}
	produce(t, cl, "orders", 0, numbers("w", 1998)...)
	if err := cluster.DeleteRecords("orders", 0, 1209); err != nil {
		t.Fatal(err)
	}
	x := mustOpen(t, config(cluster, oldest, "orders"), map[model.TopicPartition]int64{{Topic: "orders"}: 5})
	x.read(791)
	f := x.awaitFault(model.FaultOffset)
	if f.Text != "orders/0: 1,204 messages expired before they could be read" || f.Fatal || !f.Gap || f.Offset != 5 {
		t.Errorf("fault %+v", f)
	}
	if first := x.records[0].Offset; first != 1209 {
		t.Errorf("goes on at %d, want 1209", first)
	}
}

// Retention overtakes a reader in the middle of a run.
func TestExpiredUnderTheReader(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 10)...)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(10)
	away := cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Topic: "orders", Err: kerr.NotLeaderForPartition, Count: -1})
	produce(t, cl, "orders", 0, numbers("b", 20)...)
	if err := cluster.DeleteRecords("orders", 0, 25); err != nil {
		t.Fatal(err)
	}
	x.awaitFault(model.FaultLeader)
	away.Remove()
	x.until("the records that are left", func() bool { return len(x.records) >= 10 && x.position("orders", 0).Next == 30 })
	// An answer that was under way may have brought some of the others.
	if last := x.records[len(x.records)-1]; last.Offset != 29 {
		t.Errorf("the last record is %d", last.Offset)
	}
	if len(x.records) < 30 {
		x.awaitFault(model.FaultOffset) // nothing is skipped in silence
	}
}

func TestOffsetNotWrittenYet(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 42)...)
	x := mustOpen(t, config(cluster, model.Start{Kind: model.StartOffset, N: 5000}, "orders"), nil)
	f := x.awaitFault(model.FaultNotice)
	if f.Gap || f.Text != "orders/0: offset 5,000 is not written yet" || f.Hint != "The log ends at 42; reading begins there." {
		t.Errorf("fault %+v", f)
	}
	x.until("the end", func() bool { return x.position("orders", 0).Next == 42 })
	produce(t, cl, "orders", 0, "next")
	x.read(1)
	if !slices.Equal(x.values(), []string{"next"}) {
		t.Errorf("read %q", x.values())
	}
}

// A broker may refuse an offset that lies within the log, when it has just
// become leader: nothing is skipped and nothing comes twice.
func TestOutOfRangeForAMomentResumesInPlace(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 10)...)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(10)
	refused := cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Topic: "orders", Err: kerr.OffsetOutOfRange, Count: 2})
	x.until("the refusals", func() bool { return refused.Hits() == 2 })
	produce(t, cl, "orders", 0, numbers("b", 10)...)
	x.read(20)
	x.quiet(50 * time.Millisecond)
	for i, r := range x.records {
		if r.Offset != int64(i) {
			t.Fatalf("record %d has offset %d", i, r.Offset)
		}
	}
	if f := x.fault(model.FaultOffset); f != nil {
		t.Errorf("tells of a loss that is none: %v", f)
	}
}

// An offset that is asked for and gone is no loss: nothing was read up to it.
func TestOffsetNotKeptAnyMore(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	produce(t, newProducer(t, cluster), "orders", 0, numbers("a", 42)...)
	if err := cluster.DeleteRecords("orders", 0, 40); err != nil {
		t.Fatal(err)
	}
	x := mustOpen(t, config(cluster, model.Start{Kind: model.StartOffset, N: 7}, "orders"), nil)
	x.read(2)
	f := x.awaitFault(model.FaultNotice)
	if f.Gap || f.Text != "orders/0: offset 7 is not kept any more" || f.Hint != "The log starts at 40; reading begins there." {
		t.Errorf("fault %+v", f)
	}
}

// Where a resumed position lies after the end, the log was truncated if the
// topic is the same one. Brokers that have no topic ids cannot tell: there the
// topic is read whole.
func TestResumedAfterTheEnd(t *testing.T) {
	for _, tt := range []struct {
		name     string
		versions *kversion.Versions
		text     string
		next     int64
		records  int
	}{
		{"with topic ids", kversion.V3_0_0(), "orders/0: the log was truncated by 60 offsets", 40, 0},
		{"without topic ids", kversion.V2_7_0(), "orders/0: the log became shorter than what was read of it", 40, 40},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"), kfake.MaxVersions(tt.versions))
			produce(t, newProducer(t, cluster), "orders", 0, numbers("a", 40)...)
			x := mustOpen(t, config(cluster, oldest, "orders"), map[model.TopicPartition]int64{{Topic: "orders"}: 100})
			f := x.awaitFault(model.FaultOffset)
			if f.Text != tt.text || !f.Gap {
				t.Errorf("fault %+v, want %q", f, tt.text)
			}
			x.until("the end", func() bool { return x.position("orders", 0).Next == tt.next })
			if len(x.records) != tt.records {
				t.Errorf("read %d records, want %d", len(x.records), tt.records)
			}
		})
	}
}
