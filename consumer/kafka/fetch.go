package kafka

import (
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// emptyPause is how long to wait after an empty answer that came too soon.
const emptyPause = 50 * time.Millisecond

// fetch asks for the next messages of partitions and delivers them.
func (l *leader) fetch(parts []*partition) {
	defer l.giants.end()
	rq, sent := l.ahead, l.ahead != nil
	if !sent {
		rq = l.fetchRequest(parts, points(parts))
	}
	began := time.Now()
	answer, ok, err := l.answer(rq, parts)
	took := time.Since(began)
	if ok {
		defer answer.body.letGo()
	}
	switch {
	case err != nil && sent:
		return // it may be about others, too; they are asked for again
	case err != nil:
		if parts = l.current(rq); len(parts) > 0 {
			l.isolate(parts, err)
		}
		return
	case !ok:
		return
	case answer.code != 0:
		l.refuse(parts, answer.code)
		return
	}
	l.progress, l.full = false, answer.size >= int64(l.window)
	if l.full || !rq.some {
		l.window = window(answer.size, took, l.c.workerCount())
	}
	some := l.took(rq, answer)
	mine := parts
	parts = l.current(rq)
	l.goAhead(rq, answer, mine)
	if rq.some {
		notAsked(rq, mine)
	}
	refused := make(map[sarama.KError][]*partition)
	for _, p := range parts {
		a := answer.parts[p.TopicPartition]
		switch {
		case a == nil && some:
			// There was no room for it: kfake says nothing then. It comes next.
		case a == nil:
			l.c.later(p, p.pause.Next())
		case a.code == sarama.ErrInvalidMessage:
			l.unreadable(p, a.code)
		case a.code == sarama.ErrOffsetOutOfRange:
			p.seek = seekRange
			l.c.doubt([]*partition{p})
		case a.code != sarama.ErrNoError:
			refused[a.code] = append(refused[a.code], p)
		default:
			l.take(p, a, answer.body)
		}
	}
	for code, parts := range refused {
		l.refuse(parts, code)
	}
	if !l.progress && took < maxWait/2 && !sent && (l.full || !rq.some) {
		// A broker waits for messages before it says that there are none;
		// something in between may not.
		l.rest = emptyPause
	}
	l.deliver()
}

// answer gives the answer to a request, which is sent unless it was sent ahead. See
// request.
func (l *leader) answer(rq *fetchRequest, parts []*partition) (*fetchAnswer, bool, error) {
	sent := l.ahead == rq
	l.ahead = nil
	return request(l, parts, func(_ *sarama.Broker, q *fetchRequest) (*fetchAnswer, error) {
		if sent {
			return l.link.receive(l.roomForGiant, &l.c.bodies)
		}
		return l.link.fetch(q, l.roomForGiant, &l.c.bodies)
	}, rq)
}

// fetchRequest asks for parts, each from its position. Where the end of one of them
// is not known yet the broker is not to wait for messages: its first answer shows
// that it can be read. While answers are full it is asked in turn for as many
// partitions as have enough for one, by what is known of their ends.
func (l *leader) fetchRequest(parts []*partition, at []point) *fetchRequest {
	l.parts = int32(len(parts))
	rq := &fetchRequest{wait: maxWait, most: max(l.window, firstFetch), isolation: l.c.cfg.Isolation, rack: l.c.cfg.Rack}
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	begin, more := l.begin(parts), 0
	for i := range parts {
		if l.full && more == inTurn {
			rq.some, rq.wait = true, time.Millisecond // others may have what these have not
			break
		}
		i = (begin + i) % len(parts)
		p := parts[i]
		if p.end.Load() < 0 || p.tail != nil || p.alone > 0 {
			rq.wait = time.Millisecond
		}
		if at[i].offset < limit(p.end.Load(), p.stable.Load(), l.c.cfg.Isolation) {
			more++
		}
		most := l.share(p)
		rq.most = max(rq.most, most)
		rq.parts = append(rq.parts, fetchPart{
			TopicPartition: p.TopicPartition, offset: at[i].offset, epoch: p.epoch, last: l.c.lastEpoch(p, at[i]), most: most, of: p,
		})
	}
	return rq
}

// take takes over one partition's share of an answer, which lies in body.
func (l *leader) take(p *partition, a *partAnswer, body *body) {
	switch {
	case a.parts != nil:
		l.diverged(p, a.parts)
		return
	case l.c.cfg.Rack != "" && a.nearby >= 0 && a.nearby != l.node:
		l.progress = true
		if !l.c.readNearby(p, a.nearby) {
			l.refuse([]*partition{p}, sarama.ErrReplicaNotAvailable)
		}
		return
	case a.end < p.offset && a.end < p.end.Load():
		// The log is shorter than it was: is it still the same topic?
		p.end.Store(a.end)
		l.c.doubt([]*partition{p})
		return
	}
	l.progress = l.progress || p.end.Load() < 0
	p.end.Store(a.end)
	p.stable.Store(a.stable)
	if a.start >= 0 {
		p.start.Store(a.start)
	}
	moved, err := l.takeBatches(p, a, body)
	l.progress = l.progress || moved
	reads := l.size(p, err, len(a.log) > 0, moved)
	if reads {
		l.watch(p, a, moved)
	}
	l.c.mu.Lock()
	p.stands = p.stands && !reads
	l.c.setReading(!p.stalled, p)
	l.c.mu.Unlock()
}

// takeBatches takes over the batches of an answer, one by one. The error says
// why not all of them: see sorter.next.
func (l *leader) takeBatches(p *partition, a *partAnswer, body *body) (moved bool, err error) {
	s := sorted(a, p.offset, p.until.Load(), l.c.cfg.Isolation, &l.unpacker)
	s.body = body
	for {
		st, ok, err := s.next()
		if err != nil || !ok {
			return moved, err
		}
		if p.awaits > 0 && p.cut(&st) {
			s.log = nil // what lies behind is not to be read
		}
		moved = moved || st.next > p.offset
		if p.tail != nil {
			if !l.gather(p, st) {
				return moved, nil // the backlog reads on elsewhere
			}
			continue
		}
		p.offset = st.next
		p.last = lastRead{known: st.epoch >= 0, epoch: st.epoch, offset: st.next}
		if !l.add(p, st) {
			return moved, nil
		}
	}
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
