//go:build !unix

package history

// slab is the memory for the bytes of a page's records.
type slab struct {
	bytes []byte
}

func newSlab() slab { return slab{bytes: make([]byte, slabBytes)} }

// cool leaves the slab to the collector.
func (s slab) cool() bool { return false }
