package kafka

import (
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// Records say what they came in: all of the batch, however little of it is handed
// out.
func TestRecordsSayTheirBatch(t *testing.T) {
	four := func(by model.Compression) ranged {
		value := slices.Repeat([]byte("a value "), 40)
		return packedBatch(t, by, 10, kmsg.Record{Value: value}, kmsg.Record{Key: value}, kmsg.Record{}, kmsg.Record{Value: value})
	}
	plain := four(model.NoCompression).raw
	batch := func(by model.Compression, records int, packed, unpacked []byte) model.Batch {
		return model.Batch{Records: int32(records), Size: int32(len(packed)), Unpacked: int32(len(unpacked)), Compression: by}
	}
	compacted := wireBatch(10, 19, 11, 15, 18).bytes()
	transaction := transactional(wireBatch(10, 12, 10, 11, 12), 1)
	aborted := answerOf(transactional(wireBatch(8, 9, 8, 9), 2), marker(10, 2, false), transactional(wireBatch(11, 13, 11, 12, 13), 1), marker(14, 1, true))
	aborted.aborted = []abortedTransaction{{2, 8}}
	inner := slices.Concat(messageBytes(0, 1, 0, 5, nil, []byte("a")), messageBytes(1, 1, 0, 5, nil, []byte("b")), messageBytes(2, 1, 0, 5, nil, []byte("c")))
	set := messageBytes(12, 1, int8(model.Gzip), 5, nil, gzipped(t, inner))

	type tt struct {
		name        string
		answer      *partAnswer
		from, until int64
		records     int
		want        model.Batch
	}
	tests := []tt{
		{"compaction has taken some", answerOf(compacted), 10, -1, 3, batch(0, 3, compacted, compacted)},
		{"a transaction", answerOf(transaction), 10, -1, 3, batch(0, 3, transaction, transaction)},
		{"after an aborted transaction and a marker", aborted, 8, -1, 3, batch(0, 3, transaction, transaction)},
		{"a set of format 1", answerOf(set), 10, -1, 3, batch(model.Gzip, 3, set, inner)},
		{"a part of a set of format 1", answerOf(set), 11, 12, 1, batch(model.Gzip, 3, set, inner)},
		{"a message of format 1 that stands alone", answerOf(messageBytes(12, 1, 0, 5, nil, []byte("a"))), 10, -1, 1, model.Batch{}},
	}
	for by := model.NoCompression; by <= model.Zstd; by++ {
		raw := four(by).raw
		if (len(raw) < len(plain)) != (by != model.NoCompression) {
			t.Fatalf("%v: %d bytes of %d", by, len(raw), len(plain))
		}
		want := batch(by, 4, raw, plain)
		tests = append(tests,
			tt{by.String(), answerOf(raw), 10, -1, 4, want},
			tt{by.String() + ", from its middle on", answerOf(raw), 12, -1, 2, want},
			tt{by.String() + ", up to its middle", answerOf(raw), 10, 11, 1, want},
		)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := unpack(tt.answer, tt.from, tt.until, model.ReadCommitted)
			if len(u.records) != tt.records || u.err != nil {
				t.Fatalf("%d records, %v, want %d", len(u.records), u.err, tt.records)
			}
			for _, r := range u.records {
				if r.Batch != tt.want {
					t.Errorf("offset %d came in %+v, want %+v", r.Offset, r.Batch, tt.want)
				}
			}
		})
	}
}

// All ways that records come say it: live, from the middle of a batch, gathered as
// the last N, and read one by one.
func TestEveryWaySaysTheBatch(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	var records []*kgo.Record
	for _, v := range numbers("a value that is the same ", 20) {
		records = append(records, &kgo.Record{Topic: "orders", Value: []byte(v)})
	}
	kafkatest.ProduceBatch(t, cluster.ListenAddrs(), records, kgo.ProducerBatchCompression(kgo.ZstdCompression()))
	at := model.TopicPartition{Topic: "orders"}
	var want model.Batch
	for _, start := range []model.Start{oldest, {Kind: model.StartOffset, N: 15}, {Kind: model.StartTail, N: 5}} {
		cfg := config(cluster, start, "orders")
		cfg.ExitAtEnd = true
		x := mustOpen(t, cfg, nil)
		x.end()
		if want == (model.Batch{}) {
			want = x.records[0].Batch
		}
		for _, r := range x.records {
			if r.Batch != want {
				t.Errorf("from %v: offset %d came in %+v, the first one in %+v", start, r.Offset, r.Batch, want)
			}
		}
	}
	if want.Records != 20 || want.Compression != model.Zstd || want.Size >= want.Unpacked {
		t.Errorf("they came in %+v", want)
	}
	r, err := Read(t.Context(), config(cluster, oldest, "orders"), at, 7)
	if err != nil || r.Batch != want {
		t.Errorf("read alone it is in %+v, %v", r.Batch, err)
	}
}
