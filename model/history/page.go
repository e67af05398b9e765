package history

import (
	"encoding/binary"

	"github.com/kafkathreadmanager/ktm/model"
)

// page holds consecutive records. What Append has published of it never
// changes until the page is used again.
type page struct {
	slab slab
	own  bool // made for one record

	// Of Append alone.
	n    int // entries written
	used int // bytes of the slab written
	// The batch that was told last, and 1 + the index of the entry before which;
	// of no meaning while the page is empty.
	batch model.Batch
	told  uint16

	first int64 // sequence number of entry 0; set before the page can be seen

	// Under the history's lock.
	kept bool // the history holds it
	held int  // the number of windows that hold it
}

// newOwnPage makes a page for one record of size bytes. It lies on the Go heap
// and is left to the collector: sizes differ, so it cannot serve again.
func newOwnPage(size int) *page {
	return &page{slab: heapSlab(size, 1), own: true}
}

func (p *page) fits(size int) bool {
	return p.n < len(p.slab.entries) && size <= len(p.slab.bytes)-p.used
}

// overhead is the room in bytes that a record takes in a slab beyond its
// payload, at most.
func overhead(r *model.Record) int {
	n := 0
	if r.Batch.Known() {
		n = batchBytes
	}
	if len(r.Headers) > 0 {
		n += (1 + 2*len(r.Headers)) * binary.MaxVarintLen32
	}
	if r.Whole != nil {
		n += extentBytes
	}
	return n
}

// write adds a record that fits.
func (p *page) write(r *model.Record, topic uint32) {
	b := p.slab.bytes
	var told uint16
	if r.Batch.Known() {
		if p.n == 0 || r.Batch != p.batch {
			p.tell(r.Batch)
		}
		told = p.told
	}
	var has parts
	if r.Whole != nil {
		has |= isCut
	}
	if len(r.Headers) > 0 {
		has |= hasHeaders
	}
	// One by one: a literal would be made elsewhere and copied.
	e := &p.slab.entries[p.n]
	e.offset, e.timestamp = r.Offset, r.Timestamp
	e.pos = uint32(p.used)
	e.keyLen, e.valueLen = length(r.Key), length(r.Value)
	e.partition, e.topic = r.Partition, topic
	e.timeType, e.has, e.batch = r.TimestampType, has, told
	if has&isCut != 0 {
		p.used = len(appendExtent(b[:p.used], r.Whole))
	}
	p.used += copy(b[p.used:], r.Key)
	p.used += copy(b[p.used:], r.Value)
	if has&hasHeaders != 0 {
		p.used = len(appendHeaders(b[:p.used], r.Headers))
	}
	p.n++
}

// tell writes the batch of the entry to come before its bytes. The entries of the
// same batch that follow refer to it.
func (p *page) tell(b model.Batch) {
	p.batch, p.told = b, uint16(p.n+1)
	to := p.slab.bytes[p.used:][:batchBytes]
	binary.LittleEndian.PutUint64(to, uint64(uint32(b.Size))|uint64(b.Unpacked)<<32)
	binary.LittleEndian.PutUint64(to[8:], uint64(uint32(b.Records))|uint64(b.Compression)<<32)
	p.used += batchBytes
}

const batchBytes = 16

// batchOf is the batch of an entry.
func (p *page) batchOf(e *entry) model.Batch {
	if e.batch == 0 {
		return model.Batch{}
	}
	b := p.slab.bytes[p.slab.entries[e.batch-1].pos-batchBytes:][:batchBytes]
	sizes, rest := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
	return model.Batch{Records: int32(rest), Size: int32(sizes), Unpacked: int32(sizes >> 32), Compression: model.Compression(rest >> 32)}
}

// read fills r from entry i; the bytes alias the slab.
func (p *page) read(i int, topics []string, r *model.Record) {
	e := &p.slab.entries[i]
	r.Topic, r.Partition, r.Offset = topics[e.topic], e.partition, e.offset
	r.Timestamp, r.TimestampType, r.Batch = e.timestamp, e.timeType, p.batchOf(e)
	b := p.slab.bytes[e.pos:]
	r.Whole = nil
	if e.has&isCut != 0 {
		r.Whole, b = readExtent(b)
	}
	r.Key, b = cut(b, e.keyLen)
	r.Value, b = cut(b, e.valueLen)
	r.Headers = r.Headers[:0]
	if e.has&hasHeaders != 0 {
		r.Headers = readHeaders(r.Headers, b)
	}
}

// length is the length of a field, -1 for null. Kafka's fields have int32
// lengths.
func length(b []byte) int32 {
	if b == nil {
		return -1
	}
	return int32(len(b))
}

// cut splits a field of n bytes off b. The capacity ends with the field, so
// that a reader who appends to it does not write into the page.
func cut(b []byte, n int32) (field, rest []byte) {
	if n < 0 {
		return nil, b
	}
	return b[:n:n], b[n:]
}

// appendHeaders writes the number of headers, then the length plus one (0 for
// null) and the bytes of each key and value.
func appendHeaders(b []byte, headers []model.Header) []byte {
	b = binary.AppendUvarint(b, uint64(len(headers)))
	for i := range headers {
		for _, f := range [2][]byte{headers[i].Key, headers[i].Value} {
			b = binary.AppendUvarint(b, uint64(length(f)+1))
			b = append(b, f...)
		}
	}
	return b
}

func readHeaders(dst []model.Header, b []byte) []model.Header {
	count, n := binary.Uvarint(b)
	b = b[n:]
	for range count {
		var h model.Header
		h.Key, b = cutPrefixed(b)
		h.Value, b = cutPrefixed(b)
		dst = append(dst, h)
	}
	return dst
}

func cutPrefixed(b []byte) (field, rest []byte) {
	size, n := binary.Uvarint(b)
	return cut(b[n:], int32(size)-1)
}
