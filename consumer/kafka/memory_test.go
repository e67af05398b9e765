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

// weigh takes what the workers deliver, in the place of Poll, until n
// records have come, and gives the weight of each delivery and of its largest
// batch.
func (x *tester) weigh(n int) (weights, largest []int64) {
	x.t.Helper()
	timeout := time.After(patience)
	for got := 0; got < n; {
		select {
		case blocks := <-x.deliveries:
			var weight, most int64
			for _, b := range blocks {
				for _, one := range b.batches {
					weight += int64(len(one.raw))
					most = max(most, int64(len(one.raw)))
					var r model.Record
					for ; len(one.raw) > 0; got++ {
						one.pop(&r, nil)
					}
				}
				x.letGo(b.weight)
			}
			if weight > 0 {
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
				if limit := share(1) + largest[i]; weight > limit {
					t.Errorf("answer %d weighs %d KiB, its largest batch %d KiB, want at most %d KiB", i, weight>>10, largest[i]>>10, limit>>10)
				}
			}
			t.Logf("%d answers, the largest of %d KiB", len(weights), most>>10)
		})
	}
}

// Batches that unpack to a thousand times their size come one by one.
func TestBombsComeOneByOne(t *testing.T) {
	const bombs, size = 12, 13 << 20
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	s := &shadow{logs: map[int32][][]byte{0: nil}}
	b := packedBatch(t, model.Zstd, 0, kmsg.Record{Value: make([]byte, size)})
	for i := range int64(bombs) {
		s.logs[0] = append(s.logs[0], moved(b, i).raw)
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

// While batches that are large once unpacked wait for Poll, no more are unpacked.
func TestLargeBatchesAreNotPiledUp(t *testing.T) {
	const bombs, size = 6, 30 << 20
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	s := &shadow{logs: map[int32][][]byte{0: nil}}
	b := packedBatch(t, model.Zstd, 0, kmsg.Record{Value: make([]byte, size)})
	for i := range int64(bombs) {
		s.logs[0] = append(s.logs[0], moved(b, i).raw)
	}
	s.install(cluster)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	var r model.Record
	for read := 0; read < bombs; {
		if read < bombs-1 {
			eventually(t, "a batch", func() bool { return x.store.held.Load() >= size })
			settle := time.NewTimer(100 * time.Millisecond) // for what should not come
			<-settle.C
			if held := x.store.held.Load(); held > memory {
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
	if held := x.store.held.Load(); held != 0 {
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
	for _, tt := range []struct {
		name    string
		bytes   int64
		took    time.Duration
		workers int
		want    int32
	}{
		{"nothing came", 60, 0, 1, firstFetch},
		{"little came", 1000, 0, 1, firstFetch},
		{"it grows by steps", 100_000, 0, 1, growth * 100_000},
		{"up to a limit", 8 << 20, 0, 1, nearFetch},
		{"a broker far away", 8 << 20, nearTime, 1, wholeFetch},
		{"ten workers share", 8 << 20, nearTime, 10, memory / (prefetch + 11)},
	} {
		if got := window(tt.bytes, tt.took, tt.workers); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// Records weigh what they were unpacked to.
func TestWeightOfAnAnswer(t *testing.T) {
	u := unpack(answerOf(gzippedBatchOf(t, 20, make([]byte, 1<<20))), 20, -1, model.ReadCommitted)
	if len(u.records) != 1 || u.weight < 1<<20 || u.weight > 1<<20+100_000 {
		t.Errorf("a record of 1 MiB weighs %d", u.weight)
	}
	if u := unpack(answerOf(), 20, -1, model.ReadCommitted); u.weight != 0 {
		t.Errorf("nothing weighs %d", u.weight)
	}
}
