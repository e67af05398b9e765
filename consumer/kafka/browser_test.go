package kafka

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// browse gives a browser that ends with the test, and its end.
func browse(t *testing.T, cfg Config) (*Browser, context.CancelFunc) {
	t.Helper()
	life, end := context.WithCancel(context.Background())
	t.Cleanup(end)
	return NewBrowser(life, cfg), end
}

func mustList(t *testing.T, b *Browser) []model.Topic {
	t.Helper()
	topics, err := b.Topics()
	if err != nil {
		t.Fatal(err)
	}
	return topics
}

func mustFigure(t *testing.T, b *Browser, name string) model.TopicFigures {
	t.Helper()
	figures, err := b.Figures([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	return figures[name]
}

// counting counts the requests of a kind that a cluster gets.
func counting(cluster *kfake.Cluster, key kmsg.Key) func() int {
	n := make(chan int, 1)
	n <- 0
	cluster.ControlKey(int16(key), func(kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		n <- <-n + 1
		return nil, nil, false
	})
	return func() int {
		count := <-n
		n <- count
		return count
	}
}

func TestBrowseLists(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(3))
	for name, partitions := range map[string]int32{"payments": 4, "orders": 12, "__consumer_offsets": 2, "__own": 1} {
		if err := cluster.CreateTopic(name, partitions, nil); err != nil {
			t.Fatal(err)
		}
	}
	b, _ := browse(t, config(cluster, oldest))
	var got []string
	for _, topic := range mustList(t, b) {
		got = append(got, fmt.Sprintf("%s %d internal=%t replicated=%t", topic.Name, topic.Partitions, topic.Internal, topic.Replicas > 0))
	}
	want := []string{
		"__consumer_offsets 2 internal=true replicated=true", "__own 1 internal=true replicated=true",
		"orders 12 internal=false replicated=true", "payments 4 internal=false replicated=true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("listed %q, want %q", got, want)
	}
}

func TestBrowseListsThousandsWithOneRequest(t *testing.T) {
	const many = 3000
	cluster := newCluster(t, kfake.NumBrokers(3))
	for i := range many {
		if err := cluster.CreateTopic(fmt.Sprintf("topic-%04d", i), 1, nil); err != nil {
			t.Fatal(err)
		}
	}
	asked := counting(cluster, kmsg.Metadata)
	b, _ := browse(t, config(cluster, oldest))
	topics := mustList(t, b)
	if n := asked(); len(topics) != many || n != 1 {
		t.Errorf("%d topics with %d requests", len(topics), n)
	}
	var names []string
	for _, topic := range topics {
		names = append(names, topic.Name)
	}
	figures, err := b.Figures(names)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if f := figures[name]; f.Messages != 0 || f.Missing != 0 || f.Written != 0 || f.Policy != "delete" {
			t.Fatalf("%s: %+v", name, f)
		}
	}
}

func TestBrowseFigures(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(3))
	if err := cluster.CreateTopic("orders", 6, map[string]string{"cleanup.policy": "delete,compact"}); err != nil {
		t.Fatal(err)
	}
	cl := newProducer(t, cluster)
	for p := range int32(6) {
		produce(t, cl, "orders", p, numbers("v", int(10*p))...)
	}
	req := kmsg.NewPtrDeleteRecordsRequest()
	part := kmsg.NewDeleteRecordsRequestTopicPartition()
	part.Partition, part.Offset = 5, 20
	topic := kmsg.NewDeleteRecordsRequestTopic()
	topic.Topic, topic.Partitions = "orders", []kmsg.DeleteRecordsRequestTopicPartition{part}
	req.Topics = append(req.Topics, topic)
	if _, err := req.RequestWith(t.Context(), cl); err != nil {
		t.Fatal(err)
	}
	b, _ := browse(t, config(cluster, oldest))
	mustList(t, b)
	f := mustFigure(t, b, "orders")
	if f.Messages != 130 || f.Written != 150 || f.Missing != 0 || f.Bytes <= 0 || f.Policy != "compact,delete" || !f.Compacted() {
		t.Errorf("%+v", f)
	}
	if time.Since(f.At) > patience {
		t.Errorf("taken at %s", f.At)
	}
	if f := mustFigure(t, b, "nowhere"); f.Messages != -1 || f.Written != -1 || f.Bytes != -1 || f.Policy != "" {
		t.Errorf("of a topic that there is not: %+v", f)
	}
}

// What the cluster does not tell is blank, and not asked for again.
func TestBrowseWithoutAuthorisation(t *testing.T) {
	cluster := newCluster(t)
	if err := cluster.CreateTopic("orders", 1, nil); err != nil {
		t.Fatal(err)
	}
	sizes, settings := 0, 0
	cluster.ControlKey(int16(kmsg.DescribeLogDirs), func(req kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		sizes++
		resp := req.ResponseKind().(*kmsg.DescribeLogDirsResponse)
		resp.ErrorCode = kerr.ClusterAuthorizationFailed.Code
		return resp, nil, true
	})
	cluster.ControlKey(int16(kmsg.DescribeConfigs), func(req kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		settings++
		resp := req.ResponseKind().(*kmsg.DescribeConfigsResponse)
		for _, r := range req.(*kmsg.DescribeConfigsRequest).Resources {
			one := kmsg.NewDescribeConfigsResponseResource()
			one.ResourceType, one.ResourceName, one.ErrorCode = r.ResourceType, r.ResourceName, kerr.TopicAuthorizationFailed.Code
			resp.Resources = append(resp.Resources, one)
		}
		return resp, nil, true
	})
	b, _ := browse(t, config(cluster, oldest))
	mustList(t, b)
	for range 3 {
		if f := mustFigure(t, b, "orders"); f.Messages != 0 || f.Bytes != -1 || f.Policy != "" {
			t.Errorf("%+v", f)
		}
	}
	if sizes != 1 || settings != 1 {
		t.Errorf("asked %d times for sizes and %d times for settings", sizes, settings)
	}
}

func TestBrowseWithABrokerAway(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2))
	if err := cluster.CreateTopic("orders", 2, nil); err != nil {
		t.Fatal(err)
	}
	for p := range int32(2) {
		if err := cluster.MoveTopicPartition("orders", p, p); err != nil {
			t.Fatal(err)
		}
	}
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("v", 10)...)
	produce(t, cl, "orders", 1, numbers("v", 5)...)
	away := true
	cluster.ControlKey(int16(kmsg.ListOffsets), func(kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		if away && cluster.CurrentNode() == 1 {
			return nil, errors.New("away"), true
		}
		return nil, nil, false
	})
	b, _ := browse(t, config(cluster, oldest))
	mustList(t, b)
	if f := mustFigure(t, b, "orders"); f.Messages != 10 || f.Missing != 1 || f.Written != -1 {
		t.Errorf("with one broker away: %+v", f)
	}
	away = false
	eventually(t, "both brokers tell", func() bool {
		f := mustFigure(t, b, "orders")
		return f.Messages == 15 && f.Missing == 0 && f.Written == 15
	})
}

// A browser outlives its connections, and says what is wrong meanwhile.
func TestBrowseAcrossARestart(t *testing.T) {
	port := freePort(t)
	start := func() *kfake.Cluster {
		cluster, err := kfake.NewCluster(kfake.Ports(port), kfake.SeedTopics(1, "orders"))
		if err != nil {
			t.Fatal(err)
		}
		return cluster
	}
	cluster := start()
	b, _ := browse(t, config(cluster, oldest))
	mustList(t, b)
	mustFigure(t, b, "orders")
	cluster.Close()
	var f *model.Fault
	if _, err := b.Figures([]string{"orders"}); !errors.As(err, &f) || f.Kind != model.FaultConnection {
		t.Errorf("figures of a broker that is away: %v", err)
	}
	if _, err := b.Topics(); !errors.As(err, &f) || !strings.Contains(f.Text, "refuses connections") || f.Hint == "" {
		t.Errorf("topics of a broker that is away: %v", err)
	}
	cluster = start()
	defer cluster.Close()
	if topics := mustList(t, b); len(topics) != 1 {
		t.Errorf("listed %v", topics)
	}
	eventually(t, "figures", func() bool { return mustFigure(t, b, "orders").Missing == 0 })
}

func TestBrowseEndsWithItsContext(t *testing.T) {
	cluster := newCluster(t)
	reached := make(chan struct{}, 1)
	cluster.ControlKey(int16(kmsg.Metadata), func(kmsg.Request) (kmsg.Response, error, bool) {
		cluster.SleepControl(func() {
			reached <- struct{}{}
			<-t.Context().Done()
		})
		return nil, nil, false
	})
	b, end := browse(t, config(cluster, oldest))
	done := make(chan error, 1)
	go func() { _, err := b.Topics(); done <- err }()
	<-reached
	end()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the call goes on")
	}
	if _, err := b.Figures(nil); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("afterwards: %v", err)
	}
}

func TestBrowseNeedsABroker(t *testing.T) {
	var f *model.Fault
	for _, cfg := range []Config{{}, {Brokers: []string{"http://b:1"}}} {
		if _, err := NewBrowser(t.Context(), cfg).Topics(); !errors.As(err, &f) || f.Kind != model.FaultConfig || f.Hint == "" {
			t.Errorf("%v: %v", cfg.Brokers, err)
		}
	}
}

// registry is a context that knows how many wait for its end.
type registry struct {
	context.Context
	done    chan struct{} // its own: contexts that are made of it come to AfterFunc
	waiting atomic.Int64
}

func (r *registry) Done() <-chan struct{} { return r.done }

func (r *registry) AfterFunc(f func()) (stop func() bool) {
	end := context.AfterFunc(r.Context, f)
	r.waiting.Add(1)
	return func() bool {
		ended := end()
		if ended {
			r.waiting.Add(-1)
		}
		return ended
	}
}

// A list that is open while a broker comes and goes keeps nothing of the
// connections that broke.
func TestBrowseKeepsNothingOfABrokenConnection(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1))
	ctx, end := context.WithCancel(context.Background())
	defer end()
	life := &registry{Context: ctx, done: make(chan struct{})}
	b := NewBrowser(life, config(cluster, oldest))
	for range 4 {
		mustList(t, b)
		l, old, f := b.any()
		if !old || f != nil {
			t.Fatalf("the connection is not kept: %v", f)
		}
		b.drop(l)
		if n := life.waiting.Load(); n != 0 {
			t.Fatalf("%d wait for the browser's end when its connection is dropped", n)
		}
	}
	mustList(t, b)
	if n := life.waiting.Load(); n == 0 {
		t.Error("nothing ends the connection that is in use")
	}
}
