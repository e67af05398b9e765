package kafka

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"github.com/kafkathreadmanager/ktm/model"
)

// packed is a record batch as it lies in a log: a head that says what it holds,
// and records that may be compressed. A message of the formats 0 and 1 is
// packed as well; its head says less.
type packed struct {
	base     int64 // offset of the first record there was
	last     int64 // of the last one; compaction may have taken both
	size     int   // bytes in the log, head included
	magic    int8  // message format: 2, or 0 and 1 for messages
	epoch    int32 // the leader's when it was written, -1 for unknown
	codec    model.Compression
	stamp    model.TimestampType
	time     int64 // milliseconds; of all records where the broker stamped them, else what they count from
	producer int64
	inTxn    bool // written within a transaction
	control  bool // markers, not records
	count    int
	records  []byte // compressed with codec
	err      error  // why it cannot be read; then only base and size are certain
}

// Where things lie in a batch. The place of base, size and magic is that of all
// formats.
const (
	headSize     = 12 // base and size, which size does not count
	epochAt      = 12
	magicAt      = 16
	batchHead    = 61 // up to the records
	crcAt        = 17
	attributesAt = 21
	lastDeltaAt  = 23 // the last offset, counted from base

	codecBits   = 0x07
	stampBit    = 0x08
	inTxnBit    = 0x10
	controlBit  = 0x20
	legacyHeads = headSize + 4 + 1 + 1 // up to the timestamp or the key
)

// Why a batch cannot be read.
var (
	errPartial  = errors.New("it did not come whole")
	errChecksum = errors.New("its checksum does not fit")
	errRecords  = errors.New("its records do not make sense")
	errHead     = errors.New("its head does not make sense")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// nextPacked takes the first batch off a log. ok is false where there is not
// one whole batch left; need is then how many bytes the one that begins there
// has, 0 where not even that is known.
func nextPacked(log []byte) (b packed, rest []byte, need int64, ok bool) {
	if len(log) <= magicAt {
		return b, nil, 0, false
	}
	b.base = int64(binary.BigEndian.Uint64(log))
	b.magic = int8(log[magicAt])
	length := int32(binary.BigEndian.Uint32(log[8:]))
	need = headSize + int64(length)
	if need <= magicAt {
		// What comes next cannot be found either.
		b.size, b.last, b.err = len(log), b.base, fmt.Errorf("%w: a length of %d", errHead, length)
		return b, nil, 0, true
	}
	if need > int64(len(log)) {
		return b, nil, need, false
	}
	b.size = int(need)
	whole := log[:b.size:b.size]
	switch b.magic {
	case 0, 1:
		b.err = b.legacyHead(whole)
	case 2:
		b.err = b.head(whole)
	default:
		b.err = fmt.Errorf("%w: message format %d", errHead, b.magic)
	}
	if b.base < 0 || b.last < b.base-1 || b.last == math.MaxInt64 {
		b.err = fmt.Errorf("%w: offsets %d to %d", errHead, b.base, b.last)
	}
	if b.err != nil {
		b.last = max(b.last, b.base)
	}
	return b, log[b.size:], 0, true
}

// told is what records say of the batch: how many there are, and how many bytes
// less than unpacked it takes.
func (b *packed) told(records, saved int) model.Batch {
	return model.Batch{Records: int32(records), Size: int32(b.size), Unpacked: int32(b.size + saved), Compression: b.codec}
}

func (b *packed) head(whole []byte) error {
	b.last = b.base
	if len(whole) < batchHead {
		return fmt.Errorf("%w: %d bytes", errHead, len(whole))
	}
	b.epoch = int32(binary.BigEndian.Uint32(whole[epochAt:]))
	attributes := binary.BigEndian.Uint16(whole[attributesAt:])
	b.codec = model.Compression(attributes & codecBits)
	b.inTxn, b.control = attributes&inTxnBit != 0, attributes&controlBit != 0
	// A batch may say that it ends before its first record; it is read by what
	// it holds.
	b.last = b.base + max(-1, int64(int32(binary.BigEndian.Uint32(whole[lastDeltaAt:]))))
	b.time, b.stamp = int64(binary.BigEndian.Uint64(whole[27:])), model.CreateTime
	if attributes&stampBit != 0 {
		b.time, b.stamp = int64(binary.BigEndian.Uint64(whole[35:])), model.LogAppendTime
	}
	b.producer = int64(binary.BigEndian.Uint64(whole[43:]))
	b.count = int(int32(binary.BigEndian.Uint32(whole[57:])))
	b.records = whole[batchHead:]
	if crc32.Checksum(whole[attributesAt:], castagnoli) != binary.BigEndian.Uint32(whole[crcAt:]) {
		return errChecksum
	}
	if b.count < 0 {
		return fmt.Errorf("%w: %d records", errHead, b.count)
	}
	return nil
}

// legacyHead reads a message of the formats 0 and 1. A compressed one wraps a
// set of messages; its offset is that of the last of them.
func (b *packed) legacyHead(whole []byte) error {
	b.last, b.epoch, b.producer, b.count, b.time = b.base, -1, -1, 1, -1
	if len(whole) < legacyHeads {
		return fmt.Errorf("%w: %d bytes", errHead, len(whole))
	}
	attributes := whole[magicAt+1]
	b.codec = model.Compression(attributes & codecBits)
	body := whole[magicAt+2:]
	b.stamp = model.NoTimestamp
	if b.magic == 1 {
		if len(body) < 8 {
			return fmt.Errorf("%w: %d bytes", errHead, len(whole))
		}
		b.stamp = model.CreateTime
		if attributes&stampBit != 0 {
			b.stamp = model.LogAppendTime
		}
		b.time = int64(binary.BigEndian.Uint64(body))
		body = body[8:]
	}
	b.records = body
	if crc32.ChecksumIEEE(whole[magicAt:]) != binary.BigEndian.Uint32(whole[headSize:]) {
		return errChecksum
	}
	return nil
}
