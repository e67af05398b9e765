package kafka

import (
	"slices"
	"testing"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// A recreated topic is another topic of the same name: all of it is read,
// whether it ends before our offset or beyond it.
func TestRealTopicRecreated(t *testing.T) {
	for name, anew := range map[string]int{"shorter": 5, "longer": 200} {
		t.Run(name, func(t *testing.T) {
			c := kafkatest.Shared(t)
			topic := "recreated-" + name
			c.CreateTopic(t, topic, 1)
			c.Produce(t, lettered(topic, 0, "old", 50)...)
			x := mustOpen(t, realConfig(c, oldest, topic), nil)
			x.read(50)

			c.DeleteTopic(t, topic)
			c.CreateTopic(t, topic, 1)
			c.Produce(t, lettered(topic, 0, "new", anew)...)
			within(t, "telling that the topic is another one", func() { x.told(model.FaultTopic) })
			x.read(50 + anew)
			if want := slices.Concat(numbers("old", 50), numbers("new", anew)); !slices.Equal(x.values(), want) {
				t.Errorf("read %q, want %q", x.values(), want)
			}
		})
	}
}

// The same while nothing was read: the next run of the session must not take
// the new topic's offsets for the old one's.
func TestRealTopicRecreatedBetweenRuns(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "between", 1)
	c.Produce(t, lettered("between", 0, "old", 50)...)
	open := realConfig(c, oldest, "between").Opener()
	run := func(from map[model.TopicPartition]int64) *tester {
		opened, err := open(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		x, ok := opened.(*Consumer)
		if !ok {
			t.Fatalf("the opener gives a %T", opened)
		}
		return watch(t, x)
	}
	first := run(nil)
	first.read(50)
	from := first.resume()
	if err := first.Close(); err != nil {
		t.Error(err)
	}

	c.DeleteTopic(t, "between")
	c.CreateTopic(t, "between", 1)
	c.Produce(t, lettered("between", 0, "new", 200)...)
	second := run(from)
	second.read(200)
	second.contiguous(0)
	second.told(model.FaultTopic)
	if want := numbers("new", 200); !slices.Equal(second.values(), want) {
		t.Errorf("read %q, want %q", second.values(), want)
	}
}

func TestRealPartitionsAdded(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "grown", 1)
	c.Produce(t, lettered("grown", 0, "v", 10)...)
	x := mustOpen(t, realConfig(c, oldest, "grown"), nil)
	x.read(10)
	for _, total := range []int32{3, 12} {
		c.AddPartitions(t, "grown", int(total))
		for p := range total {
			c.Produce(t, lettered("grown", p, "v", 10)...)
		}
		want := len(x.records) + 10*int(total)
		within(t, "reading new partitions", func() { x.read(want) })
	}
	x.contiguous(0)
}

// Looking at a topic that is not there does not create it, although the broker
// would (auto.create.topics.enable is on).
func TestRealUnknownTopicThenCreated(t *testing.T) {
	c := kafkatest.Shared(t)
	x := mustOpen(t, realConfig(c, model.Start{Kind: model.StartNewest}, "late"), nil)
	within(t, "telling that there is no such topic", func() { x.told(model.FaultTopic) })
	if slices.Contains(c.Topics(t), "late") {
		t.Fatal("reading created the topic")
	}
	c.CreateTopic(t, "late", 1)
	c.Produce(t, lettered("late", 0, "v", 10)...)
	within(t, "reading the new topic", func() { x.read(10) })
	x.contiguous(0)
}

// The cluster is the same after we have read from it: no group, no topic, no
// committed offset (Kafka creates __consumer_offsets for the first of either).
func TestRealLeavesTheClusterAlone(t *testing.T) {
	c := kafkatest.Start(t)
	c.CreateTopic(t, "watched", 3)
	c.Produce(t, lettered("watched", 1, "v", 100)...)
	x := mustOpen(t, realConfig(c, oldest, "watched", "missing"), nil)
	x.awaitFault(model.FaultTopic)
	x.read(100)
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	if got := c.Topics(t); !slices.Equal(got, []string{"watched"}) {
		t.Errorf("the cluster has the topics %q, want only the one we made", got)
	}
	if got := c.Groups(t); len(got) > 0 {
		t.Errorf("the cluster has the groups %q", got)
	}
}
