package kafka

import (
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer/backoff"
)

// doubt marks partitions as not to be asked before metadata is fresh: they may
// have moved, or their topic may be another one now.
func (c *Consumer) doubt(parts []*partition) {
	c.mu.Lock()
	for _, p := range parts {
		p.verify = c.refreshed
		p.nearby = noNode
	}
	c.setReading(false, parts...)
	c.mu.Unlock()
	c.askMetadata()
}

// refuse tells what the broker answered for partitions instead of what was
// asked for, and gives them a pause.
func (l *leader) refuse(parts []*partition, code sarama.KError) {
	l.c.doubt(parts)
	// All of them get the same pause, so that they stay together: what befalls
	// them is one fault, not one each.
	longest := parts[0].pause
	for _, p := range parts {
		longest = max(longest, p.pause)
	}
	d := longest.Next()
	if code == sarama.ErrTopicAuthorizationFailed {
		d = refreshEvery
	}
	for _, p := range parts {
		p.pause = longest
		l.c.later(p, d)
		if code == sarama.ErrUnknownLeaderEpoch && d > backoff.Last/2 {
			// A topic was created again where brokers have no topic ids: its
			// epochs begin anew.
			l.c.forgetEpoch(p)
		}
	}
	for topic, ids := range byTopic(parts) {
		l.c.tell(codeFault(l.address(), topic, ids, code))
	}
}

// byTopic sorts partitions by their topics.
func byTopic(parts []*partition) map[string][]int32 {
	topics := make(map[string][]int32, 1)
	for _, p := range parts {
		topics[p.Topic] = append(topics[p.Topic], p.Partition)
	}
	return topics
}

func (c *Consumer) forgetEpoch(p *partition) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.epoch = -1
}

// later keeps a partition from being asked for d.
func (c *Consumer) later(p *partition, d time.Duration) {
	c.mu.Lock()
	p.retryAt = time.Now().Add(d)
	c.mu.Unlock()
}
