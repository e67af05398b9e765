package kafka

import (
	"slices"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// An ACL that is missing is told, and reading begins when it is given.
func TestAuthorizationIsToldAndAwaited(t *testing.T) {
	for _, key := range []kmsg.Key{kmsg.Metadata, kmsg.ListOffsets, kmsg.Fetch} {
		t.Run(key.Name(), func(t *testing.T) {
			t.Parallel()
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
			produce(t, newProducer(t, cluster), "orders", 0, "a")
			denied := cluster.Fault(kfake.Fault{Keys: []kmsg.Key{key}, Topic: "orders", Err: kerr.TopicAuthorizationFailed, Count: -1})
			x := mustOpen(t, config(cluster, oldest, "orders"), nil)
			f := x.awaitFault(model.FaultAuthorization)
			if f.Topic != "orders" || f.Fatal || f.Hint == "" || f.Text == "" {
				t.Errorf("fault %+v", f)
			}
			if h := x.Health(); h == consumer.Live && key == kmsg.Metadata {
				t.Errorf("health %v though nothing may be read", h)
			}
			denied.Remove()
			x.read(1)
			if n := len(x.faults); n > 3 {
				t.Errorf("told %d times: %s", n, x.faultTexts())
			}
		})
	}
}

func TestExitAtEndDoesNotWaitForAnACL(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cluster.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Metadata}, Topic: "orders", Err: kerr.TopicAuthorizationFailed, Count: -1})
	cfg := config(cluster, oldest, "orders")
	cfg.ExitAtEnd = true
	if f := mustOpen(t, cfg, nil).awaitFault(model.FaultAuthorization); !f.Fatal {
		t.Errorf("fault %+v, want a fatal one", f)
	}
}

// Many partitions without a leader are one fault, and are read when they have
// one again.
func TestPartitionsWithoutLeader(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(3, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(3) {
		produce(t, cl, "orders", p, "a")
	}
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(3)
	away := cluster.Fault(
		kfake.Fault{Keys: []kmsg.Key{kmsg.Metadata}, Topic: "orders", Partitions: []int32{0, 1, 2}, Err: kerr.LeaderNotAvailable, Count: -1},
		kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Topic: "orders", Err: kerr.NotLeaderForPartition, Count: -1},
	)
	x.until("the fault", func() bool {
		return slices.ContainsFunc(x.faults, func(f *model.Fault) bool { return f.Text == "there is no leader for orders/0, 1 and 2" })
	})
	if h := x.Health(); h != consumer.Down {
		t.Errorf("health %v, want Down", h)
	}
	away.Remove()
	for p := range int32(3) {
		produce(t, cl, "orders", p, "b")
	}
	x.read(6)
	x.ledger("orders", 3, 2)
}

// A leader may send us to a replica in our rack (KIP-392).
func TestReadsFromAReplicaNearby(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, "a")
	leader := cluster.LeaderFor("orders", 0)
	near := 1 - leader
	cluster.SetFollowers("orders", 0, []int32{near})
	served := make(chan string, 100)
	cluster.ControlKey(int16(kmsg.Fetch), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		req, ok := kreq.(*kmsg.FetchRequest)
		if !ok || cluster.CurrentNode() == near {
			return nil, nil, false
		}
		served <- req.Rack
		resp := kmsg.NewPtrFetchResponse()
		resp.Version = req.Version
		topic := kmsg.NewFetchResponseTopic()
		topic.Topic = "orders"
		part := kmsg.NewFetchResponseTopicPartition()
		part.PreferredReadReplica = near
		part.RecordBatches = []byte{}
		topic.Partitions = append(topic.Partitions, part)
		resp.Topics = append(resp.Topics, topic)
		return resp, nil, true
	})
	cfg := config(cluster, oldest, "orders")
	cfg.Rack = "r1"
	x := mustOpen(t, cfg, nil)
	x.read(1)
	if rack := <-served; rack != "r1" {
		t.Errorf("the leader saw rack %q", rack)
	}
	produce(t, cl, "orders", 0, "b")
	x.read(2)
	// The replica goes: the leader is asked again.
	cluster.SetFollowers("orders", 0, nil)
	x.awaitFault(model.FaultLeader)
	cluster.SetFollowers("orders", 0, []int32{near})
	produce(t, cl, "orders", 0, "c")
	x.read(3)
	x.ledger("orders", 1, 3)
}

// A quota slows the tail down, is told, and does not hold up Close.
func TestThrottledByAQuota(t *testing.T) {
	for _, tt := range []struct {
		key    kmsg.Key
		answer func() kmsg.Response
	}{
		{kmsg.Fetch, func() kmsg.Response {
			resp := kmsg.NewPtrFetchResponse()
			resp.ThrottleMillis = 20_000
			return resp
		}},
		// The ends are asked for after the starts.
		{kmsg.ListOffsets, func() kmsg.Response {
			resp := kmsg.NewPtrListOffsetsResponse()
			resp.ThrottleMillis = 20_000
			return resp
		}},
	} {
		t.Run(tt.key.Name(), func(t *testing.T) {
			t.Parallel()
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
			cluster.ControlKey(int16(tt.key), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
				resp := tt.answer()
				resp.SetVersion(kreq.GetVersion())
				return resp, nil, true
			})
			x := mustOpen(t, config(cluster, tailOf(5), "orders"), nil)
			if f := x.awaitFault(model.FaultNotice); f.Text != cluster.ListenAddrs()[0]+" slows ktm down: its quota is used up" {
				t.Errorf("notice %+v", f)
			}
			x.quiet(100 * time.Millisecond) // the next request is due
			closeQuickly(t, x)
		})
	}
}

// A topic that is not there is told at once, although the broker that says so
// is not to be asked for similar names soon.
func TestThrottledMetadata(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	asked := 0
	cluster.ControlKey(int16(kmsg.Metadata), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		if asked++; asked < disbelief {
			cluster.KeepControl()
			return nil, nil, false
		}
		resp := kmsg.NewPtrMetadataResponse()
		resp.SetVersion(kreq.GetVersion())
		resp.ThrottleMillis = 20_000
		topic := kmsg.NewMetadataResponseTopic()
		topic.Topic, topic.ErrorCode = kmsg.StringPtr("ordres"), kerr.UnknownTopicOrPartition.Code
		resp.Topics = append(resp.Topics, topic)
		return resp, nil, true
	})
	x := mustOpen(t, config(cluster, oldest, "ordres"), nil)
	x.awaitFault(model.FaultTopic)
	closeQuickly(t, x)
}

func closeQuickly(t *testing.T, x *tester) {
	t.Helper()
	began := time.Now()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > quick {
		t.Errorf("Close took %v", took)
	}
}

// A log that goes on while nothing of it comes is told after ten seconds.
func TestStalledPartition(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	l := &leader{c: x.Consumer}
	p := newPartition(model.TopicPartition{Topic: "orders", Partition: 7})
	p.offset = 10
	answer := &partAnswer{end: 20, stable: 20}
	now := time.Now()
	l.watch(p, answer, false) // the first look
	p.moved = now.Add(-stalledAfter / 2)
	l.watch(p, answer, false)
	if l.renew {
		t.Error("stalled after half the time")
	}
	p.moved = now.Add(-stalledAfter)
	l.watch(p, answer, false)
	if f := x.awaitFault(model.FaultStalled); f.Where() != "orders/7@10" || !l.renew {
		t.Errorf("fault %+v, new connection %v", f, l.renew)
	}
	// Under read_committed an open transaction is no stall.
	n := len(x.faults)
	answer.stable, p.moved = 10, now.Add(-stalledAfter)
	l.watch(p, answer, false)
	x.poll(0)
	if len(x.faults) != n {
		t.Errorf("an open transaction is told as %v", x.faults[n])
	}
}
