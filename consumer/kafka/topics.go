package kafka

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// learnTopic takes over what metadata says of one topic that exists. The
// caller holds mu.
func (c *Consumer) learnTopic(addr string, t *topic, m *sarama.TopicMetadata, epochs bool) (settled bool) {
	recreated := identity(m.Uuid) && identity(t.id) && m.Uuid != t.id
	if recreated {
		c.recreate(t)
	}
	// It was there when we came, even if that was not believed for a while.
	same := identity(m.Uuid) && m.Uuid == t.id
	fresh := !t.known && !recreated && (!t.gone || same)
	if identity(m.Uuid) {
		t.id = m.Uuid
		c.ids.set(t.name, m.Uuid)
	}
	var added []*partition
	orphans := make(map[sarama.KError][]int32)
	for _, pm := range m.Partitions {
		if !c.wants(pm.ID) {
			continue
		}
		p := t.parts[pm.ID]
		if p == nil {
			p = t.add(pm.ID)
			added = append(added, p)
		}
		if code := c.learnLeader(p, pm, epochs); code != sarama.ErrNoError {
			orphans[code] = append(orphans[code], pm.ID)
		}
	}
	for code, ids := range orphans {
		c.tell(codeFault(addr, t.name, ids, code))
	}
	c.begin(t, added, fresh)
	if recreated || len(added) > 0 {
		c.relist()
	}
	if t.known && !t.gone && !recreated && len(added) > 0 {
		c.tellNew(t.name, len(added))
	}
	if !t.known {
		c.checkWanted(t, len(m.Partitions))
	}
	t.known, t.gone, t.amiss = true, false, 0
	return len(orphans) == 0
}

// learnLeader takes over who leads a partition. Brokers learn of a new leader
// at different times, so an older epoch is not believed. The code says why
// there is none.
func (c *Consumer) learnLeader(p *partition, m *sarama.PartitionMetadata, epochs bool) sarama.KError {
	epoch := int32(-1)
	if epochs {
		epoch = m.LeaderEpoch
	}
	if epoch >= 0 && p.leader != noNode && epoch < p.epoch {
		return sarama.ErrNoError
	}
	if m.Leader == noNode || m.Err == sarama.ErrLeaderNotAvailable || m.Err == sarama.ErrListenerNotFound {
		p.leader = noNode
		c.setReading(false, p)
		return cmp.Or(m.Err, sarama.ErrLeaderNotAvailable)
	}
	p.leader, p.epoch = m.Leader, epoch
	return sarama.ErrNoError
}

// wants says whether a partition was asked for.
func (c *Consumer) wants(partition int32) bool {
	return len(c.cfg.Partitions) == 0 || slices.Contains(c.cfg.Partitions, partition)
}

// begin gives new partitions of a topic the place to start from. fresh is
// false for those that came to be while we were reading: they are read whole,
// as are those that came to be between two runs. A partition that an earlier
// run saw and never got to read begins at the session's start.
func (c *Consumer) begin(t *topic, parts []*partition, fresh bool) {
	resumed := c.resumes(t.name)
	var tailing []*partition // of the topic; those with a span of their own have tails of their own
	for _, p := range parts {
		p.span = c.scope.Of(p.Partition)
		if p.span.End.Kind == model.EndOffset && !c.cfg.ExitAtEnd {
			p.until.Store(p.span.End.N)
		}
		offset, ok := c.from[p.TopicPartition]
		ok = ok && offset >= 0
		unread := c.ids.sees(p.TopicPartition) && !ok
		switch {
		case !fresh, resumed && !ok && !unread:
			p.seek = seekOldest
			continue
		case ok:
			p.read = true
		case p.span.Start.Kind == model.StartOffset:
			offset = p.span.Start.N
		default:
			p.seek = seeks[p.span.Start.Kind]
			if _, own := c.scope.Apart[p.Partition]; p.seek == seekTail && own {
				c.beginTail(t.name, []*partition{p})
			} else if p.seek == seekTail {
				tailing = append(tailing, p)
			}
			continue
		}
		p.offset, p.next = offset, offset
		if c.cfg.ExitAtEnd || p.span.End.Kind != model.EndNone && p.until.Load() < 0 {
			p.seek = seekOffset
		}
	}
	c.beginTail(t.name, tailing)
}

// seeks are how the kinds of start are looked for.
var seeks = [...]seek{
	model.StartTail: seekTail, model.StartOldest: seekOldest, model.StartNewest: seekNewest,
	model.StartAfter: seekAfter, model.StartTime: seekTime, model.StartAgo: seekTime,
}

// beginTail begins with the last messages of partitions of one topic, that are to
// be found together.
func (c *Consumer) beginTail(topic string, parts []*partition) {
	if len(parts) == 0 {
		return
	}
	n := parts[0].span.Start.N
	backlog := newTail(topic, n, parts)
	for _, p := range parts {
		p.tail, p.share = backlog, tailShare(n, len(parts))
	}
	if backlog != nil && c.ctx.Err() == nil {
		c.workers.Go(func() { c.gatherTail(backlog) })
	}
}

// recreate retires the partitions of a topic that was deleted and created
// again. What Poll has not handed out of them yet still comes: it was fetched
// before. The new topic is read whole.
func (c *Consumer) recreate(t *topic) {
	for _, p := range t.parts {
		p.retired = true
	}
	clear(t.parts)
	c.ids.keepAll(t.name)
	f := model.NewFault(model.FaultTopic, t.name+" was deleted and created again; the new topic is read from its start", nil)
	f.Topic, f.Hint, f.Gap = t.name, "Offsets begin anew; what was not read of the old topic is lost.", true
	c.tell(f)
}

// lose takes the leaders away from a topic that does not exist (any more).
func (c *Consumer) lose(t *topic) {
	t.gone = true
	for _, p := range t.parts {
		p.leader, p.nearby = noNode, noNode
		c.setReading(false, p)
	}
}

// relist makes the lists of all partitions anew, sorted.
func (c *Consumer) relist() {
	c.parts, c.counted = nil, nil
	for _, t := range c.topics {
		for _, p := range t.parts {
			c.parts = append(c.parts, p)
		}
		c.counted = append(c.counted, t.vanished()...)
	}
	c.counted = append(c.counted, c.parts...)
	for _, list := range [...][]*partition{c.parts, c.counted} {
		slices.SortFunc(list, func(a, b *partition) int {
			return cmp.Or(strings.Compare(a.Topic, b.Topic), cmp.Compare(a.Partition, b.Partition))
		})
	}
}

// checkWanted tells of partitions that were asked for and do not exist. The topic
// has so many.
func (c *Consumer) checkWanted(t *topic, partitions int) {
	var absent []string
	for _, id := range c.cfg.Partitions {
		if t.parts[id] == nil {
			absent = append(absent, fmt.Sprint(id))
		}
	}
	if len(absent) == 0 {
		return
	}
	f := model.NewFault(model.FaultTopic, fmt.Sprintf("%s has no partition %s", t.name, strings.Join(absent, ", ")), nil)
	f.Topic, f.Hint, f.Fatal = t.name, t.name+" has "+countPartitions(partitions)+".", c.ends
	if !f.Fatal {
		f.Hint += " What is missing is read as soon as it is added."
	}
	c.tell(f)
}

// countPartitions says which a topic has: "1 partition: 0".
func countPartitions(n int) string {
	switch n {
	case 0:
		return "no partitions"
	case 1:
		return "1 partition: 0"
	}
	return fmt.Sprintf("%d partitions: 0 to %d", n, n-1)
}

func (c *Consumer) tellNew(name string, n int) {
	text := name + " has a new partition"
	if n > 1 {
		text = fmt.Sprintf("%s has %d new partitions", name, n)
	}
	f := model.NewFault(model.FaultNotice, text, nil)
	f.Topic, f.Hint = name, "Read from the start."
	c.tell(f)
}
