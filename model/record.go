package model

import (
	"bytes"
	"slices"
	"strconv"
	"time"
)

// Record is one message as a consumer hands it out.
//
// Key, Value and Headers may alias the consumer's fetch buffer: they are valid
// until the next poll. Who keeps a record copies the bytes.
type Record struct {
	TopicPartition
	Offset int64

	// Timestamp is in milliseconds since the Unix epoch, as Kafka carries it;
	// -1 where the record has none (message format 0).
	Timestamp     int64
	TimestampType TimestampType

	// Key and Value are nil for Kafka's null, and empty but not nil for a
	// field of no bytes. A null Value is a tombstone.
	Key, Value []byte
	Headers    []Header

	// Batch is what it was written in; the zero Batch where that is not known.
	Batch Batch

	// Whole tells how large the record is where this holds only the beginning
	// of its fields, as a bounded memory keeps it; nil where it is all here, as
	// a consumer hands it out.
	Whole *Extent
}

// Extent is how large a record is, in bytes: Key and Value each (0 for null),
// and the keys and values of all headers together.
type Extent struct {
	Key, Value, Headers int64
	HeaderCount         int
}

// Size is the number of payload bytes.
func (e *Extent) Size() int64 { return e.Key + e.Value + e.Headers }

// Header is one header of a record. Keys may repeat; a nil Value is null.
type Header struct {
	Key, Value []byte
}

// Clone copies the record and all that it points to, null and empty kept apart.
func (r *Record) Clone() Record {
	c := *r
	c.Key, c.Value, c.Headers = bytes.Clone(r.Key), bytes.Clone(r.Value), slices.Clone(r.Headers)
	for i, h := range c.Headers {
		c.Headers[i] = Header{Key: bytes.Clone(h.Key), Value: bytes.Clone(h.Value)}
	}
	return c
}

// KeyLen is the length of the whole key in bytes, -1 for null.
func (r *Record) KeyLen() int {
	switch {
	case r.Key == nil:
		return -1
	case r.Whole != nil:
		return int(r.Whole.Key)
	default:
		return len(r.Key)
	}
}

// SameKey says that two records have the same key. Of keys that are here only in
// part these are the ones of the same length and the same beginning. Null is no key
// that others could share.
func (r *Record) SameKey(o *Record) bool {
	return r.Key != nil && r.KeyLen() == o.KeyLen() && bytes.Equal(r.Key, o.Key)
}

// Time is the record's timestamp in local time; the zero time where it has none.
func (r *Record) Time() time.Time {
	if r.Timestamp < 0 {
		return time.Time{}
	}
	return time.UnixMilli(r.Timestamp)
}

// Size is the number of payload bytes that are here: key, value, header keys
// and values.
func (r *Record) Size() int {
	n := len(r.Key) + len(r.Value)
	for i := range r.Headers {
		n += len(r.Headers[i].Key) + len(r.Headers[i].Value)
	}
	return n
}

// TimestampType says who set a record's timestamp (Kafka's
// message.timestamp.type).
type TimestampType uint8

// The values are those of attribute bit 3 of a record batch, plus one for
// records that carry no timestamp at all.
const (
	CreateTime    TimestampType = iota // the producer
	LogAppendTime                      // the broker
	NoTimestamp                        // message format 0
)

// String gives Kafka's own words for the type.
func (t TimestampType) String() string {
	switch t {
	case CreateTime:
		return "CreateTime"
	case LogAppendTime:
		return "LogAppendTime"
	default:
		return "NoTimestampType"
	}
}

// TopicPartition names one partition of a topic.
type TopicPartition struct {
	Topic     string
	Partition int32
}

// String writes "orders/3".
func (tp TopicPartition) String() string {
	return tp.Topic + "/" + strconv.Itoa(int(tp.Partition))
}

// At writes an offset in its partition: "orders/3@1042".
func (tp TopicPartition) At(offset int64) string {
	return tp.String() + "@" + strconv.FormatInt(offset, 10)
}
