package kafka

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// Fetch requests and their answers are encoded and decoded here and not by
// sarama, which unpacks all of an answer at once, whatever that takes, and gives
// up the whole of it for one damaged batch. Here an answer is taken apart into
// the logs of its partitions first; a batch is unpacked when its turn comes.

// Versions of the fetch request. From 12 on brokers compare the logs.
const (
	fetchKey        = 1
	oldestFetch     = 2  // Kafka 0.10
	newestFetch     = 12 // Kafka 2.7; later ones name topics by their ids
	flexibleVersion = 12
)

// fetchRequest asks a broker for messages.
type fetchRequest struct {
	wait      time.Duration // that the broker may wait for something to come
	most      int32         // bytes of the answer
	isolation model.Isolation
	rack      string
	parts     []fetchPart // those of a topic in a row
	some      bool        // it does not ask for all that it could
}

// asked are the partitions that a request asks for.
func (q *fetchRequest) asked() map[*partition]bool {
	asked := make(map[*partition]bool, len(q.parts))
	for i := range q.parts {
		asked[q.parts[i].of] = true
	}
	return asked
}

// fetchPart asks for messages of one partition.
type fetchPart struct {
	model.TopicPartition
	offset int64
	epoch  int32      // the leader's, -1 for unknown
	last   int32      // epoch of the record before offset, -1 for unknown
	most   int32      // bytes of this partition
	of     *partition // what it is for; nil for a look at a log
}

// encode appends the request as a frame.
func (q *fetchRequest) encode(version int16, correlation int32, clientID string) []byte {
	flexible := version >= flexibleVersion
	b := make([]byte, 4, 128+64*len(q.parts))
	b = binary.BigEndian.AppendUint16(b, fetchKey)
	b = binary.BigEndian.AppendUint16(b, uint16(version))
	b = binary.BigEndian.AppendUint32(b, uint32(correlation))
	b = appendString(b, clientID, false)
	b = appendTags(b, flexible)

	b = appendInt32(b, -1) // no replica
	b = appendInt32(b, int32(q.wait/time.Millisecond))
	b = appendInt32(b, 1) // the fewest bytes worth an answer
	if version >= 3 {
		b = appendInt32(b, q.most)
	}
	if version >= 4 {
		b = append(b, isolationByte(q.isolation))
	}
	if version >= 7 { // no fetch session
		b = appendInt32(appendInt32(b, 0), -1)
	}
	topics := q.byTopic()
	b = appendCount(b, len(topics), flexible)
	for _, parts := range topics {
		b = appendString(b, parts[0].Topic, flexible)
		b = appendCount(b, len(parts), flexible)
		for i := range parts {
			b = parts[i].encode(b, version)
		}
		b = appendTags(b, flexible)
	}
	if version >= 7 {
		b = appendCount(b, 0, flexible)
	}
	if version >= 11 {
		b = appendString(b, q.rack, flexible)
	}
	b = appendTags(b, flexible)
	binary.BigEndian.PutUint32(b, uint32(len(b)-4))
	return b
}

func (p *fetchPart) encode(b []byte, version int16) []byte {
	b = appendInt32(b, p.Partition)
	if version >= 9 {
		b = appendInt32(b, p.epoch)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(p.offset))
	if version >= 12 {
		b = appendInt32(b, p.last)
	}
	if version >= 5 { // the log start, which only followers tell
		b = binary.BigEndian.AppendUint64(b, ^uint64(0))
	}
	b = appendInt32(b, p.most)
	return appendTags(b, version >= flexibleVersion)
}

// byTopic cuts the partitions at the borders of topics.
func (q *fetchRequest) byTopic() (topics [][]fetchPart) {
	from := 0
	for i := range q.parts {
		if q.parts[i].Topic != q.parts[from].Topic {
			topics = append(topics, q.parts[from:i])
			from = i
		}
	}
	if len(q.parts) > 0 {
		topics = append(topics, q.parts[from:])
	}
	return topics
}

// isolationByte is how the protocol writes a level.
func isolationByte(i model.Isolation) byte {
	if i == model.ReadCommitted {
		return 1
	}
	return 0
}

func appendInt32(b []byte, v int32) []byte { return binary.BigEndian.AppendUint32(b, uint32(v)) }

func appendString(b []byte, s string, flexible bool) []byte {
	if flexible {
		return append(binary.AppendUvarint(b, uint64(len(s)+1)), s...)
	}
	return append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
}

func appendCount(b []byte, n int, flexible bool) []byte {
	if flexible {
		return binary.AppendUvarint(b, uint64(n+1))
	}
	return appendInt32(b, int32(n))
}

func appendTags(b []byte, flexible bool) []byte {
	if flexible {
		return append(b, 0)
	}
	return b
}

// fetchAnswer is what a broker answers to a fetch.
type fetchAnswer struct {
	throttle time.Duration
	code     sarama.KError
	parts    map[model.TopicPartition]*partAnswer
	size     int64 // bytes
	body     *body // what it lies in
}

// partAnswer is one partition's share of an answer. What the protocol version
// does not tell is -1.
type partAnswer struct {
	code    sarama.KError
	end     int64 // high watermark
	stable  int64 // last stable offset
	start   int64 // log start
	aborted []abortedTransaction
	nearby  int32     // a replica to read from instead, or -1
	parts   *logsPart // where the log parts from the one that was read; nil where it does not
	log     []byte    // record batches, the last one perhaps cut short
}

// limit is the offset before which there may be something to read.
func (a *partAnswer) limit(i model.Isolation) int64 { return limit(a.end, a.stable, i) }

// limit is the offset before which there may be something to read, where a log ends
// and its transactions have, -1 for unknown.
func limit(end, stable int64, i model.Isolation) int64 {
	if i == model.ReadCommitted && stable >= 0 {
		return min(end, stable)
	}
	return end
}

// abortedTransaction is one whose batches are not for readers.
type abortedTransaction struct{ producer, first int64 }

// logsPart is the last place that two logs have in common.
type logsPart struct {
	epoch int32
	end   int64
}

// errAnswer: the bytes of an answer do not make up what they should.
var errAnswer = errors.New("the answer is not what was asked for")

// decodeFetch takes the body of an answer apart, after its correlation id.
func decodeFetch(body []byte, version int16) (*fetchAnswer, error) {
	flexible := version >= flexibleVersion
	c := cursor{rest: body}
	c.tags(flexible, nil)
	a := &fetchAnswer{parts: make(map[model.TopicPartition]*partAnswer), size: int64(len(body))}
	a.throttle = time.Duration(c.int32()) * time.Millisecond
	if version >= 7 {
		a.code = sarama.KError(c.int16())
		c.int32() // fetch session
	}
	for range c.count(flexible) {
		topic := c.string(flexible)
		for range c.count(flexible) {
			id := c.int32()
			p := decodePart(&c, version)
			if c.short {
				return nil, errAnswer
			}
			a.parts[model.TopicPartition{Topic: topic, Partition: id}] = p
		}
		c.tags(flexible, nil)
	}
	c.tags(flexible, nil)
	if c.short || len(c.rest) > 0 {
		return nil, errAnswer
	}
	return a, nil
}

func decodePart(c *cursor, version int16) *partAnswer {
	flexible := version >= flexibleVersion
	p := &partAnswer{stable: -1, start: -1, nearby: -1}
	p.code = sarama.KError(c.int16())
	p.end = c.int64()
	if version >= 4 {
		p.stable = c.int64()
		if version >= 5 {
			p.start = c.int64()
		}
		for range c.count(flexible) {
			p.aborted = append(p.aborted, abortedTransaction{producer: c.int64(), first: c.int64()})
			c.tags(flexible, nil)
			if c.short {
				return p
			}
		}
	} else { // before there were transactions
		p.stable = p.end
	}
	if version >= 11 {
		p.nearby = c.int32()
	}
	p.log = c.bytes(flexible)
	c.tags(flexible, func(tag uint64, field *cursor) {
		if tag == 0 {
			p.parts = &logsPart{epoch: field.int32(), end: field.int64()}
		}
	})
	return p
}
