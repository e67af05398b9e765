package kafka

import (
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// Watching leaves a cluster as it was: no group, no commit, no topic, nothing
// written, whatever happens meanwhile.
func TestWatchingLeavesNoTrace(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(2, "orders"), kfake.AllowAutoTopicCreation())
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 10)...)
	cl.Close() // its requests are not ours
	var mu sync.Mutex
	seen := map[kmsg.Key]int{}
	autoCreate := false
	cluster.Control(func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		mu.Lock()
		defer mu.Unlock()
		seen[kmsg.Key(kreq.Key())]++
		if m, ok := kreq.(*kmsg.MetadataRequest); ok && m.AllowAutoTopicCreation {
			autoCreate = true
		}
		return nil, nil, false
	})
	cfg := config(cluster, model.DefaultStart, "orders", "missing")
	cfg.ClientID = "trace-test"
	x := mustOpen(t, cfg, nil)
	x.read(10)
	x.awaitFault(model.FaultTopic)
	if err := cluster.MoveTopicPartition("orders", 0, (cluster.LeaderFor("orders", 0)+1)%2); err != nil {
		t.Fatal(err)
	}
	x.awaitFault(model.FaultLeader)
	x.quiet(300 * time.Millisecond)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	allowed := map[kmsg.Key]bool{kmsg.ApiVersions: true, kmsg.Metadata: true, kmsg.ListOffsets: true, kmsg.Fetch: true}
	for key, n := range seen {
		if !allowed[key] {
			t.Errorf("%d requests of kind %v", n, key)
		}
	}
	if autoCreate || cluster.TopicInfo("missing") != nil {
		t.Error("metadata requests allow topics to be created")
	}
	if seen[kmsg.Fetch] == 0 {
		t.Error("saw no fetch: the test does not look where it should")
	}
}
