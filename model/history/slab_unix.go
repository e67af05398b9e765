//go:build unix

package history

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// newSlab maps a slab outside the Go heap, or takes one from the heap when the
// system refuses: a full address space must not lose a record.
func newSlab() slab {
	m, err := unix.Mmap(-1, 0, pageMemory, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return heapSlab(slabBytes, pageEntries)
	}
	// The mapping and slabBytes are multiples of 8, as an entry needs it; any
	// bytes, zeros first, are an entry without pointers.
	entries := unsafe.Slice((*entry)(unsafe.Pointer(&m[slabBytes])), pageEntries)
	return slab{bytes: m[:slabBytes:slabBytes], entries: entries, mapping: m}
}

// cool gives the memory of a slab nobody uses back to the system and keeps its
// addresses valid. It reports whether the slab can be used again; one from the
// Go heap is left to the collector.
func (s slab) cool() bool {
	if s.mapping == nil {
		return false
	}
	// It is a hint: if it is refused, the memory is kept, nothing else.
	_ = unix.Madvise(s.mapping, unix.MADV_DONTNEED)
	return true
}
