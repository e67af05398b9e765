package kafka

import (
	"fmt"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
)

// reseat finds the place to go on when a position may lie outside the log:
//
//   - still inside: go on there, nothing happened;
//   - merely asked for, and nothing was read yet: begin at the nearer end;
//   - before the log's start: the messages up to the start expired, go on there;
//   - after the log's end: the log was truncated; go on at the end, so that
//     nothing is shown twice. Brokers without topic ids (before Kafka 2.8) leave
//     it open whether the topic is another one now; there go back to the start,
//     so that nothing is skipped.
func (l *leader) reseat(p *partition, e ends) {
	was := p.offset
	read := p.read || p.end.Load() >= 0
	switch {
	case was >= e.start && was <= e.end:
		l.c.later(p, p.pause.Next())
	case !read && was < e.start:
		p.offset = e.start
		l.tellPlaced(p, was, fmt.Sprintf("offset %s is not kept any more", format.Count(was)),
			"The log starts at "+format.Count(e.start)+"; reading begins there.")
	case !read:
		p.offset = e.end
		l.tellPlaced(p, was, fmt.Sprintf("offset %s is not written yet", format.Count(was)),
			"The log ends at "+format.Count(e.end)+"; reading begins there.")
	case was < e.start:
		p.offset = e.start
		l.tellLost(p, was, fmt.Sprintf("%s messages expired before they could be read", format.Count(e.start-was)),
			"Retention or a delete-records request removed them; reading goes on at "+format.Count(e.start)+".")
	case !l.c.hasIdentity(p):
		p.offset = e.start
		l.tellLost(p, was, "the log became shorter than what was read of it",
			"It was truncated, or the topic was created again; it is read from its start.")
	default:
		p.offset = e.end
		l.tellLost(p, was, fmt.Sprintf("the log was truncated by %s offsets", format.Count(was-e.end)),
			"A leader was elected that lacked them; reading goes on at the end, "+format.Count(e.end)+".")
	}
}

// tellPlaced tells that reading begins elsewhere than was asked for.
func (l *leader) tellPlaced(p *partition, was int64, what, hint string) {
	l.tellMoved(model.FaultNotice, p, was, what, hint)
}

// tellLost tells that messages are missing at the offset that was read up to.
func (l *leader) tellLost(p *partition, was int64, what, hint string) {
	l.tellMoved(model.FaultOffset, p, was, what, hint)
}

func (l *leader) tellMoved(kind model.FaultKind, p *partition, was int64, what, hint string) {
	f := model.NewFault(kind, p.String()+": "+what, nil)
	f.Topic, f.Partition, f.Offset, f.Hint = p.Topic, p.Partition, was, hint
	f.Moved, f.To = true, p.offset
	f.Gap = kind == model.FaultOffset
	if l.link != nil {
		f.Broker = l.link.addr
	}
	l.c.tell(f)
}

func (c *Consumer) hasIdentity(p *partition) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return identity(c.topics[p.Topic].id)
}
