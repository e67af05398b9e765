package kafka

import (
	"encoding/binary"
	"hash/crc32"
	"slices"

	"github.com/twmb/franz-go/pkg/kbin"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// recordBatchBytes is a record batch of offsets first to last without records,
// as compaction leaves it.
func recordBatchBytes(first, last int64) []byte {
	batch := kmsg.RecordBatch{
		FirstOffset: first, Length: 49, Magic: 2, LastOffsetDelta: int32(last - first),
		ProducerID: -1, ProducerEpoch: -1, FirstSequence: -1,
	}
	return withCRC(batch.AppendTo(nil))
}

// withCRC sets the checksum of an encoded record batch.
func withCRC(raw []byte) []byte {
	binary.BigEndian.PutUint32(raw[17:], crc32.Checksum(raw[21:], crc32.MakeTable(crc32.Castagnoli)))
	return raw
}

// messageBytes is one message of format 0 or 1 as it lies in a log.
func messageBytes(offset int64, magic, attributes int8, timestamp int64, key, value []byte) []byte {
	var body []byte
	body = kbin.AppendInt8(body, magic)
	body = kbin.AppendInt8(body, attributes)
	if magic == 1 {
		body = kbin.AppendInt64(body, timestamp)
	}
	body = kbin.AppendNullableBytes(body, key)
	body = kbin.AppendNullableBytes(body, value)
	out := kbin.AppendInt64(nil, offset)
	out = kbin.AppendInt32(out, int32(4+len(body)))
	out = kbin.AppendInt32(out, int32(crc32.ChecksumIEEE(body)))
	return append(out, body...)
}

// answerOf is one partition's share of an answer that carries raw as its log.
func answerOf(raw ...[]byte) *partAnswer {
	return &partAnswer{end: -1, stable: -1, start: -1, nearby: -1, log: slices.Concat(raw...)}
}

// unpacked is all that comes of an answer.
type unpacked struct {
	records []model.Record
	next    int64
	weight  int64
	err     error
}

func unpack(answer *partAnswer, from, until int64, isolation model.Isolation) unpacked {
	u := unpacked{next: from}
	s := sorted(answer, from, until, isolation, &unpacker{room: func(int64) bool { return true }})
	for {
		st, ok, err := s.next()
		if err != nil || !ok {
			u.err = err
			return u
		}
		u.next = st.next
		u.weight += st.weight
		for _, b := range st.batches {
			for len(b.raw) > 0 {
				var r model.Record
				r.Headers = b.pop(&r, nil)
				u.records = append(u.records, r)
			}
		}
	}
}

func (u unpacked) offsets() []int64 {
	var out []int64
	for _, r := range u.records {
		out = append(out, r.Offset)
	}
	return out
}
