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

	// Until is the offset at which reading ends; -1 where there is no end.
	Until int64

	// First is the offset of the first record delivered, -1 before there is
	// one; Received is the number delivered. A consumer counts its own records,
	// the Positions of a Status those of the whole session.
	First    int64
	Received int64
}

// Behind is the number of offsets between the position and the end, of the log or
// of reading where that is nearer, at least 0. Compaction and transaction markers
// leave gaps, so it is an upper bound of the messages still to come. It is 0 while
// either side is unknown.
func (p Position) Behind() int64 {
	if p.End < 0 || p.Next < 0 {
		return 0
	}
	end := p.End
	if p.Until >= 0 {
		end = min(end, p.Until)
	}
	return max(0, end-p.Next)
}

// Left is the number of offsets that can be read between the position and the
// end, of reading or of the log. Like Behind it is an upper bound, but what lies
// behind an open transaction is not in it. It is 0 while either side is unknown.
func (p Position) Left() int64 {
	end := p.End
	if p.Stable >= 0 {
		end = min(end, p.Stable)
	}
	if p.Until >= 0 && (end < 0 || p.Until < end) {
		end = p.Until
	}
	if p.Next < 0 {
		return 0
	}
	return max(0, end-p.Next)
}
