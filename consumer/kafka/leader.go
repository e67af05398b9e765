package kafka

import (
	"errors"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer/backoff"
	"github.com/kafkathreadmanager/ktm/model"
)

// leader is the worker for one broker: it asks for all partitions that are to
// be read there, over one connection, at most one request ahead of what it works at.
type leader struct {
	c    *Consumer
	node int32
	wake chan struct{}

	link     *link
	ahead    *fetchRequest // was sent already; its answer comes next
	unpacker unpacker
	portion  portion
	giants   giants
	window   int32                // bytes to ask for, of all partitions together
	parts    int32                // partitions that the last request asked for
	renew    bool                 // the connection is to be given up before the next request
	turn     model.TopicPartition // the last one that an answer brought something of
	progress bool                 // the last fetch brought something that was not known
	full     bool                 // and may have had no room for more
	pause    backoff.Backoff
	rest     time.Duration // to be waited once the partitions are free for others
	slow     time.Duration // how long the broker may be silent, where it was found to need more than others
}

func newLeader(c *Consumer, node int32) *leader {
	l := &leader{c: c, node: node, window: firstFetch, wake: make(chan struct{}, 1), giants: giants{c: c}}
	l.unpacker.room, l.unpacker.shelf.from = l.roomForGiant, &c.bodies
	return l
}

// kick makes the worker look for work.
func (l *leader) kick() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *leader) run() {
	defer l.hangUp()
	for l.c.ctx.Err() == nil {
		if !l.awaitRoom(0) {
			return
		}
		w := l.c.pick(l)
		mine := append(w.seeks, w.fetches...)
		switch {
		case l.ahead != nil && len(w.fetches) == 0:
			l.drain()
		case len(mine) == 0:
			l.idle(w.wait)
		case !l.connected(mine):
		case len(w.seeks) > 0:
			l.resolve(w.seeks)
		case l.leaveOutAll(w.fetches):
		default:
			l.fetch(w.fetches)
		}
		l.c.release(l.node, mine)
		pause(l.c.ctx, max(l.rest, l.quota()))
		l.rest = 0
	}
}

// quota is how long the broker is to be left alone.
func (l *leader) quota() time.Duration {
	if l.link == nil {
		return 0
	}
	return time.Until(l.link.free)
}

func (l *leader) idle(wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-l.wake:
	case <-t.C:
	case <-l.c.ctx.Done():
	}
}

// connected makes sure of a connection to where the broker is now.
func (l *leader) connected(parts []*partition) bool {
	l.c.mu.Lock()
	addr := l.c.brokers[l.node]
	l.c.mu.Unlock()
	if l.link != nil && !l.renew && (l.link.addr == addr || addr == "") {
		return true
	}
	l.hangUp()
	if addr == "" { // the broker left the cluster: who leads now?
		l.refuse(parts, sarama.ErrBrokerNotAvailable)
		l.rest = l.pause.Next()
		return false
	}
	link, err := l.c.connect(l.c.ctx, l.c.ctx, addr)
	if err != nil {
		l.lost(addr, parts, err)
		return false
	}
	l.link = link
	return true
}

func (l *leader) hangUp() {
	l.renew, l.ahead = false, nil
	if l.link != nil {
		l.link.close()
		l.link = nil
	}
}

// lost tells that the broker cannot be read from and leaves it alone for a
// little. The partitions are asked for again, here or elsewhere, once metadata
// has said who leads them.
func (l *leader) lost(addr string, parts []*partition, err error) {
	l.hangUp()
	l.c.tell(linkFault(addr, err))
	l.c.doubt(parts)
	l.rest = l.pause.Next()
}

// request sends one request. It reports false where that failed and nothing is
// left to do; err is then nil. An error says that the broker answered, but
// with something that cannot be understood.
func request[Q, A any](l *leader, parts []*partition, send func(*sarama.Broker, Q) (A, error), q Q) (answer A, ok bool, err error) {
	l.link.patience(max(silence, l.slow))
	began := time.Now()
	answer, err = ask(l.link, send, q)
	var broken *linkError
	switch {
	case err == nil:
		l.pause = 0
		if time.Since(began) < silence/2 {
			l.slow = 0
		}
		l.throttled(throttle(answer))
		return answer, true, nil
	case errors.As(err, &broken) && !isFrame(nil)(err):
		if isTimeout(err) {
			l.slow = min(longSilence, 2*max(silence, l.slow))
		}
		l.lost(l.link.addr, parts, err)
		return answer, false, nil
	default:
		l.hangUp()
		return answer, false, err
	}
}

// address is the broker's, also after the connection was given up.
func (l *leader) address() string {
	l.c.mu.Lock()
	defer l.c.mu.Unlock()
	return l.c.brokers[l.node]
}
