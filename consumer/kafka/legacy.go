package kafka

import (
	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// legacy unpacks a message set, what topics of message formats 0 and 1 hold.
// A compressed message wraps a set of its own: in format 1 the offsets inside
// count from 0 and the wrapper has the last one's; in format 0 they are those
// of the log.
func (u *unpacked) legacy(set *sarama.MessageSet, from, until int64, first bool) {
	for _, m := range set.Messages {
		if m.Msg == nil {
			continue
		}
		inner := m.Messages()
		if len(inner) == 0 {
			u.next = max(u.next, m.Offset+1)
			continue
		}
		var shift int64
		if m.Msg.Set != nil && m.Msg.Version == 1 {
			shift = m.Offset - inner[len(inner)-1].Offset
		}
		for _, one := range inner {
			if one.Msg == nil {
				continue
			}
			u.add(legacyBatch(m.Msg, one.Msg, one.Offset+shift), from, until)
		}
	}
	if first && len(set.Messages) == 0 && set.PartialTrailingMessage {
		u.partial = true
	}
}

// legacyBatch makes a batch of one message. The wrapper says whether the
// broker stamped the set, and with what.
func legacyBatch(wrapper, m *sarama.Message, offset int64) batch {
	b := batch{
		records: []*sarama.Record{{Key: m.Key, Value: m.Value}},
		base:    offset,
		time:    millis(m.Timestamp),
		stamp:   model.CreateTime,
	}
	switch {
	case m.Version == 0:
		b.stamp = model.NoTimestamp
	case wrapper.LogAppendTime:
		b.stamp = model.LogAppendTime
		b.time = millis(wrapper.Timestamp)
	}
	return b
}
