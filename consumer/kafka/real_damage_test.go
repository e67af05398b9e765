package kafka

import (
	"errors"
	"os"
	"slices"
	"testing"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// A batch damaged in the broker's file is left out on demand, and nothing else,
// whatever is damaged in it: the broker itself goes by what the head says.
func TestRealDamagedBatchIsLeftOut(t *testing.T) {
	c := kafkatest.Shared(t)
	for name, damage := range map[string]func(b []byte){
		"records":     func(b []byte) { b[len(b)-1] ^= 1 },
		"last-offset": func(b []byte) { b[26] += 7 },
		"far-offset":  func(b []byte) { b[24] = 1 },
		"format":      func(b []byte) { b[16] = 7 },
	} {
		t.Run(name, func(t *testing.T) {
			topic := "damaged-" + name
			c.CreateTopic(t, topic, 2)
			const batches, each = 6, 15
			for range batches {
				c.Produce(t, lettered(topic, 1, "v", each)...)
			}
			c.Produce(t, lettered(topic, 0, "other", each)...)
			damaged := damageBatches(t, c.LogFile(0, topic, 1), damage, 2, 3)
			var want []int64
			for o := range int64(batches * each) {
				if o < damaged.from || o >= damaged.to {
					want = append(want, o)
				}
			}
			x := mustOpen(t, realConfig(c, oldest, topic), nil)
			at := model.TopicPartition{Topic: topic, Partition: 1}
			var f *model.Fault
			x.until("the damaged batch", func() bool {
				i := slices.IndexFunc(x.faults, func(f *model.Fault) bool { return f.Kind == model.FaultCorrupt })
				if i >= 0 {
					f = x.faults[i]
				}
				return i >= 0
			})
			if f.Offset != damaged.from || f.Partition != 1 {
				t.Errorf("fault %+v, damaged is %+v", f, damaged)
			}
			var unreadable *model.Fault
			if _, err := Read(t.Context(), realConfig(c, oldest, topic), at, f.Offset); !errors.As(err, &unreadable) || unreadable.Kind != model.FaultCorrupt {
				t.Errorf("reading in the damaged batch: %v", err)
			}
			if err := x.Skip(at, f.Offset); err != nil {
				t.Fatal(err)
			}
			x.read(len(want) + each)
			var got []int64
			for _, r := range x.records {
				if r.Partition == 1 {
					got = append(got, r.Offset)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("read %v, want %v", got, want)
			}
			if gap := x.awaitFault(model.FaultOffset); gap.Text != gapFault("", at, damaged).Text || !gap.Gap {
				t.Errorf("told %q for %+v", gap.Text, damaged)
			}
		})
	}
}

// damageBatches spoils batches first to last (from 0) of a segment, and tells
// which offsets they have.
func damageBatches(t *testing.T, path string, damage func([]byte), first, last int) (s span) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := int64(0)
	for i, log := 0, whole; len(log) > 0; i++ {
		b, rest, _, ok := nextPacked(log)
		if !ok || b.size < batchHead || b.count == 0 {
			break // Kafka makes its files larger than they are full
		}
		if i >= first && i <= last {
			raw := slices.Clone(log[:b.size])
			damage(raw)
			if _, err := file.WriteAt(raw, at); err != nil {
				t.Fatal(err)
			}
			if i == first {
				s.from = b.base
			}
			s.to = b.last + 1
		}
		at += int64(b.size)
		log = rest
	}
	if s.to == 0 {
		t.Fatalf("%s has fewer batches than %d", path, last+1)
	}
	return s
}
