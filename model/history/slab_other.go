//go:build !unix

package history

func newSlab() slab { return heapSlab(slabBytes, pageEntries) }

// cool leaves the slab to the collector.
func (s slab) cool() bool { return false }
