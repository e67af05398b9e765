package demo

import (
	"context"
	"fmt"
	"math"
	"net"
	"strconv"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// What a topic keeps, so that a demo that is left alone does not fill the
// memory: a partition holds at most about 5 MiB, compressed.
var topicConfigs = map[string]string{
	"segment.bytes":   strconv.Itoa(1 << 20),
	"retention.bytes": strconv.Itoa(4 << 20),
}

const (
	retentionCheck = 10 * time.Second
	refusals       = 3                     // fetches that one refuse beat answers with an error
	portRetry      = 50 * time.Millisecond // when somebody has taken the port of a shut door
)

// cluster is the brokers and their doors. Its methods are called from one
// goroutine, but dial from any.
type cluster struct {
	fake    *kfake.Cluster
	doors   []*door
	refusal *kfake.FaultHandle // of the last refuse beat; may be nil
}

// newCluster starts the brokers and creates the topics, each partition with
// its first leader.
func newCluster() (*cluster, error) {
	c := &cluster{}
	fake, err := kfake.NewCluster(
		kfake.NumBrokers(len(everyBroker)),
		kfake.ClusterID("ktm-demo"),
		kfake.BrokerConfigs(map[string]string{"log.cleaner.backoff.ms": strconv.FormatInt(retentionCheck.Milliseconds(), 10)}),
		kfake.ListenFn(func(string, string) (net.Listener, error) {
			d, err := newDoor()
			if err != nil {
				return nil, err
			}
			c.doors = append(c.doors, d)
			return d, nil
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("demo: start the brokers: %w", err)
	}
	c.fake = fake
	fake.ControlKey(int16(kmsg.OffsetForLeaderEpoch), c.answerEpochs)
	for _, t := range topics {
		if err := c.create(t.name, t.partitions); err != nil {
			c.close()
			return nil, err
		}
	}
	return c, nil
}

// answerEpochs answers OffsetForLeaderEpoch, by which clients find out after a
// leader move whether the log was truncated: it never is. Until the new leader
// has written something, kfake's own answer is that the epoch is not known,
// and clients that ask (kgo does) then begin at the start again.
func (c *cluster) answerEpochs(req kmsg.Request) (kmsg.Response, error, bool) { //nolint:revive // kfake sets the order
	c.fake.KeepControl()
	resp := req.ResponseKind().(*kmsg.OffsetForLeaderEpochResponse)
	for _, t := range req.(*kmsg.OffsetForLeaderEpochRequest).Topics {
		rt := kmsg.NewOffsetForLeaderEpochResponseTopic()
		rt.Topic = t.Topic
		for _, p := range t.Partitions {
			rp := kmsg.NewOffsetForLeaderEpochResponseTopicPartition()
			rp.Partition = p.Partition
			rp.LeaderEpoch = p.LeaderEpoch
			rp.EndOffset = math.MaxInt64 // past whatever has been read
			rt.Partitions = append(rt.Partitions, rp)
		}
		resp.Topics = append(resp.Topics, rt)
	}
	return resp, nil, true
}

func (c *cluster) create(topic string, partitions int32) error {
	if err := c.fake.CreateTopic(topic, partitions, topicConfigs); err != nil {
		return fmt.Errorf("demo: create topic %s: %w", topic, err)
	}
	for p := range partitions {
		if err := c.fake.MoveTopicPartition(topic, p, firstLeader(p)); err != nil {
			return fmt.Errorf("demo: set the leader of %s/%d: %w", topic, p, err)
		}
	}
	return nil
}

// addresses gives "host:port" of every broker.
func (c *cluster) addresses() []string {
	var all []string
	for _, d := range c.doors {
		all = append(all, d.Addr().String())
	}
	return all
}

// dial connects to a broker by the back door.
func (c *cluster) dial(ctx context.Context, _, address string) (net.Conn, error) {
	for _, d := range c.doors {
		if d.Addr().String() == address {
			return d.backDoor(ctx)
		}
	}
	return nil, fmt.Errorf("demo: no broker at %s", address)
}

// perform carries out a fault. It waits only while a door's port is taken,
// and no longer than ctx.
func (c *cluster) perform(ctx context.Context, ev event) error {
	switch ev.beat.do {
	case move:
		if err := c.fake.MoveTopicPartition(topics[orders].name, ev.partition, ev.leader); err != nil {
			return fmt.Errorf("demo: moving the leader of %s/%d: %w", topics[orders].name, ev.partition, err)
		}
	case lose:
		for _, b := range ev.beat.brokers {
			c.doors[b].shut()
		}
	case heal:
		for _, d := range c.doors {
			if err := reopen(ctx, d); err != nil {
				return err
			}
		}
	case drop:
		for _, b := range ev.beat.brokers {
			c.doors[b].drop()
		}
	case refuse:
		c.refuseFetches(ev.beat.err)
	}
	return nil
}

// reopen tries until the door's port is free again.
func reopen(ctx context.Context, d *door) error {
	for d.open() != nil {
		select {
		case <-time.After(portRetry):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// refuseFetches answers the next few fetches with an error. What is left of
// an earlier refusal that nobody came to hear is withdrawn.
func (c *cluster) refuseFetches(err *kerr.Error) {
	if c.refusal != nil {
		c.refusal.Remove()
	}
	c.refusal = c.fake.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Err: err, Count: refusals})
}

// close ends the brokers and all connections.
func (c *cluster) close() {
	c.fake.Close()
	for _, d := range c.doors {
		_ = d.Close() // never fails
	}
}
