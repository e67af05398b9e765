//go:build unix

package history

import "golang.org/x/sys/unix"

// slab is the memory for the bytes of a page's records.
type slab struct {
	bytes  []byte
	mapped bool // outside the Go heap
}

// newSlab maps a slab outside the Go heap, or takes one from the heap when the
// system refuses: a full address space must not lose a record.
func newSlab() slab {
	b, err := unix.Mmap(-1, 0, slabBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return slab{bytes: make([]byte, slabBytes)}
	}
	return slab{bytes: b, mapped: true}
}

// cool gives a slab's memory back to the system but keeps its addresses valid.
// It reports whether the slab is to be used again; one from the Go heap is left
// to the collector.
func (s slab) cool() bool {
	if !s.mapped {
		return false
	}
	// A refused hint costs memory, nothing else.
	_ = unix.Madvise(s.bytes, unix.MADV_DONTNEED)
	return true
}
