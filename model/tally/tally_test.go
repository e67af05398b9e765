package tally

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func keep(t *testing.T, n int) *history.History {
	t.Helper()
	h, err := history.New(history.Options{KeepRecords: n, KeepBytes: 256 << 20})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func look(h *history.History, ta *Tally) {
	w := h.Window()
	defer w.Release()
	ta.Count(w, now)
}

// message makes the i-th of a stream with every corner of a record.
func message(i int, rng *rand.Rand) model.Record {
	r := model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders", Partition: int32(i % 5)}, Offset: int64(i),
		Timestamp: now.Add(time.Second - time.Duration(rng.IntN(20_000))*time.Millisecond).UnixMilli(),
		Key:       fmt.Appendf(nil, "user-%d", rng.IntN(300)),
		Value:     make([]byte, rng.IntN(2_000)),
		Headers:   []model.Header{{Key: []byte("trace"), Value: []byte("4bf9")}},
	}
	switch i % 11 {
	case 3:
		r.Key = nil
	case 4:
		r.Key = []byte{}
	case 5:
		r.Value = nil
	case 6:
		r.Timestamp, r.TimestampType = -1, model.NoTimestamp
	case 7:
		r.TimestampType = model.LogAppendTime
	case 8:
		r.Key = append([]byte(strings.Repeat("long", 500)), byte(i%3))
	}
	return r
}

// Everything that is looked at whole is counted exactly as by hand, whatever the
// windows it comes in.
func TestCountsAreExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	h, ta := keep(t, 50_000), New()
	keys, last := map[string]int64{}, map[model.TopicPartition]int64{}
	var sizes, delays []int64
	var nulls, tombstones, ahead int64
	var stamps [3]int64
	opened := 3_000
	for i := range 20_000 {
		r := message(i, rng)
		h.Append(&r)
		sizes = append(sizes, int64(len(r.Key)+len(r.Value)+9))
		if r.Key == nil {
			nulls++
		} else {
			keys[string(r.Key)]++
		}
		if r.Value == nil {
			tombstones++
		}
		last[r.TopicPartition] = max(last[r.TopicPartition], r.Timestamp)
		if i >= opened {
			stamps[r.TimestampType]++
			if d := now.UnixMilli() - r.Timestamp; r.Timestamp >= 0 && d >= 0 {
				delays = append(delays, d)
			} else if r.Timestamp >= 0 {
				ahead++
			}
		}
		if i+1 >= opened && rng.IntN(500) == 0 || i+1 == opened {
			look(h, ta)
		}
	}
	look(h, ta)
	f := ta.Figures(10_000)
	if f.Messages != 20_000 || f.Looked != 20_000 || f.Missed != 0 || f.One != 1 {
		t.Errorf("of %d messages, %d looked at, %d missed, 1 in %d", f.Messages, f.Looked, f.Missed, f.One)
	}
	if f.NullKeys != nulls || f.Tombstones != tombstones || f.Ahead != ahead || f.Stamps != stamps {
		t.Errorf("nulls %d, tombstones %d, ahead %d, stamps %v; want %d, %d, %d, %v",
			f.NullKeys, f.Tombstones, f.Ahead, f.Stamps, nulls, tombstones, ahead, stamps)
	}
	if f.Crowded || f.Distinct != len(keys) || len(f.Keys) != len(keys) {
		t.Errorf("%d keys, %d listed, crowded %v; want %d", f.Distinct, len(f.Keys), f.Crowded, len(keys))
	}
	for i, k := range f.Keys {
		key := string(k.Record.Key)
		if k.Record.Whole != nil {
			continue // its beginning; see below
		}
		if k.Count != keys[key] || k.Over != 0 {
			t.Errorf("%q: %d, want %d", key, k.Count, keys[key])
		}
		if i > 0 && k.Count > f.Keys[i-1].Count {
			t.Errorf("%q is behind a rarer one", key)
		}
	}
	for tp, want := range last {
		if f.Last[tp] != want {
			t.Errorf("%v: last %d, want %d", tp, f.Last[tp], want)
		}
	}
	within(t, "sizes", &f.Sizes, sizes)
	within(t, "delays", &f.Delays, delays)
}

// within compares percentiles with those of all values: at most an eighth too high.
func within(t *testing.T, name string, h *Histogram, all []int64) {
	t.Helper()
	slices.Sort(all)
	if h.Total() != int64(len(all)) || h.Max() != all[len(all)-1] {
		t.Errorf("%s: %d up to %d, want %d up to %d", name, h.Total(), h.Max(), len(all), all[len(all)-1])
	}
	for _, q := range []float64{0, 0.01, 0.5, 0.9, 0.99, 1} {
		want := all[max(0, int(q*float64(len(all))+0.999999)-1)]
		if got := h.Quantile(q); got < want || got > want+want/8 {
			t.Errorf("%s: %.2f is %d, want %d", name, q, got, want)
		}
	}
}

// Long keys that differ at their end only, or in their length, are different keys.
func TestLongKeysAreToldApart(t *testing.T) {
	h, ta := keep(t, 100), New()
	long := strings.Repeat("k", 1000)
	for _, key := range []string{long + "a", long + "b", long, long + "a"} {
		h.Append(&model.Record{Key: []byte(key)})
	}
	look(h, ta)
	f := ta.Figures(10)
	if f.Distinct != 3 || f.Keys[0].Count != 2 || f.Keys[0].Record.Whole.Key != 1001 || len(f.Keys[0].Record.Key) != keptKey {
		t.Errorf("%d keys, first %+v", f.Distinct, f.Keys[0])
	}
}

// With more keys than counters, every count is an upper bound, no more than Over
// too high, and what is frequent is found.
func TestFrequentKeysAreFoundAmongTooMany(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	h, ta := keep(t, FirstLook), New()
	keys := map[string]int64{}
	for range FirstLook {
		key := fmt.Sprintf("rare-%d", rng.IntN(1_000_000))
		if rng.IntN(4) == 0 {
			key = fmt.Sprintf("often-%d", rng.IntN(20))
		}
		keys[key]++
		h.Append(&model.Record{Key: []byte(key)})
	}
	look(h, ta)
	f := ta.Figures(MostKeys)
	if !f.Crowded || f.Distinct != MostKeys {
		t.Fatalf("%d keys, crowded %v", f.Distinct, f.Crowded)
	}
	for i, k := range f.Keys {
		want := keys[string(k.Record.Key)]
		if k.Count < want || k.Count-k.Over > want {
			t.Fatalf("%s: %d, %d of them too many, want %d", k.Record.Key, k.Count, k.Over, want)
		}
		if i < 20 && !strings.HasPrefix(string(k.Record.Key), "often") {
			t.Errorf("number %d is %s", i, k.Record.Key)
		}
	}
}

// A flood is sampled: the counts add up to all messages, the work is bounded, and a
// stream whose partitions take turns in step with the sample does not deceive it.
func TestAFloodIsSampled(t *testing.T) {
	h, ta := keep(t, 200_000), New()
	look(h, ta)
	for i := range 100_000 {
		h.Append(&model.Record{Key: []byte{byte('a' + i%20)}, Timestamp: now.UnixMilli()})
	}
	look(h, ta)
	f := ta.Figures(100)
	if f.Messages != 100_000 || f.Looked != LaterLook || f.One != 20 || f.Delays.Total() != 100_000 {
		t.Errorf("of %d messages, %d looked at, 1 in %d, %d delays", f.Messages, f.Looked, f.One, f.Delays.Total())
	}
	if len(f.Keys) != 20 {
		t.Fatalf("%d keys of 20", len(f.Keys))
	}
	for _, k := range f.Keys {
		if k.Count < 3_000 || k.Count > 7_000 { // 5,000 ± 6.5 standard deviations
			t.Errorf("%s: %d of about 5,000", k.Record.Key, k.Count)
		}
	}
	h.Append(&model.Record{Key: []byte("z")})
	look(h, ta)
	if f = ta.Figures(100); f.One != 1 || f.Messages != 100_001 {
		t.Errorf("afterwards 1 in %d, of %d", f.One, f.Messages)
	}
}

// What was forgotten before it could be looked at is told, not guessed.
func TestForgottenMessagesAreMissed(t *testing.T) {
	h, ta := keep(t, 100), New()
	look(h, ta)
	for range 250 {
		h.Append(&model.Record{})
	}
	look(h, ta)
	look(h, ta)
	if f := ta.Figures(1); f.Messages != 100 || f.Missed != 150 {
		t.Errorf("of %d messages, %d missed", f.Messages, f.Missed)
	}
}

// Of a message of which only the beginning is kept, the whole size counts.
func TestGiantsCountWhole(t *testing.T) {
	h, err := history.New(history.Options{KeepRecordBytes: 1000})
	if err != nil {
		t.Fatal(err)
	}
	ta := New()
	h.Append(&model.Record{Value: make([]byte, 5_000_000)})
	look(h, ta)
	if f := ta.Figures(1); f.Sizes.Max() != 5_000_000 {
		t.Errorf("%d bytes", f.Sizes.Max())
	}
}

// Every value lies in its bucket, and buckets leave nothing out.
func TestBuckets(t *testing.T) {
	for i := range buckets {
		low, high := bound(i), bound(i+1)
		if high <= low || bucket(low) != i || bucket(high-1) != i {
			t.Fatalf("bucket %d from %d to %d: %d, %d", i, low, high, bucket(low), bucket(high-1))
		}
	}
	if got := bucket(1<<63 - 1); got != buckets-1 {
		t.Errorf("the largest is in bucket %d of %d", got, buckets)
	}
}

func TestAnEmptyHistogram(t *testing.T) {
	var h Histogram
	if h.Quantile(0.5) != 0 || h.Max() != 0 {
		t.Error("it has values")
	}
}

// Timestamps from anywhere do no harm.
func TestFarTimestamps(t *testing.T) {
	h, ta := keep(t, 10), New()
	look(h, ta)
	for _, ms := range []int64{0, -5, 1<<63 - 1, -1 << 63} {
		h.Append(&model.Record{Timestamp: ms})
	}
	look(h, ta)
	f := ta.Figures(1)
	if f.Ahead != 1 || f.MostAhead != farthest || f.Delays.Total() != 1 || f.Stamps[model.NoTimestamp] != 2 {
		t.Errorf("%d ahead by %v, %d delays, %v", f.Ahead, f.MostAhead, f.Delays.Total(), f.Stamps)
	}
}

func BenchmarkCount(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	h, err := history.New(history.Options{KeepRecords: LaterLook})
	if err != nil {
		b.Fatal(err)
	}
	for i := range LaterLook {
		r := message(i, rng)
		r.Value = r.Value[:min(len(r.Value), 100)]
		h.Append(&r)
	}
	w := h.Window()
	defer w.Release()
	ta := New()
	for b.Loop() {
		ta.next = 0
		ta.Count(w, now)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/LaterLook, "ns/message")
}
