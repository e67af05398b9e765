package kafka

import (
	"reflect"

	"github.com/IBM/sarama"
)

// What answers weigh is bounded by what they unpack to, not by what comes over
// the wire: a compressed megabyte may become hundreds. How much that will be is
// not known before, so a worker asks for a single batch first, and then for as
// much as would stay within its share of memory if the next answer unpacks like
// the last one; but at most for a few times as much as the last one had, so that
// a log which compresses differently further on is noticed in time.
const (
	// memory is what the answers of a consumer may weigh together: those kept
	// ready for Poll, the one in its hands, and one of every worker. As long as
	// it is used up, which takes batches larger than their share, nothing is
	// asked for.
	memory = 48 << 20
	// growth is how many times as large as the last answer the next may be.
	growth = 4

	recordWeight = 120 // a sarama.Record and the pointer to it
	headerWeight = 56  // a sarama.RecordHeader and the pointer to it
)

// window is how many bytes to ask a broker for after an answer of so many bytes
// that weighs so much, where workers share the memory.
func window(bytes, weight int64, workers int) int32 {
	next := max(growth*bytes, firstFetch)
	if weight > 0 {
		share := int64(memory / (prefetch + 1 + workers))
		next = min(next, bytes*share/weight)
	}
	return int32(min(max(next, oneBatch), wholeFetch))
}

// weightOf is the memory that a partition's share of an answer keeps. Headers
// are judged by the first record of a batch.
func weightOf(answer *sarama.FetchResponseBlock) (weight int64) {
	for _, set := range answer.RecordsSet {
		if b := set.RecordBatch; b != nil && len(b.Records) > 0 {
			each := recordWeight + headerWeight*len(b.Records[0].Headers)
			weight += unpackedSize(b) + int64(each*len(b.Records))
		}
		if set.MsgSet == nil {
			continue
		}
		for _, m := range set.MsgSet.Messages {
			if m.Msg == nil {
				continue
			}
			for _, one := range m.Messages() {
				if one.Msg != nil {
					weight += int64(recordWeight + len(one.Msg.Key) + len(one.Msg.Value))
				}
			}
		}
	}
	return weight
}

// unpackedSize is how many bytes the records of a batch have. Sarama keeps that
// to itself.
func unpackedSize(b *sarama.RecordBatch) int64 {
	size := reflect.ValueOf(b).Elem().FieldByName("recordsLen")
	if !size.IsValid() {
		return 0 // not known to this version of sarama
	}
	return size.Int()
}
