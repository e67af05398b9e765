package latest

import (
	"cmp"
	"encoding/binary"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// entry is a key with its last message. One that belongs to no key has count 0.
type entry struct {
	hash         uint64
	chain        *entry // the next one of the same hash
	older, newer *entry
	born         int64 // tells this key from those that had the entry before
	count        int64
	message      int64     // the number of the last message among all that were taken in
	changed      time.Time // zero: before somebody looked

	at        model.TopicPartition
	offset    int64
	timestamp int64
	timeType  model.TimestampType
	keyLen    int32
	valueLen  int32 // -1 for null
	batch     model.Batch
	whole     *model.Extent
	buf       []byte // key, value, headers
}

// Memory of an entry besides its bytes, its place in the map and in the order
// included, about.
const entryMemory = 256

// Entries whose keys were forgotten wait for the next ones: so many, each with so
// much room. What they hold is not counted; the others are let go.
const (
	mostFree  = 16
	smallRoom = 1 << 10
)

// spare is how much more room than it needs an entry keeps for the next message.
const spare = 4

func (e *entry) memory() int64 { return entryMemory + int64(cap(e.buf)) }

func (e *entry) key() []byte { return e.buf[:e.keyLen] }

// set copies a message, which has a key.
func (e *entry) set(r *model.Record) {
	e.at, e.offset, e.timestamp, e.timeType = r.TopicPartition, r.Offset, r.Timestamp, r.TimestampType
	e.batch, e.whole = r.Batch, r.Whole
	need := r.Size()
	if len(r.Headers) > 0 {
		need += (1 + 2*len(r.Headers)) * binary.MaxVarintLen32
	}
	if e.buf == nil || cap(e.buf) < need || cap(e.buf) > spare*need+64 {
		e.buf = make([]byte, 0, need)
	}
	b := append(append(e.buf[:0], r.Key...), r.Value...)
	e.keyLen, e.valueLen = int32(len(r.Key)), int32(len(r.Value))
	if r.Value == nil {
		e.valueLen = -1
	}
	if len(r.Headers) > 0 {
		b = binary.AppendUvarint(b, uint64(len(r.Headers)))
		for i := range r.Headers {
			b = appendField(b, r.Headers[i].Key)
			b = appendField(b, r.Headers[i].Value)
		}
	}
	e.buf = b
}

// release empties an entry. Small room waits for the next key.
func (e *entry) release() {
	*e = entry{born: e.born, buf: e.buf[:0]}
	if cap(e.buf) > smallRoom {
		e.buf = nil
	}
}

// is says that the entry is of a record's key.
func (e *entry) is(r *model.Record) bool {
	own := model.Record{Key: e.key(), Whole: e.whole}
	return e.at.Topic == r.Topic && own.SameKey(r)
}

// compare orders entries by topic and key. Those of which only the same part is
// here have the order in which they came.
func (e *entry) compare(o *entry) int {
	return cmp.Or(cmp.Compare(e.at.Topic, o.at.Topic), natural(e.key(), o.key()), cmp.Compare(e.born, o.born))
}

// appendField writes the length plus one, 0 for null, and the bytes.
func appendField(b, field []byte) []byte {
	if field == nil {
		return append(b, 0)
	}
	return append(binary.AppendUvarint(b, uint64(len(field))+1), field...)
}

func cutField(b []byte) (field, rest []byte) {
	n, size := binary.Uvarint(b)
	b = b[size:]
	if n == 0 {
		return nil, b
	}
	return b[: n-1 : n-1], b[n-1:]
}

// get fills a row with the message, of whose value most bytes at most. Its bytes
// are a copy in the row's own room.
func (e *entry) get(row *Row, most int) {
	row.ID, row.Message, row.Count, row.Changed = e.born, e.message, e.count, e.changed
	r := &row.Record
	r.TopicPartition, r.Offset, r.Timestamp, r.TimestampType = e.at, e.offset, e.timestamp, e.timeType
	r.Batch, r.Whole, r.Value, r.Headers = e.batch, e.whole, nil, r.Headers[:0]

	value := max(0, int(e.valueLen))
	kept := min(value, most)
	key, end := int(e.keyLen), int(e.keyLen)+kept
	if row.buf == nil {
		row.buf = []byte{} // what is empty is not null
	}
	row.buf = append(row.buf[:0], e.buf[:end]...)
	row.buf = append(row.buf, e.buf[int(e.keyLen)+value:]...)
	r.Key = row.buf[:key:key]
	if e.valueLen >= 0 {
		r.Value = row.buf[key:end:end]
	}
	if rest := row.buf[end:]; len(rest) > 0 {
		n, size := binary.Uvarint(rest)
		rest = rest[size:]
		for range n {
			var h model.Header
			h.Key, rest = cutField(rest)
			h.Value, rest = cutField(rest)
			r.Headers = append(r.Headers, h)
		}
	}
	if kept < value && r.Whole == nil {
		w := model.Extent{Key: int64(key), Value: int64(value), HeaderCount: len(r.Headers)}
		w.Headers = int64(r.Size()) - w.Key - int64(kept)
		r.Whole = &w
	}
}
