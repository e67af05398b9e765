package model

import "strconv"

// Batch is what a record was written in. Kafka compresses batches, not records,
// so what compression made of a record can only be told of its batch. Where
// nothing is known of it, it is the zero Batch.
//
// Sizes are in bytes, those of the batch's own head included: Size is what it
// takes in the log, Unpacked what it would take without compression, which is the
// same where there is none.
type Batch struct {
	// Records are in it, also those that are not handed out: at least 1. What
	// compaction has taken does not count.
	Records        int32
	Size, Unpacked int32
	Compression    Compression
}

// Known says that there is something to tell.
func (b Batch) Known() bool { return b.Records > 0 }

// Compression is how the records of a batch are compressed, in the numbers that
// batches have in a log.
type Compression uint8

// The compressions that Kafka knows.
const (
	NoCompression Compression = iota
	Gzip
	Snappy
	Lz4
	Zstd
)

// String gives the words of Kafka's compression.type.
func (c Compression) String() string {
	names := [...]string{"none", "gzip", "snappy", "lz4", "zstd"}
	if int(c) < len(names) {
		return names[c]
	}
	return "codec " + strconv.Itoa(int(c))
}
