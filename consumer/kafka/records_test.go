package kafka

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// testBatch is a batch of one record per value from an offset on.
func testBatch(offset int64, values ...[]byte) batch {
	b := batch{base: offset, time: 1000, stamp: model.CreateTime}
	for i, v := range values {
		b.raw = append(b.raw, recordBytes(kmsg.Record{OffsetDelta: int32(i), Value: v})...)
	}
	return b
}

// recordBytes encodes a record with its length.
func recordBytes(r kmsg.Record) []byte {
	r.Length = 0
	r.Length = int32(len(r.AppendTo(nil)) - 1) // a length of 0 takes one byte
	return r.AppendTo(nil)
}

// wire is a record batch as it lies in a log.
type wire struct{ kmsg.RecordBatch }

// wireBatch has offsets first to last, of which those in kept still have a
// record.
func wireBatch(first, last int64, kept ...int64) *wire {
	b := &wire{kmsg.RecordBatch{
		FirstOffset: first, Magic: 2, LastOffsetDelta: int32(last - first), FirstTimestamp: 1000, MaxTimestamp: 2000,
		ProducerID: -1, ProducerEpoch: -1, FirstSequence: -1, NumRecords: int32(len(kept)),
	}}
	for _, k := range kept {
		b.Records = append(b.Records, recordBytes(kmsg.Record{
			OffsetDelta: int32(k - first), Value: fmt.Append(nil, k), TimestampDelta64: k - first,
		})...)
	}
	return b
}

func (b *wire) bytes() []byte {
	b.Length = int32(49 + len(b.Records))
	return withCRC(b.AppendTo(nil))
}

func transactional(b *wire, producer int64) []byte {
	b.Attributes |= inTxnBit
	b.ProducerID = producer
	return b.bytes()
}

func marker(offset, producer int64, commit bool) []byte {
	b := wireBatch(offset, offset)
	key := []byte{0, 0, 0, 0}
	if commit {
		key[3] = 1
	}
	b.Records, b.NumRecords = recordBytes(kmsg.Record{Key: key}), 1
	b.Attributes |= controlBit
	return transactional(b, producer)
}

func TestUnpack(t *testing.T) {
	aborted := func(answer *partAnswer, txns ...abortedTransaction) *partAnswer {
		answer.aborted = txns
		return answer
	}
	for _, tt := range []struct {
		name        string
		answer      *partAnswer
		from, until int64
		isolation   model.Isolation
		want        []int64
		next        int64
	}{
		{"nothing came", answerOf(), 7, -1, model.ReadCommitted, nil, 7},
		{"records before the position are left out", answerOf(wireBatch(10, 13, 10, 11, 12, 13).bytes()), 12, -1, model.ReadCommitted, []int64{12, 13}, 14},
		{"records from the end on are left out", answerOf(wireBatch(10, 13, 10, 11, 12, 13).bytes()), 10, 12, model.ReadCommitted, []int64{10, 11}, 12},
		{"compaction left gaps and took the last", answerOf(wireBatch(10, 19, 11, 15).bytes()), 10, -1, model.ReadCommitted, []int64{11, 15}, 20},
		{"a batch lies about its end", answerOf(wireBatch(10, 5, 10, 11).bytes()), 10, -1, model.ReadCommitted, []int64{10, 11}, 12},
		{"control batches are never shown", answerOf(wireBatch(10, 10, 10).bytes(), marker(11, 1, true), wireBatch(12, 12, 12).bytes()), 10, -1, model.ReadUncommitted, []int64{10, 12}, 13},
		{"a control batch at the end is passed", answerOf(marker(11, 1, true)), 11, -1, model.ReadCommitted, nil, 12},
		{"an aborted transaction is dropped", aborted(answerOf(
			transactional(wireBatch(10, 11, 10, 11), 1), transactional(wireBatch(12, 12, 12), 2), marker(13, 1, false), marker(14, 2, true),
			transactional(wireBatch(15, 15, 15), 1)),
			abortedTransaction{1, 10}), 10, -1, model.ReadCommitted, []int64{12, 15}, 16},
		{
			"aborted transactions may come unsorted", aborted(answerOf(
				transactional(wireBatch(10, 10, 10), 1), marker(11, 1, false), transactional(wireBatch(12, 12, 12), 1), marker(13, 1, true),
				transactional(wireBatch(14, 14, 14), 1), marker(15, 1, false)),
				abortedTransaction{1, 14}, abortedTransaction{1, 10}),
			10, -1, model.ReadCommitted,
			[]int64{12},
			16,
		},
		{"an aborted transaction is read uncommitted", aborted(answerOf(
			transactional(wireBatch(10, 11, 10, 11), 1), marker(12, 1, false))), 10, -1, model.ReadUncommitted, []int64{10, 11}, 13},
		{"a batch of the same producer outside transactions stays", aborted(answerOf(
			func() []byte { b := wireBatch(10, 10, 10); b.ProducerID = 1; return b.bytes() }()),
			abortedTransaction{1, 10}), 10, -1, model.ReadCommitted, []int64{10}, 11},
		{"a batch before the position is passed", answerOf(wireBatch(10, 13, 10, 13).bytes(), wireBatch(14, 14, 14).bytes()), 14, -1, model.ReadCommitted, []int64{14}, 15},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := unpack(tt.answer, tt.from, tt.until, tt.isolation)
			if got := u.offsets(); !slices.Equal(got, tt.want) || u.next != tt.next || u.err != nil {
				t.Errorf("offsets %v next %d, %v, want %v next %d", got, u.next, u.err, tt.want, tt.next)
			}
		})
	}
}

func TestTimestamps(t *testing.T) {
	appended := wireBatch(12, 13, 12, 13)
	appended.Attributes |= stampBit
	without := wireBatch(14, 14, 14)
	without.FirstTimestamp = -1
	u := unpack(answerOf(wireBatch(10, 11, 10, 11).bytes(), appended.bytes(), without.bytes()), 10, -1, model.ReadCommitted)
	var got []string
	for _, r := range u.records {
		got = append(got, fmt.Sprint(r.Timestamp, " ", r.TimestampType))
	}
	want := []string{"1000 CreateTime", "1001 CreateTime", "2000 LogAppendTime", "2000 LogAppendTime", "-1 CreateTime"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An answer that holds only a batch emptied by compaction has to move the
// position.
func TestEmptiedBatchIsPassed(t *testing.T) {
	if u := unpack(answerOf(recordBatchBytes(10, 19)), 10, -1, model.ReadCommitted); u.next != 20 || len(u.records) != 0 || u.err != nil {
		t.Errorf("next is %d with %d records, %v; want 20 and none", u.next, len(u.records), u.err)
	}
	if u := unpack(answerOf(), 10, -1, model.ReadCommitted); u.next != 10 {
		t.Errorf("an answer without any batch moves the position to %d", u.next)
	}
}

// A first batch that did not come whole says how much to ask for. One that did,
// and does not hold what it should, is damaged.
func TestPartialBatch(t *testing.T) {
	whole := batchOf(20, "a value of some length")
	var partial *partialError
	u := unpack(answerOf(whole[:70]), 20, -1, model.ReadCommitted)
	if !errors.As(u.err, &partial) || partial.need != int64(len(whole)) || u.next != 20 {
		t.Errorf("a cut batch of %d bytes gives %v", len(whole), u.err)
	}
	u = unpack(answerOf(whole[:10]), 20, -1, model.ReadCommitted)
	if !errors.As(u.err, &partial) || u.next != 20 {
		t.Errorf("a batch cut in its head gives %v", u.err)
	}
	u = unpack(answerOf(batchOf(19, "a"), whole, batchOf(21, "b")[:30]), 19, -1, model.ReadCommitted)
	if !errors.As(u.err, &partial) || u.next != 21 || len(u.records) != 2 {
		t.Errorf("a cut batch after two others gives %v, next %d", u.err, u.next)
	}
	short := slices.Clone(whole)
	short[61] = 0x7e // the record says that it has 63 bytes
	short[len(short)-len("a value of some length")-2] = 0x7e
	u = unpack(answerOf(withCRC(short)), 20, -1, model.ReadCommitted)
	if !isA[*batchError](u.err) || u.next != 20 {
		t.Errorf("a batch of nonsense gives %v, next %d", u.err, u.next)
	}
}

// A damaged head that claims more offsets than the batch has does not hide what
// lies behind it.
func TestBatchThatClaimsTooMuch(t *testing.T) {
	liar := wireBatch(10, 14, 10, 14).bytes()
	liar[25]++ // the last offset, by 256
	if u := unpack(answerOf(liar, batchOf(15, "b"), batchOf(16, "c")), 16, -1, model.ReadCommitted); u.err != nil || u.next != 17 || len(u.records) != 1 {
		t.Errorf("behind it: %v, next %d", u.err, u.next)
	}
	if u := unpack(answerOf(liar, batchOf(15, "b")), 12, -1, model.ReadCommitted); !isA[*batchError](u.err) || u.next != 12 {
		t.Errorf("in it: %v, next %d", u.err, u.next)
	}
}

// What lies beyond the end of the log was not written there.
func TestBatchBeyondTheEnd(t *testing.T) {
	answer := answerOf(batchOf(20, "a"), batchOf(1<<40, "b"))
	answer.end = 22
	if u := unpack(answer, 20, -1, model.ReadCommitted); !isA[*batchError](u.err) || u.next != 21 {
		t.Errorf("%v, next %d, want an error and 21", u.err, u.next)
	}
}

// Whatever a log holds, decoding it ends, never moves a position back, and hands
// out nothing from elsewhere.
func TestMutatedBatches(t *testing.T) {
	const end = 30
	many := wireBatch(22, 29, 22, 23, 25, 29)
	packed := wireBatch(22, 29, 22, 23, 25, 29)
	packed.Attributes, packed.Records = int16(model.Gzip), gzipped(t, packed.Records)
	logs := [][]byte{
		slices.Concat(batchOf(20, "a value"), batchOf(21, "another value"), many.bytes()),
		slices.Concat(batchOf(20, "a value"), packed.bytes()),
		slices.Concat(messageBytes(20, 0, 0, 0, nil, []byte("a")), messageBytes(22, 1, 1, 5, nil, gzipped(t, messageBytes(0, 1, 0, 5, nil, []byte("b"))))),
	}
	random := rand.New(rand.NewPCG(1, 2))
	whole, damaged := 0, 0
	for i := range 10_000 {
		raw := slices.Clone(logs[i%len(logs)])
		for range 1 + random.IntN(3) {
			raw[random.IntN(len(raw))] = byte(random.Uint32())
		}
		raw = raw[:len(raw)-random.IntN(20)]
		if random.IntN(2) == 0 && len(raw) > batchHead {
			raw = withCRC(raw)
		}
		answer := answerOf(raw)
		answer.end = end
		u := unpack(answer, 20, -1, model.ReadCommitted)
		if u.next < 20 || u.next > end {
			t.Fatalf("%x moves the position to %d", raw, u.next)
		}
		for _, offset := range u.offsets() {
			if offset < 20 || offset >= u.next {
				t.Fatalf("%x hands out offset %d, next %d", raw, offset, u.next)
			}
		}
		if u.err != nil {
			damaged++
		} else {
			whole++
		}
	}
	if damaged == 0 || whole == 0 {
		t.Errorf("%d were damaged and %d were not: the test looks at nothing", damaged, whole)
	}
}
