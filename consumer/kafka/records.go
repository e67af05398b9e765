package kafka

import (
	"encoding/binary"
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
	of    model.Batch // what its records say of it
}

// pop takes the first record off into r, which aliases the batch. Headers are
// appended to those given.
func (b *batch) pop(r *model.Record, headers []model.Header) []model.Header {
	raw := b.raw
	_, i := varintAt(raw, 0)     // length
	at, i := varintAt(raw, i+1)  // after attributes, of which there are none
	delta, i := varintAt(raw, i) // of the offset
	r.Timestamp, r.TimestampType, r.Batch = b.time, b.stamp, b.of
	if b.stamp == model.CreateTime {
		r.Timestamp += at
	}
	r.Offset = b.base + delta
	r.Key, i = fieldAt(raw, i)
	r.Value, i = fieldAt(raw, i)
	count, i := varintAt(raw, i)
	for range count {
		var h model.Header
		h.Key, i = fieldAt(raw, i)
		h.Value, i = fieldAt(raw, i)
		headers = append(headers, h)
	}
	b.raw = raw[i:]
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
	first, last := -1, len(raw)
	previous := int64(-1)
	at := 0
	for range count {
		length, body := varintAt(raw, at)
		if length < 0 || length > int64(len(raw)-body) {
			return l, errRecords
		}
		begin := at
		at = body + int(length)
		delta, ok := lookAtRecord(raw[body:at])
		if !ok || delta <= previous || delta > math.MaxInt32 {
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
	if at != len(raw) {
		return l, errRecords
	}
	if first >= 0 && first < last {
		l.records = raw[first:last]
	}
	return l, nil
}

// lookAtRecord says whether what follows a record's length makes up a record, and
// gives its offset's delta.
func lookAtRecord(b []byte) (delta int64, ok bool) {
	_, i := varintAt(b, 1) // after the attributes
	delta, i = varintAt(b, i)
	i = skipField(b, i)
	i = skipField(b, i)
	headers, i := varintAt(b, i)
	for ; headers > 0 && i < len(b); headers-- {
		i = skipField(b, i)
		i = skipField(b, i)
	}
	return delta, i == len(b) && headers <= 0
}

// skipField gives the place after a key, a value or a part of a header.
func skipField(b []byte, at int) int {
	n, i := varintAt(b, at)
	switch {
	case n > int64(len(b)-i) || n < -1:
		return beyond
	case n > 0:
		return i + int(n)
	}
	return i
}

// fieldAt gives the field at a place that was looked at, nil for null, and the
// place after it.
func fieldAt(b []byte, at int) (field []byte, next int) {
	n, i := varintAt(b, at)
	if n < 0 {
		return nil, i
	}
	end := i + int(n)
	return b[i:end:end], end
}

// beyond is a place after the end of all bytes.
const beyond = math.MaxInt32

// varintAt reads a number in the zigzag form of records, and gives the place
// after it; one that is not whole is 0 and ends beyond. It is what reading
// records mostly does: a number of one byte is read in place.
func varintAt(b []byte, at int) (v int64, next int) {
	if uint(at) < uint(len(b)) && b[at] < 0x80 {
		return int64(b[at]>>1) ^ -int64(b[at]&1), at + 1
	}
	return longVarintAt(b, at)
}

func longVarintAt(b []byte, at int) (v int64, next int) {
	if at+1 < len(b) && b[at+1] < 0x80 { // two bytes: lengths from 64 on
		u := uint64(b[at]&0x7f) | uint64(b[at+1])<<7
		return int64(u>>1) ^ -int64(u&1), at + 2
	}
	if at >= len(b) {
		return 0, beyond
	}
	v, n := binary.Varint(b[at:])
	if n <= 0 {
		return 0, beyond
	}
	return v, at + n
}
