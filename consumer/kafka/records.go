package kafka

import (
	"math"

	"github.com/kafkathreadmanager/ktm/model"
)

// batch is a run of records that share a base offset and a base time, still
// encoded, one after the other. They were looked through when they came, so
// handing them out cannot fail. They alias the answer they came in, or what it
// was unpacked to.
type batch struct {
	raw   []byte // records of ascending offsets, all of them to be handed out
	base  int64  // what the records' offsets count from
	time  int64  // milliseconds; of all records where stamp is LogAppendTime, else what theirs count from
	stamp model.TimestampType
}

// pop takes the first record off into r, which aliases the batch. Headers are
// appended to those given.
func (b *batch) pop(r *model.Record, headers []model.Header) []model.Header {
	c := cursor{rest: b.raw}
	c.varint() // length
	c.take(1)  // attributes, of which there are none
	at := c.varint()
	r.Timestamp, r.TimestampType = b.time, b.stamp
	if b.stamp == model.CreateTime {
		r.Timestamp += at
	}
	r.Offset = b.base + c.varint()
	r.Key, r.Value = c.varbytes(), c.varbytes()
	for range c.varint() {
		headers = append(headers, model.Header{Key: c.varbytes(), Value: c.varbytes()})
	}
	b.raw = c.rest
	return headers
}

// looked is what looking through the records of a batch comes to.
type looked struct {
	records []byte // those asked for
	next    int64  // offset after the last one there is, asked for or not; 0 where there is none
}

// look goes through count records that lie from offset base on and keeps those
// from offset from on and, where until is not negative, before until. It is an
// error if they do not make up raw exactly, or if their offsets do not ascend.
func look(raw []byte, count int, base, from, until int64) (l looked, err error) {
	c := cursor{rest: raw}
	first, last := -1, len(raw)
	previous := int64(-1)
	for range count {
		begin := len(raw) - len(c.rest)
		length := c.varint()
		if length < 0 || length > int64(len(c.rest)) {
			return l, errRecords
		}
		r := cursor{rest: c.take(int(length))}
		r.take(1)
		r.varint()
		delta := r.varint()
		skipField(&r)
		skipField(&r)
		for range r.varint() {
			if skipField(&r); r.short {
				break
			}
			skipField(&r)
		}
		if r.short || len(r.rest) > 0 || delta <= previous || delta > math.MaxInt32 {
			return l, errRecords
		}
		previous = delta
		offset := base + delta
		l.next = offset + 1
		if offset >= from && first < 0 {
			first = begin
		}
		if until >= 0 && offset >= until {
			last = min(last, begin)
		}
	}
	if c.short || len(c.rest) > 0 {
		return l, errRecords
	}
	if first >= 0 && first < last {
		l.records = raw[first:last]
	}
	return l, nil
}

// skipField passes over a key, a value or a part of a header.
func skipField(c *cursor) {
	if n := c.varint(); n > 0 {
		c.take(int(min(n, math.MaxInt32)))
	} else if n < -1 {
		c.short = true
	}
}
