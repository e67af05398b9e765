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
	if len(r.Headers) > 0 {
		n = (1 + 2*len(r.Headers)) * binary.MaxVarintLen32
	}
	if r.Whole != nil {
		n += extentBytes
	}
	return n
}

// write adds a record that fits.
func (p *page) write(r *model.Record, topic uint32) {
	b := p.slab.bytes
	p.slab.entries[p.n] = entry{
		offset:    r.Offset,
		timestamp: r.Timestamp,
		pos:       uint32(p.used),
		keyLen:    length(r.Key),
		valueLen:  length(r.Value),
		partition: r.Partition,
		topic:     topic,
		timeType:  r.TimestampType,
		headers:   len(r.Headers) > 0,
		cut:       r.Whole != nil,
	}
	if r.Whole != nil {
		p.used = len(appendExtent(b[:p.used], r.Whole))
	}
	p.used += copy(b[p.used:], r.Key)
	p.used += copy(b[p.used:], r.Value)
	if len(r.Headers) > 0 {
		p.used = len(appendHeaders(b[:p.used], r.Headers))
	}
	p.n++
}

// read fills r from entry i; the bytes alias the slab.
func (p *page) read(i int, topics []string, r *model.Record) {
	e := &p.slab.entries[i]
	r.Topic, r.Partition, r.Offset = topics[e.topic], e.partition, e.offset
	r.Timestamp, r.TimestampType = e.timestamp, e.timeType
	b := p.slab.bytes[e.pos:]
	r.Whole = nil
	if e.cut {
		r.Whole, b = readExtent(b)
	}
	r.Key, b = cut(b, e.keyLen)
	r.Value, b = cut(b, e.valueLen)
	r.Headers = r.Headers[:0]
	if e.headers {
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
