package kafka

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// testBatch is a batch of one record per value from an offset on.
func testBatch(offset int64, values ...[]byte) batch {
	b := batch{base: offset, time: 1000, stamp: model.CreateTime}
	for i, v := range values {
		b.records = append(b.records, &sarama.Record{OffsetDelta: int64(i), Value: v})
	}
	return b
}

// wireBatch is a record batch as sarama decodes it: offsets first to last, of
// which those in kept still have a record.
func wireBatch(first, last int64, kept ...int64) *sarama.RecordBatch {
	b := &sarama.RecordBatch{Version: 2, FirstOffset: first, LastOffsetDelta: int32(last - first), FirstTimestamp: time.UnixMilli(1000), MaxTimestamp: time.UnixMilli(2000)}
	for _, k := range kept {
		b.Records = append(b.Records, &sarama.Record{OffsetDelta: k - first, Value: fmt.Append(nil, k), TimestampDelta: time.Duration(k-first) * time.Millisecond})
	}
	return b
}

func transactional(b *sarama.RecordBatch, producer int64) *sarama.RecordBatch {
	b.IsTransactional, b.ProducerID = true, producer
	return b
}

func marker(offset, producer int64, commit bool) *sarama.RecordBatch {
	b := transactional(wireBatch(offset, offset, offset), producer)
	b.Control = true
	b.Records[0].Key = []byte{0, 0, 0, 0}
	if commit {
		b.Records[0].Key[3] = 1
	}
	return b
}

func answerOf(batches ...*sarama.RecordBatch) *sarama.FetchResponseBlock {
	answer := new(sarama.FetchResponseBlock)
	for _, b := range batches {
		answer.RecordsSet = append(answer.RecordsSet, &sarama.Records{RecordBatch: b})
	}
	return answer
}

func offsets(u unpacked) []int64 {
	var out []int64
	for _, b := range u.batches {
		for _, r := range b.records {
			out = append(out, b.base+r.OffsetDelta)
		}
	}
	return out
}

func TestUnpack(t *testing.T) {
	aborted := func(answer *sarama.FetchResponseBlock, txns ...*sarama.AbortedTransaction) *sarama.FetchResponseBlock {
		answer.AbortedTransactions = txns
		return answer
	}
	partialBatch := &sarama.RecordBatch{FirstOffset: 20, LastOffsetDelta: 9, PartialTrailingRecord: true}
	for _, tt := range []struct {
		name        string
		answer      *sarama.FetchResponseBlock
		from, until int64
		isolation   model.Isolation
		want        []int64
		next        int64
	}{
		{"nothing came", answerOf(), 7, -1, model.ReadCommitted, nil, 7},
		{"records before the position are left out", answerOf(wireBatch(10, 13, 10, 11, 12, 13)), 12, -1, model.ReadCommitted, []int64{12, 13}, 14},
		{"records from the end on are left out", answerOf(wireBatch(10, 13, 10, 11, 12, 13)), 10, 12, model.ReadCommitted, []int64{10, 11}, 12},
		{"compaction left gaps and took the last", answerOf(wireBatch(10, 19, 11, 15)), 10, -1, model.ReadCommitted, []int64{11, 15}, 20},
		{"a batch lies about its end", answerOf(wireBatch(10, 5, 10, 11)), 10, -1, model.ReadCommitted, []int64{10, 11}, 12},
		{"control batches are never shown", answerOf(wireBatch(10, 10, 10), marker(11, 1, true), wireBatch(12, 12, 12)), 10, -1, model.ReadUncommitted, []int64{10, 12}, 13},
		{"a control batch at the end is passed", answerOf(marker(11, 1, true)), 11, -1, model.ReadCommitted, nil, 12},
		{"an aborted transaction is dropped", aborted(answerOf(
			transactional(wireBatch(10, 11, 10, 11), 1), transactional(wireBatch(12, 12, 12), 2), marker(13, 1, false), marker(14, 2, true),
			transactional(wireBatch(15, 15, 15), 1)),
			&sarama.AbortedTransaction{ProducerID: 1, FirstOffset: 10}), 10, -1, model.ReadCommitted, []int64{12, 15}, 16},
		{
			"aborted transactions may come unsorted", aborted(answerOf(
				transactional(wireBatch(10, 10, 10), 1), marker(11, 1, false), transactional(wireBatch(12, 12, 12), 1), marker(13, 1, true),
				transactional(wireBatch(14, 14, 14), 1), marker(15, 1, false)),
				&sarama.AbortedTransaction{ProducerID: 1, FirstOffset: 14}, &sarama.AbortedTransaction{ProducerID: 1, FirstOffset: 10}),
			10, -1, model.ReadCommitted,
			[]int64{12},
			16,
		},
		{"an aborted transaction is read uncommitted", aborted(answerOf(
			transactional(wireBatch(10, 11, 10, 11), 1), marker(12, 1, false))), 10, -1, model.ReadUncommitted, []int64{10, 11}, 13},
		{"a batch of the same producer outside transactions stays", aborted(answerOf(
			func() *sarama.RecordBatch { b := wireBatch(10, 10, 10); b.ProducerID = 1; return b }()),
			&sarama.AbortedTransaction{ProducerID: 1, FirstOffset: 10}), 10, -1, model.ReadCommitted, []int64{10}, 11},
		{"a trailing partial batch is for the next fetch", answerOf(wireBatch(10, 19, 10), partialBatch), 10, -1, model.ReadCommitted, []int64{10}, 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := unpack(tt.answer, tt.from, tt.until, tt.isolation)
			if got := offsets(u); !slices.Equal(got, tt.want) || u.next != tt.next || u.partial || u.damaged {
				t.Errorf("offsets %v next %d (%+v), want %v next %d", got, u.next, u, tt.want, tt.next)
			}
		})
	}
}

func TestTimestamps(t *testing.T) {
	created := wireBatch(10, 11, 10, 11)
	appended := wireBatch(12, 13, 12, 13)
	appended.LogAppendTime = true
	without := wireBatch(14, 14, 14)
	without.FirstTimestamp = time.Time{} // how sarama reads -1
	u := unpack(answerOf(created, appended, without), 10, -1, model.ReadCommitted)
	var got []string
	for i := range u.batches {
		for _, r := range u.batches[i].records {
			got = append(got, fmt.Sprint(u.batches[i].timeOf(r), " ", u.batches[i].stamp))
		}
	}
	want := []string{"1000 CreateTime", "1001 CreateTime", "2000 LogAppendTime", "2000 LogAppendTime", "-1 CreateTime"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An answer that holds only a batch emptied by compaction has to move the
// position. Sarama keeps the batch's end in an unexported field; this test
// fails when a new version of sarama names it otherwise.
func TestEmptiedBatchIsPassed(t *testing.T) {
	answer := decodeAnswer(t, recordBatchBytes(10, 19))
	if len(answer.RecordsSet) != 0 {
		t.Fatalf("sarama hands out an empty batch now: %+v", answer.RecordsSet)
	}
	if u := unpack(answer, 10, -1, model.ReadCommitted); u.next != 20 || len(u.batches) != 0 {
		t.Errorf("next is %d with %d batches, want 20 and none", u.next, len(u.batches))
	}
	if u := unpack(decodeAnswer(t, []byte{}), 10, -1, model.ReadCommitted); u.next != 10 {
		t.Errorf("an answer without any batch moves the position to %d", u.next)
	}
}

// A first batch that did not come whole says how much to ask for. One that did,
// and does not hold what it should, is damaged. Both are told apart by another
// field that sarama keeps to itself.
func TestPartialBatch(t *testing.T) {
	whole := batchOf(20, "a value of some length")
	u := unpack(decodeAnswer(t, whole[:70]), 20, -1, model.ReadCommitted)
	if !u.partial || u.damaged || int(u.need) != len(whole) || u.next != 20 {
		t.Errorf("a cut batch of %d bytes gives %+v", len(whole), u)
	}
	u = unpack(decodeAnswer(t, whole[:10]), 20, -1, model.ReadCommitted)
	if !u.partial || u.damaged || u.next != 20 {
		t.Errorf("a batch cut in its head gives %+v", u)
	}
	short := slices.Clone(whole)
	short[61] = 0x7e // the record says that it has 63 bytes
	short[len(short)-len("a value of some length")-2] = 0x7e
	u = unpack(decodeAnswer(t, withCRC(short)), 20, -1, model.ReadCommitted)
	if u.partial || !u.damaged || u.next != 20 {
		t.Errorf("a batch of nonsense gives %+v", u)
	}
}

// Whatever a log holds, decoding it ends, and never moves a position back.
func TestMutatedBatches(t *testing.T) {
	good := append(batchOf(20, "a value"), batchOf(21, "another value")...)
	random := rand.New(rand.NewPCG(1, 2))
	decoded := 0
	for range 1000 {
		raw := slices.Clone(good)
		for range 1 + random.IntN(3) {
			raw[random.IntN(len(raw))] = byte(random.Uint32())
		}
		raw = raw[:len(raw)-random.IntN(20)]
		if random.IntN(2) == 0 {
			raw = withCRC(raw)
		}
		answer, err := tryDecode(t, raw)
		if err != nil {
			continue
		}
		decoded++
		u := unpack(answer, 20, -1, model.ReadCommitted)
		if u.next < 20 {
			t.Fatalf("%x moves the position to %d", raw, u.next)
		}
		for _, offset := range offsets(u) {
			if offset < 20 || offset >= u.next {
				t.Fatalf("%x hands out offset %d, next %d", raw, offset, u.next)
			}
		}
	}
	if decoded == 0 {
		t.Error("no mutation could be decoded: the test looks at nothing")
	}
}
