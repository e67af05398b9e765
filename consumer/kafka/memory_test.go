package kafka

import (
	"bytes"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// weightOfBlocks is what a delivery weighs, counted apart from weightOf.
func weightOfBlocks(blocks []block) (weight int64) {
	for _, b := range blocks {
		for _, batch := range b.batches {
			for _, r := range batch.records {
				weight += int64(len(r.Key) + len(r.Value) + recordWeight)
			}
		}
	}
	return weight
}

// weigh takes what the workers deliver, in the place of Poll, until n
// records have come, and gives the weight of each delivery and of its largest
// batch.
func (x *tester) weigh(n int) (weights, largest []int64) {
	x.t.Helper()
	timeout := time.After(patience)
	for got := 0; got < n; {
		select {
		case blocks := <-x.deliveries:
			for _, b := range blocks {
				x.letGo(b.weight)
			}
			var most int64
			for _, b := range blocks {
				for _, one := range b.batches {
					got += len(one.records)
					most = max(most, weightOfBlocks([]block{{batches: []batch{one}}}))
				}
			}
			if weight := weightOfBlocks(blocks); weight > 0 {
				weights, largest = append(weights, weight), append(largest, most)
			}
		case <-timeout:
			x.t.Fatalf("%d of %d records came", got, n)
		}
	}
	return weights, largest
}

// Whatever the codec and however well it packs, no answer weighs more than a
// worker's share of the memory.
func TestAnswersAreBoundedByWhatTheyUnpackTo(t *testing.T) {
	const records = 150_000
	for name, codec := range map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
		"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	} {
		t.Run(name, func(t *testing.T) {
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
			cl := newProducer(t, cluster, kgo.ProducerBatchCompression(codec), kgo.ProducerLinger(10*time.Millisecond))
			value := bytes.Repeat([]byte("status=ok "), 18)
			all := make([]*kgo.Record, records)
			for i := range all {
				all[i] = &kgo.Record{Topic: "orders", Partition: int32(i % 2), Value: value}
			}
			produceRecords(t, cl, all...)
			x := mustOpen(t, config(cluster, oldest, "orders"), nil)
			eventually(t, "answers that nobody takes", func() bool { return len(x.deliveries) == prefetch })
			weights, largest := x.weigh(records)
			var most int64
			for i, weight := range weights {
				most = max(most, weight)
				if limit := memory/(prefetch+2) + 2*largest[i]; weight > limit {
					t.Errorf("answer %d weighs %d KiB, its largest batch %d KiB, want at most %d KiB", i, weight>>10, largest[i]>>10, limit>>10)
				}
			}
			t.Logf("%d answers, the largest of %d KiB", len(weights), most>>10)
		})
	}
}

// Batches that unpack to a thousand times their size come one by one.
func TestBombsComeOneByOne(t *testing.T) {
	const bombs, size = 12, 16 << 20
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	s := &shadow{logs: map[int32][][]byte{0: nil}}
	for i := range int64(bombs) {
		s.logs[0] = append(s.logs[0], gzippedBatchOf(t, i, make([]byte, size)))
	}
	s.install(cluster)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	weights, _ := x.weigh(bombs)
	for i, weight := range weights {
		if weight > 2*size {
			t.Errorf("answer %d weighs %d MiB", i, weight>>20)
		}
	}
}

// While batches that are large once unpacked wait for Poll, no more are fetched.
func TestLargeBatchesAreNotPiledUp(t *testing.T) {
	const bombs, size = 6, 30 << 20
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	s := &shadow{logs: map[int32][][]byte{0: nil}}
	for i := range int64(bombs) {
		s.logs[0] = append(s.logs[0], gzippedBatchOf(t, i, make([]byte, size)))
	}
	s.install(cluster)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	var r model.Record
	for read := 0; read < bombs; {
		if read < bombs-2 {
			eventually(t, "the memory to be used up", func() bool { return x.held.Load() >= memory })
			settle := time.NewTimer(100 * time.Millisecond) // for what should not come
			<-settle.C
			if held := x.held.Load(); held > memory+size {
				t.Errorf("%d MiB are held after %d records", held>>20, read)
			}
		}
		ok, err := x.Poll(patience, &r)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			read++
		}
	}
	x.quiet(50 * time.Millisecond)
	if held := x.held.Load(); held != 0 {
		t.Errorf("%d bytes are held when all is read", held)
	}
}

// gzippedBatchOf is a compressed batch of one record.
func gzippedBatchOf(t *testing.T, offset int64, value []byte) []byte {
	t.Helper()
	record := kmsg.Record{Value: value}
	record.Length = int32(len(record.AppendTo(nil)) - 1) // a length of 0 takes one byte
	batch := kmsg.RecordBatch{
		FirstOffset: offset, Magic: 2, Attributes: 1, FirstTimestamp: 1000, MaxTimestamp: 1000,
		ProducerID: -1, ProducerEpoch: -1, FirstSequence: -1, NumRecords: 1, Records: gzipped(t, record.AppendTo(nil)),
	}
	batch.Length = int32(49 + len(batch.Records))
	return withCRC(batch.AppendTo(nil))
}

func TestWindow(t *testing.T) {
	const share = memory / (prefetch + 2)
	for _, tt := range []struct {
		name          string
		bytes, weight int64
		workers       int
		want          int32
	}{
		{"nothing came", 60, 0, 1, firstFetch},
		{"little came", 1000, 2000, 1, firstFetch},
		{"it grows by steps", 100_000, 200_000, 1, growth * 100_000},
		{"up to a limit", 8 << 20, 9 << 20, 1, wholeFetch},
		{"it unpacks to its share", 1 << 20, share, 1, 1 << 20},
		{"it unpacks to ten shares", 1 << 20, 10 * share, 1, 1 << 20 / 10},
		{"ten workers share", 1 << 20, share, 10, 1 << 20 * (prefetch + 2) / (prefetch + 11)},
		{"a bomb", 1000, 1 << 40, 1, oneBatch},
	} {
		if got := window(tt.bytes, tt.weight, tt.workers); got < tt.want-1 || got > tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// Sarama keeps the unpacked size of a batch in an unexported field; this test
// fails when a new version names it otherwise.
func TestWeightOfAnAnswer(t *testing.T) {
	answer := decodeAnswer(t, gzippedBatchOf(t, 20, make([]byte, 1<<20)))
	if got := weightOf(answer); got < 1<<20 || got > 1<<20+1000 {
		t.Errorf("an answer of 1 MiB weighs %d", got)
	}
	if u := unpack(answer, 20, -1, model.ReadCommitted); len(u.batches) != 1 || weightOf(answerOf()) != 0 {
		t.Errorf("unpacks to %d batches", len(u.batches))
	}
	legacy := decodeAnswer(t, messageBytes(5, 1, 0, 1, nil, make([]byte, 1000)))
	if got := weightOf(legacy); got != 1000+recordWeight {
		t.Errorf("a message of format 1 weighs %d", got)
	}
}
