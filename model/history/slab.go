package history

import (
	"unsafe"

	"github.com/kafkathreadmanager/ktm/model"
)

// The size of an ordinary page. At 100 bytes a record both are used up at
// about the same time.
const (
	slabBytes   = 256 << 10
	pageEntries = 2048
	entryBytes  = int(unsafe.Sizeof(entry{}))
	pageMemory  = slabBytes + pageEntries*entryBytes
)

// slab is the memory of one page: the bytes of its records, and their entries.
type slab struct {
	bytes   []byte
	entries []entry
	mapping []byte // all of it, where it lies outside the Go heap
}

// entry is a record without its bytes. Those lie in the slab from pos on: the
// true size of one that was cut, key, value, headers. It must not have pointers: the collector does not see it.
type entry struct {
	offset    int64
	timestamp int64
	pos       uint32
	keyLen    int32 // -1 for null
	valueLen  int32 // -1 for null
	partition int32
	topic     uint32 // index into the table of topics
	timeType  model.TimestampType
	has       parts
	batch     uint16 // 1 + the index of the entry before whose bytes its batch is told, 0 for none
}

// parts are what a record may have.
type parts uint8

const (
	hasHeaders parts = 1 << iota
	isCut            // only the beginning is here
)

func heapSlab(size, entries int) slab {
	return slab{bytes: make([]byte, size), entries: make([]entry, entries)}
}

func (s slab) memory() int64 {
	return int64(len(s.bytes) + len(s.entries)*entryBytes)
}
