package main

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// What is written must be what was asked for: read back with franz-go.
func TestFill(t *testing.T) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(2), kfake.SeedTopics(3, "t"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	for _, codec := range []string{"none", "zstd", "lz4"} {
		w, err := connect(t.Context(), cluster.ListenAddrs(), "t")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.client.Close)
		values, err := makeValues("text", 100)
		if err != nil {
			t.Fatal(err)
		}
		done, err := w.fill(t.Context(), 5000, values, codec)
		if err != nil || done.Records != 5000 || done.Bytes != 5000*112 {
			t.Errorf("%s: %+v, %v; want 5,000 records of 112 bytes", codec, done, err)
		}
	}
	reader, err := kgo.NewClient(kgo.SeedBrokers(cluster.ListenAddrs()...), kgo.ConsumeTopics("t"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(reader.Close)
	perPartition := make(map[int32]int)
	for n := 0; n < 15_000; {
		fetches := reader.PollFetches(t.Context())
		if err := fetches.Err(); err != nil {
			t.Fatal(err)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			n++
			perPartition[r.Partition]++
			if len(r.Key) != 12 || len(r.Value) != 100 || !bytes.HasSuffix(r.Value, []byte(`"}`)) {
				t.Fatalf("a record is %q %q", r.Key, r.Value)
			}
		})
	}
	for p, n := range perPartition {
		if n < 5000-2 || n > 5000+2 {
			t.Errorf("partition %d has %d of 15,000 records", p, n)
		}
	}
}

func TestStampedHasItsSize(t *testing.T) {
	at := time.UnixMicro(1_763_892_342_123_456)
	const want = `{"stamp":1763892342123456,"n":7,"text":"`
	got := stamped(nil, at.UnixMicro(), 7, 100)
	if len(got) != 100 || !bytes.HasPrefix(got, []byte(want)) {
		t.Errorf("%d bytes: %s", len(got), got)
	}
}

// A record that is written by hand is what franz-go writes.
func TestRecordAsFranzGoWritesIt(t *testing.T) {
	for _, size := range []int{0, 1, 50, 63, 64, 100, 8191, 8192, 100_000} {
		for _, offset := range []int{0, 63, 64, 8192, 1 << 20} {
			r := kmsg.Record{OffsetDelta: int32(offset), Key: numbered(nil, 42), Value: make([]byte, size)}
			r.Length = int32(len(r.AppendTo(nil)) - 1) // a length of 0 takes one byte
			if got := record(nil, offset, r.Key, r.Value); !bytes.Equal(got, r.AppendTo(nil)) {
				t.Errorf("offset %d, value of %d bytes: %d bytes differ from franz-go's %d", offset, size, len(got), len(r.AppendTo(nil)))
			}
		}
	}
}

func TestNumberedKey(t *testing.T) {
	for _, n := range []int64{0, 7, 12_345_678, 99_999_999} {
		if got, want := string(numbered(nil, n)), fmt.Sprintf(keyFormat, n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func BenchmarkStreamedRecord(b *testing.B) {
	var key, value, records []byte
	for i := range b.N {
		if i%5000 == 0 {
			records = records[:0]
		}
		value = stamped(value[:0], 1_763_892_342_123_456, int64(i), 100)
		key = numbered(key[:0], int64(i)%1e8)
		records = record(records[:0], i%5000, key, value)
	}
}
