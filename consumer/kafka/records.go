package kafka

import (
	"cmp"
	"reflect"
	"slices"
	"sort"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// batch is a run of records that share a base offset and a base time. The
// records alias the buffer of the answer they came in.
type batch struct {
	records []*sarama.Record // ascending offsets, all of them to be handed out
	base    int64            // offset of the record with OffsetDelta 0
	time    int64            // milliseconds; of all records where stamp is LogAppendTime, else of TimestampDelta 0
	stamp   model.TimestampType
}

// timeOf is a record's timestamp.
func (b *batch) timeOf(rec *sarama.Record) int64 {
	if b.stamp == model.CreateTime {
		return b.time + rec.TimestampDelta.Milliseconds()
	}
	return b.time
}

// unpacked is what one partition's share of a fetch answer comes to.
type unpacked struct {
	batches []batch
	next    int64 // where to go on: after everything in the answer, also what is not handed out
	partial bool  // nothing came, for the first batch did not fit
	need    int32 // how many bytes it has, where that is known
	damaged bool  // nothing came, for the first batch did fit and ends before its records do
}

// unpack sorts out a partition's share of an answer to a fetch at offset from.
// Records before from, at or after until (where that is not negative), of
// control batches and, under read_committed, of aborted transactions are left
// out; next goes past them all the same.
func unpack(answer *sarama.FetchResponseBlock, from, until int64, isolation model.Isolation) unpacked {
	u := unpacked{next: from, partial: answer.Partial}
	aborted := abortedFilter{committedOnly: isolation == model.ReadCommitted, coming: answer.AbortedTransactions}
	aborted.sort()
	for i, set := range answer.RecordsSet {
		if set.MsgSet != nil {
			u.legacy(set.MsgSet, from, until, i == 0)
			continue
		}
		b := set.RecordBatch
		if b == nil {
			continue
		}
		if b.PartialTrailingRecord {
			if i == 0 {
				u.need = partialSize(answer)
				u.partial, u.damaged = u.need > 0, u.need <= 0
			}
			break
		}
		if aborted.drops(b) {
			u.next = max(u.next, b.LastOffset()+1)
			continue
		}
		u.add(batch{records: b.Records, base: b.FirstOffset, time: batchTime(b), stamp: batchStamp(b)}, from, until)
		u.next = max(u.next, b.LastOffset()+1)
	}
	if len(answer.RecordsSet) == 0 && !answer.Partial {
		u.next = max(u.next, emptyEnd(answer))
	}
	if until >= 0 {
		u.next = max(from, min(u.next, until))
	}
	return u
}

// add appends a batch without the records that are not asked for.
func (u *unpacked) add(b batch, from, until int64) {
	if n := len(b.records); n > 0 {
		u.next = max(u.next, b.base+b.records[n-1].OffsetDelta+1)
	}
	if n := len(b.records); n > 0 && b.base+b.records[0].OffsetDelta < from {
		b.records = b.records[sort.Search(n, func(i int) bool { return b.base+b.records[i].OffsetDelta >= from }):]
	}
	if n := len(b.records); n > 0 && until >= 0 && b.base+b.records[n-1].OffsetDelta >= until {
		b.records = b.records[:sort.Search(n, func(i int) bool { return b.base+b.records[i].OffsetDelta >= until })]
	}
	if len(b.records) > 0 {
		u.batches = append(u.batches, b)
	}
}

func batchStamp(b *sarama.RecordBatch) model.TimestampType {
	if b.LogAppendTime {
		return model.LogAppendTime
	}
	return model.CreateTime
}

func batchTime(b *sarama.RecordBatch) int64 {
	if b.LogAppendTime {
		return millis(b.MaxTimestamp)
	}
	return millis(b.FirstTimestamp)
}

// millis undoes sarama's reading of a timestamp, which makes the zero time of
// a negative one.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return -1
	}
	return t.UnixMilli()
}

// emptyEnd is the offset after an answer that holds nothing but batches which
// compaction has emptied, 0 where it holds none. Sarama drops such batches and
// keeps their end to itself; who does not go past it asks for them for ever.
func emptyEnd(answer *sarama.FetchResponseBlock) int64 {
	end := reflect.ValueOf(answer).Elem().FieldByName("recordsNextOffset")
	if !end.IsValid() || end.IsNil() {
		return 0
	}
	return end.Elem().Int()
}

// partialSize is how many bytes the batch has that did not fit into an answer.
// Sarama keeps it to itself as well; 0 means that all of the batch's bytes came
// and they do not make up the records it should have.
func partialSize(answer *sarama.FetchResponseBlock) int32 {
	size := reflect.ValueOf(answer).Elem().FieldByName("partialBatchSize")
	if !size.IsValid() {
		return 1 // not known to this version of sarama
	}
	return int32(size.Int())
}

// abortedFilter follows the aborted transactions of an answer. A producer's
// batches are dropped from the first offset of an aborted transaction to the
// control batch that ends it.
type abortedFilter struct {
	committedOnly bool
	coming        []*sarama.AbortedTransaction // by first offset
	open          map[int64]bool               // producer ids inside an aborted transaction
}

func (f *abortedFilter) sort() {
	slices.SortFunc(f.coming, func(a, b *sarama.AbortedTransaction) int { return cmp.Compare(a.FirstOffset, b.FirstOffset) })
}

// drops says whether a batch is not for readers. Batches come in log order.
func (f *abortedFilter) drops(b *sarama.RecordBatch) bool {
	for len(f.coming) > 0 && f.coming[0].FirstOffset <= b.LastOffset() {
		if f.open == nil {
			f.open = make(map[int64]bool)
		}
		f.open[f.coming[0].ProducerID] = true
		f.coming = f.coming[1:]
	}
	if b.Control {
		if isAbort(b) {
			delete(f.open, b.ProducerID)
		}
		return true
	}
	return f.committedOnly && b.IsTransactional && f.open[b.ProducerID]
}

// isAbort reads the key of a control record: a version and a type, both of 16
// bits; type 0 is ABORT.
func isAbort(b *sarama.RecordBatch) bool {
	return len(b.Records) > 0 && len(b.Records[0].Key) >= 4 && b.Records[0].Key[2] == 0 && b.Records[0].Key[3] == 0
}
