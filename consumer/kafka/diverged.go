package kafka

import (
	"fmt"

	"github.com/kafkathreadmanager/ktm/model/format"
)

// lastRead is the leader epoch of the last batch read of a partition, and the
// offset after it. After an unclean election the log may hold other records
// there than the ones we read, and have grown beyond our position: only the
// epoch tells. A broker that is told it in a fetch (from version 12 on) answers
// with the place where the logs part.
type lastRead struct {
	known   bool
	epoch   int32
	offset  int64
	doubted bool // a broker said that the logs part; metadata is asked first
}

// lastEpoch is the epoch to tell in a fetch of a partition: that of the record
// before the position asked for, -1 where it is not known. The caller holds mu.
func (c *Consumer) lastEpoch(p *partition, at point) int32 {
	if !at.last.known || at.last.offset != at.offset || p.tail != nil || !identity(c.topics[p.Topic].id) {
		return -1
	}
	return at.last.epoch
}

// diverged goes back to where the log that was read and the log that is now
// part. At first it is only doubted: the topic may be another one now.
func (l *leader) diverged(p *partition, at *logsPart) {
	was := p.offset
	switch {
	case !p.last.doubted:
		p.last.doubted = true
		l.c.doubt([]*partition{p})
	case at.end < 0 || at.end >= was:
		// More than one election went wrong; where the logs part is not known.
		p.last = lastRead{}
		l.tellLost(p, was, "the log is not the one that was read", "Leaders were elected that lacked messages; reading goes on here.")
	default:
		p.offset = at.end
		p.last = lastRead{known: at.epoch >= 0, epoch: at.epoch, offset: at.end}
		l.tellLost(p, was, fmt.Sprintf("the log was truncated by %s offsets", format.Count(was-p.offset)),
			"A leader was elected that lacked them; reading goes on at "+format.Count(p.offset)+".")
	}
}
