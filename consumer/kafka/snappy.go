package kafka

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/snappy"
)

var xerialMagic = []byte{0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0}

// snappyBlocks takes records apart into blocks of snappy, which say what they
// unpack to together. Java's producers frame them (xerial), others send a single
// block.
func snappyBlocks(records []byte) (blocks [][]byte, size int64, err error) {
	blocks = [][]byte{records}
	if bytes.HasPrefix(records, xerialMagic) {
		blocks = blocks[:0]
		c := cursor{rest: records}
		c.take(len(xerialMagic) + 8) // two versions
		for len(c.rest) > 0 {
			blocks = append(blocks, c.take(int(c.int32())))
		}
		if c.short {
			return nil, 0, fmt.Errorf("snappy: %w", io.ErrUnexpectedEOF)
		}
	}
	for _, b := range blocks {
		n, err := snappy.DecodedLen(b)
		if err != nil {
			return nil, 0, fmt.Errorf("snappy: %w", err)
		}
		if n > 64*len(b) { // it packs 64 bytes into 3 at best
			return nil, 0, fmt.Errorf("snappy: %w", snappy.ErrCorrupt)
		}
		size += int64(n)
	}
	return blocks, size, nil
}

// snappyInto unpacks records into a place and gives how much of it they take.
func snappyInto(place, records []byte) (n int, err error) {
	blocks, size, err := snappyBlocks(records)
	switch {
	case err != nil:
		return 0, err
	case size > int64(len(place)):
		return 0, errNoFit
	}
	for _, b := range blocks {
		piece, err := snappy.Decode(place[n:], b)
		if err != nil {
			return 0, fmt.Errorf("snappy: %w", err)
		}
		n += len(piece)
	}
	return n, nil
}
