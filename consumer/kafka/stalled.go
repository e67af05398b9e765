package kafka

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// stalledAfter is how long a partition may stand still although there is
// something to read.
const stalledAfter = 10 * time.Second

// watch notices a partition that stands still although there is something to
// read, and begins anew with it on a fresh connection. Until it moves it does
// not count as read: a broker that answers and gives nothing is no better than
// one that does not answer.
func (l *leader) watch(p *partition, a *partAnswer, moved bool) {
	now := time.Now()
	if moved || p.offset >= a.limit(l.c.cfg.Isolation) || p.moved.IsZero() || p.done() {
		p.moved, p.pause, p.stalled = now, 0, false
		return
	}
	if l.full { // of other partitions
		p.moved = now
		return
	}
	if len(a.log) > 0 {
		// An answer without anything of what was asked for: no hurry to
		// ask the same again.
		l.c.later(p, p.pause.Next())
	}
	if now.Sub(p.moved) < stalledAfter {
		return
	}
	p.moved, p.stalled = now, true
	f := model.NewFault(model.FaultStalled, "nothing new came of "+p.String()+" for 10 s although its log goes on", nil)
	f.Broker, f.Topic, f.Partition, f.Offset = l.address(), p.Topic, p.Partition, p.offset
	f.Hint = "ktm connects anew; if it stays so, look at the broker's log."
	l.c.tell(f)
	l.c.doubt([]*partition{p})
	l.renew = true
}

// notAsked notes that of partitions for which a request did not ask nothing could
// come.
func notAsked(rq *fetchRequest, parts []*partition) {
	asked, now := rq.asked(), time.Now()
	for _, p := range parts {
		if !asked[p] && !p.moved.IsZero() {
			p.moved = now
		}
	}
}
