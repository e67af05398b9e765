package history

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// of100 is a record of 100 bytes, as in the throughput measurements.
func of100() *model.Record {
	return &model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders", Partition: 3},
		Timestamp:      1_700_000_000_000,
		Key:            make([]byte, 12),
		Value:          make([]byte, 88),
		Batch:          model.Batch{Records: 500, Size: 20_000, Unpacked: 60_000, Compression: model.Lz4},
	}
}

func TestNoAllocationInSteadyState(t *testing.T) {
	h := newHistory(t, Options{KeepBytes: 2 << 20}, false)
	r := of100()
	r.Headers = []model.Header{{Key: []byte("trace"), Value: []byte("0123456789abcdef")}}
	fill := func() {
		for range 20_000 {
			h.Append(r)
		}
	}
	fill()
	if n := testing.AllocsPerRun(5, fill); n != 0 {
		t.Errorf("20,000 calls of Append allocate %v times", n)
	}
	w := h.Window()
	defer w.Release()
	var got model.Record
	w.Record(0, &got)
	if n := testing.AllocsPerRun(100, func() { w.Record(w.Len()-1, &got) }); n != 0 {
		t.Errorf("Record allocates %v times", n)
	}
}

func BenchmarkAppend(b *testing.B) {
	h := newHistory(b, Options{}, false)
	r := of100()
	for range 300_000 {
		h.Append(r)
	}
	b.ReportAllocs()
	for b.Loop() {
		h.Append(r)
	}
}

func BenchmarkAppend1KiB(b *testing.B) {
	h := newHistory(b, Options{}, false)
	r := of100()
	r.Value = make([]byte, 1024)
	b.ReportAllocs()
	for b.Loop() {
		h.Append(r)
	}
}

func BenchmarkWindow(b *testing.B) {
	h := full(b)
	b.ReportAllocs()
	for b.Loop() {
		h.Window().Release()
	}
}

func BenchmarkRecord(b *testing.B) {
	w := full(b).Window()
	defer w.Release()
	var r model.Record
	i := 0
	for b.Loop() {
		w.Record(i%w.Len(), &r)
		i += 7919
	}
}

func BenchmarkMeta(b *testing.B) {
	w := full(b).Window()
	defer w.Release()
	i := 0
	for b.Loop() {
		w.Meta(i % w.Len())
		i += 7919
	}
}

func full(b *testing.B) *History {
	b.Helper()
	h := newHistory(b, Options{}, false)
	r := of100()
	for range 2 * DefaultKeepRecords {
		h.Append(r)
	}
	return h
}
