package kafkatest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	requestTimeout = 30 * time.Second
	pollInterval   = 50 * time.Millisecond
)

// Client connects franz-go to the cluster for the length of the test.
func (c *Cluster) Client(t testing.TB, opts ...kgo.Opt) *kgo.Client {
	t.Helper()
	cl, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(strings.Split(c.Bootstrap(), ",")...)}, opts...)...)
	if err != nil {
		t.Fatalf("connecting to the test cluster: %v", err)
	}
	t.Cleanup(cl.Close)
	return cl
}

// request sends one request on a connection of its own.
func request[R kmsg.Response](t testing.TB, c *Cluster, req kmsg.Request) R {
	t.Helper()
	cl, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(c.Bootstrap(), ",")...))
	if err != nil {
		t.Fatalf("connecting to the test cluster: %v", err)
	}
	defer cl.Close()
	// Not the test's context: clean-up asks too, after that has ended.
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	answer, err := cl.Request(ctx, req)
	if err != nil {
		t.Fatalf("%s: %v", kmsg.NameForKey(req.Key()), err)
	}
	response, ok := answer.(R)
	if !ok {
		t.Fatalf("%s: answered with %T", kmsg.NameForKey(req.Key()), answer)
	}
	return response
}

// Await polls until done, and fails the test when that takes too long.
func Await(t testing.TB, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(requestTimeout)
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for !done() {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s for %s", requestTimeout, what)
		}
		<-tick.C
	}
}

// CreateTopic creates a topic and waits until every partition has a leader.
// configs are "name=value". The topic is deleted at the end of the test.
func (c *Cluster) CreateTopic(t testing.TB, name string, partitions int, configs ...string) {
	t.Helper()
	topic := kmsg.NewCreateTopicsRequestTopic()
	topic.Topic = name
	topic.NumPartitions = int32(partitions)
	topic.ReplicationFactor = int16(min(3, len(c.nodes)))
	for _, config := range configs {
		key, value, _ := strings.Cut(config, "=")
		topic.Configs = append(topic.Configs, kmsg.CreateTopicsRequestTopicConfig{Name: key, Value: &value})
	}
	req := kmsg.NewPtrCreateTopicsRequest()
	req.Topics = append(req.Topics, topic)
	for _, answer := range request[*kmsg.CreateTopicsResponse](t, c, req).Topics {
		if err := kerr.ErrorForCode(answer.ErrorCode); err != nil {
			t.Fatalf("creating topic %s: %v", name, err)
		}
	}
	c.awaitPartitions(t, name, partitions)
	t.Cleanup(func() {
		if slices.Contains(c.Topics(t), name) {
			c.DeleteTopic(t, name)
		}
	})
}

// DeleteTopic deletes a topic and waits until the cluster has forgotten it.
func (c *Cluster) DeleteTopic(t testing.TB, name string) {
	t.Helper()
	req := kmsg.NewPtrDeleteTopicsRequest()
	topic := kmsg.NewDeleteTopicsRequestTopic()
	topic.Topic = &name
	req.Topics, req.TopicNames = append(req.Topics, topic), append(req.TopicNames, name)
	for _, answer := range request[*kmsg.DeleteTopicsResponse](t, c, req).Topics {
		if err := kerr.ErrorForCode(answer.ErrorCode); err != nil {
			t.Fatalf("deleting topic %s: %v", name, err)
		}
	}
	Await(t, "topic "+name+" to go", func() bool { return !slices.Contains(c.Topics(t), name) })
}

// AddPartitions raises a topic's number of partitions to total.
func (c *Cluster) AddPartitions(t testing.TB, name string, total int) {
	t.Helper()
	topic := kmsg.NewCreatePartitionsRequestTopic()
	topic.Topic, topic.Count = name, int32(total)
	req := kmsg.NewPtrCreatePartitionsRequest()
	req.Topics = append(req.Topics, topic)
	for _, answer := range request[*kmsg.CreatePartitionsResponse](t, c, req).Topics {
		if err := kerr.ErrorForCode(answer.ErrorCode); err != nil {
			t.Fatalf("adding partitions to %s: %v", name, err)
		}
	}
	c.awaitPartitions(t, name, total)
}

// DeleteRecords moves the log start of a partition up to an offset, as
// retention does.
func (c *Cluster) DeleteRecords(t testing.TB, name string, partition int32, before int64) {
	t.Helper()
	part := kmsg.NewDeleteRecordsRequestTopicPartition()
	part.Partition, part.Offset = partition, before
	topic := kmsg.NewDeleteRecordsRequestTopic()
	topic.Topic, topic.Partitions = name, append(topic.Partitions, part)
	req := kmsg.NewPtrDeleteRecordsRequest()
	req.Topics = append(req.Topics, topic)
	for _, topic := range request[*kmsg.DeleteRecordsResponse](t, c, req).Topics {
		for _, answer := range topic.Partitions {
			if err := kerr.ErrorForCode(answer.ErrorCode); err != nil {
				t.Fatalf("deleting records of %s/%d: %v", name, partition, err)
			}
		}
	}
}

// Topics lists the topics of the cluster, Kafka's own among them.
func (c *Cluster) Topics(t testing.TB) []string {
	t.Helper()
	req := kmsg.NewPtrMetadataRequest() // no topics named: all of them
	var names []string
	for _, topic := range request[*kmsg.MetadataResponse](t, c, req).Topics {
		if topic.Topic != nil {
			names = append(names, *topic.Topic)
		}
	}
	slices.Sort(names)
	return names
}

// Groups lists the consumer groups that the cluster knows.
func (c *Cluster) Groups(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, group := range request[*kmsg.ListGroupsResponse](t, c, kmsg.NewPtrListGroupsRequest()).Groups {
		names = append(names, group.Group)
	}
	slices.Sort(names)
	return names
}

// awaitPartitions waits until the cluster names a leader for each of the first
// total partitions.
func (c *Cluster) awaitPartitions(t testing.TB, name string, total int) {
	t.Helper()
	Await(t, "leaders of topic "+name, func() bool {
		req := kmsg.NewPtrMetadataRequest()
		topic := kmsg.NewMetadataRequestTopic()
		topic.Topic = &name
		req.Topics = append(req.Topics, topic)
		led := 0
		for _, topic := range request[*kmsg.MetadataResponse](t, c, req).Topics {
			for _, partition := range topic.Partitions {
				if partition.ErrorCode == 0 && partition.Leader >= 0 {
					led++
				}
			}
		}
		return led == total
	})
}
