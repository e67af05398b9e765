package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// codecs by name, with their number in a batch's attributes.
var codecs = map[string]struct {
	codec  kgo.CompressionCodec
	number int16
}{
	"none":   {},
	"gzip":   {kgo.GzipCompression(), 1},
	"snappy": {kgo.SnappyCompression(), 2},
	"lz4":    {kgo.Lz4Compression(), 3},
	"zstd":   {kgo.ZstdCompression(), 4},
}

// keyFormat makes keys of 12 bytes.
const keyFormat = "key-%08d"

// record appends a record as it stands in a batch, without making anything
// anew: a stream writes a million of them a second beside what is measured.
func record(dst []byte, offset int, key, value []byte) []byte {
	const attributes, timestampDelta, headers = 0, 0, 0
	var room [3 * binary.MaxVarintLen32]byte
	head := append(room[:0], attributes)
	head = binary.AppendVarint(head, timestampDelta)
	head = binary.AppendVarint(head, int64(offset))
	head = binary.AppendVarint(head, int64(len(key)))
	var size [binary.MaxVarintLen32]byte
	valueSize := binary.AppendVarint(size[:0], int64(len(value)))
	dst = binary.AppendVarint(dst, int64(len(head)+len(key)+len(valueSize)+len(value)+1))
	dst = append(append(dst, head...), key...)
	dst = append(append(dst, valueSize...), value...)
	return binary.AppendVarint(dst, headers)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal makes a batch of n records, which may be compressed.
func seal(records []byte, n int, now time.Time, codec string) ([]byte, error) {
	c, ok := codecs[codec]
	if !ok {
		return nil, fmt.Errorf("there is no codec %q", codec)
	}
	if c.number != 0 {
		compressor, err := kgo.DefaultCompressor(c.codec)
		if err != nil {
			return nil, fmt.Errorf("compression: %w", err)
		}
		var room bytes.Buffer
		records, _ = compressor.Compress(&room, records)
	}
	b := kmsg.RecordBatch{
		PartitionLeaderEpoch: -1, Magic: 2, Attributes: c.number, LastOffsetDelta: int32(n - 1),
		FirstTimestamp: now.UnixMilli(), MaxTimestamp: now.UnixMilli(),
		ProducerID: -1, ProducerEpoch: -1, FirstSequence: -1, NumRecords: int32(n), Records: records,
	}
	const beforeLength, beforeCRC, afterCRC = 8, 17, 21
	wire := b.AppendTo(nil)
	binary.BigEndian.PutUint32(wire[beforeLength:], uint32(len(wire)-beforeLength-4))
	binary.BigEndian.PutUint32(wire[beforeCRC:], crc32.Checksum(wire[afterCRC:], castagnoli))
	return wire, nil
}
