package model

// Position says how far a consumer has come in one partition, and how far the
// partition reaches. Offsets are those of Kafka; -1 means not known yet.
type Position struct {
	TopicPartition

	Next  int64 // the offset the next delivered record has at least
	Start int64 // log start: the oldest offset the broker still keeps
	End   int64 // high watermark: the offset the next record written will have

	// Stable is the last stable offset: under read_committed nothing at or
	// after it is delivered, because a transaction is still open there.
	Stable int64

	// First is the offset of the first record delivered, -1 before there is
	// one; Received is the number delivered. A consumer counts its own records,
	// the Positions of a Status those of the whole session.
	First    int64
	Received int64
}

// Behind is the number of offsets between the position and the end, at least
// 0. Compaction and transaction markers leave gaps, so it is an upper bound of
// the messages still to come. It is 0 while either side is unknown.
func (p Position) Behind() int64 {
	if p.End < 0 || p.Next < 0 || p.Next >= p.End {
		return 0
	}
	return p.End - p.Next
}
