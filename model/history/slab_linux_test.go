package history

import "testing"

// What is cooled has no memory behind it any more, can still be read, and can
// be written again.
func TestCooledSlabReadsAsZeros(t *testing.T) {
	s := newSlab()
	if s.mapping == nil {
		t.Fatal("the slab is not mapped")
	}
	s.bytes[slabBytes-1], s.entries[pageEntries-1].offset = 7, 7
	if !s.cool() {
		t.Fatal("a mapped slab cannot be used again")
	}
	if s.bytes[slabBytes-1] != 0 || s.entries[pageEntries-1].offset != 0 {
		t.Error("the memory was not given back")
	}
	s.bytes[0] = 1
	if heapSlab(slabBytes, pageEntries).cool() {
		t.Error("a slab of the Go heap would be kept after cooling")
	}
}
