package kafka

import (
	"slices"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// emptyPause is how long to wait after an empty answer that came too soon.
const emptyPause = 50 * time.Millisecond

// fetch asks for the next messages of partitions and delivers them.
func (l *leader) fetch(parts []*partition) {
	rq := l.fetchRequest(parts)
	before := l.link.received()
	began := time.Now()
	answer, ok, err := request(l, parts, (*sarama.Broker).Fetch, rq)
	switch {
	case err != nil:
		l.isolate(parts, err)
		return
	case !ok:
		return
	case answer.ErrorCode != 0:
		l.refuse(parts, sarama.KError(answer.ErrorCode))
		return
	}
	bytes, weight := l.link.received()-before, int64(0)
	l.progress, l.full = false, bytes >= int64(l.window)
	blocks := make([]block, 0, len(parts))
	refused := make(map[sarama.KError][]*partition)
	for _, p := range l.c.unretired(parts) {
		b := answer.GetBlock(p.Topic, p.Partition)
		switch {
		case b == nil:
			l.c.later(p, p.pause.next())
		case b.Err == sarama.ErrOffsetOutOfRange:
			p.seek = seekRange
			l.c.doubt([]*partition{p})
		case b.Err != sarama.ErrNoError:
			refused[b.Err] = append(refused[b.Err], p)
		default:
			n, own := len(blocks), weightOf(b)
			blocks = l.take(p, b, answer.Version, blocks)
			if len(blocks) > n {
				blocks[n].weight = own
				l.c.held.Add(own)
			}
			weight += own
		}
	}
	l.window = window(bytes, weight, l.c.workerCount())
	for code, parts := range refused {
		l.refuse(parts, code)
	}
	if !l.progress && time.Since(began) < maxWait/2 {
		// A broker waits for messages before it says that there are none;
		// something in between may not.
		l.rest = emptyPause
	}
	l.c.deliver(blocks)
}

// fetchRequest asks for parts. Where the end of one of them is not known yet
// the broker is not to wait for messages: its first answer shows that it can
// be read.
func (l *leader) fetchRequest(parts []*partition) *sarama.FetchRequest {
	rq := &sarama.FetchRequest{
		Version: 12, MinBytes: 1, MaxBytes: max(l.window, firstFetch), MaxWaitTime: int32(maxWait / time.Millisecond),
		SessionEpoch: -1, Isolation: l.c.cfg.isolation(), RackID: l.c.cfg.Rack,
	}
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	for _, p := range parts {
		if p.end.Load() < 0 || p.tail != nil || p.alone > 0 {
			rq.MaxWaitTime = 1
		}
		share := l.share(p)
		rq.MaxBytes = max(rq.MaxBytes, share)
		rq.AddBlock(p.Topic, p.Partition, p.offset, share, p.epoch)
		l.c.tellLastRead(rq, p)
	}
	return rq
}

// unretired leaves out partitions whose topic was created again while a request
// was under way: what came may be of either incarnation.
func (c *Consumer) unretired(parts []*partition) []*partition {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(parts), func(p *partition) bool { return p.retired })
}

// take takes over one partition's share of an answer of a protocol version and
// appends what is to be delivered of it.
func (l *leader) take(p *partition, b *sarama.FetchResponseBlock, version int16, blocks []block) []block {
	switch {
	case b.DivergingEpoch != nil:
		l.diverged(p, b.DivergingEpoch)
		return blocks
	case l.c.cfg.Rack != "" && b.PreferredReadReplica >= 0 && b.PreferredReadReplica != l.node:
		l.progress = true
		if !l.c.readNearby(p, b.PreferredReadReplica) {
			l.refuse([]*partition{p}, sarama.ErrReplicaNotAvailable)
		}
		return blocks
	case b.HighWaterMarkOffset < p.offset && b.HighWaterMarkOffset < p.end.Load():
		// The log is shorter than it was: is it still the same topic?
		p.end.Store(b.HighWaterMarkOffset)
		l.c.doubt([]*partition{p})
		return blocks
	}
	l.progress = l.progress || p.end.Load() < 0
	p.end.Store(b.HighWaterMarkOffset)
	if version < 4 { // before there were transactions
		b.LastStableOffset = b.HighWaterMarkOffset
	}
	p.stable.Store(b.LastStableOffset)
	if version >= 5 {
		p.start.Store(b.LogStartOffset)
	}
	u := unpack(b, p.offset, p.until.Load(), l.c.cfg.Isolation)
	moved := u.next > p.offset
	l.progress = l.progress || moved
	l.size(p, u, len(b.RecordsSet) > 0)
	switch {
	case p.tail != nil:
		blocks = l.gather(p, u, blocks)
	case moved:
		p.offset, p.last = u.next, lastReadOf(b, u.next)
		blocks = append(blocks, block{part: p, batches: u.batches, next: u.next})
	}
	if !u.partial && !u.damaged {
		l.watch(p, b, moved)
	}
	l.c.mu.Lock()
	l.c.setReading(!p.stalled, p)
	l.c.mu.Unlock()
	return blocks
}

// readNearby follows the leader's advice to read from a replica near us. It
// reports false where metadata does not know that broker.
func (c *Consumer) readNearby(p *partition, replica int32) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.brokers[replica]; !ok {
		return false
	}
	p.nearby = replica
	c.dispatch()
	return true
}

// throttled tells of a wait that is worth it.
func (l *leader) throttled(d time.Duration) {
	if d < time.Second {
		return
	}
	f := model.NewFault(model.FaultNotice, l.address()+" slows ktm down: its quota is used up", nil)
	f.Broker, f.Hint = l.address(), "Messages come later, none is lost."
	l.c.tell(f)
}
