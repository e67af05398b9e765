package kafka

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// The tests named TestReal… read from a real Apache Kafka and compare what
// comes with what kcat reads, or with a ledger of what was written. Message
// formats 0 and 1 are not among them: Kafka 4 writes no such batches any more.

const (
	// promised is how soon the reader is told that a broker is away, and how
	// soon new partitions and topics are noticed.
	promised = 5 * time.Second
	// noise is what a busy machine may add to it.
	noise = 3 * time.Second
)

func realConfig(c *kafkatest.Cluster, start model.Start, topics ...string) Config {
	return Config{Brokers: strings.Split(c.Bootstrap(), ","), Topics: topics, Start: start}
}

// readToEnd gives the session that has read what the topics hold.
func readToEnd(t *testing.T, cfg Config) *tester {
	t.Helper()
	cfg.ExitAtEnd = true
	x := mustOpen(t, cfg, nil)
	x.end()
	return x
}

// within fails the test when what was promised took longer.
func within(t *testing.T, what string, do func()) {
	t.Helper()
	began := time.Now()
	do()
	if took := time.Since(began); took > promised+noise {
		t.Errorf("%s took %s, promised is %s", what, took, promised)
	}
}

// told waits for a fault of one of the kinds and forgets those before it.
func (x *tester) told(kinds ...model.FaultKind) {
	x.t.Helper()
	x.until("a fault", func() bool {
		i := slices.IndexFunc(x.faults, func(f *model.Fault) bool { return slices.Contains(kinds, f.Kind) })
		if i >= 0 {
			x.faults = x.faults[i+1:]
		}
		return i >= 0
	})
}

// contiguous fails unless the offsets of every partition count up by one from
// first: nothing lost, nothing twice.
func (x *tester) contiguous(first int64) {
	x.t.Helper()
	next := map[int32]int64{}
	for _, r := range x.records {
		if _, ok := next[r.Partition]; !ok {
			next[r.Partition] = first
		}
		if r.Offset != next[r.Partition] {
			x.t.Fatalf("%s follows offset %d", r.At(r.Offset), next[r.Partition]-1)
		}
		next[r.Partition]++
	}
}

// kgo gives the records in the form that is compared with kcat.
func (x *tester) kgo() []*kgo.Record {
	all := make([]*kgo.Record, len(x.records))
	for i, r := range x.records {
		all[i] = &kgo.Record{
			Topic: r.Topic, Partition: r.Partition, Offset: r.Offset, Timestamp: r.Time(), Key: r.Key, Value: r.Value,
		}
		for _, h := range r.Headers {
			all[i].Headers = append(all[i].Headers, kgo.RecordHeader{Key: string(h.Key), Value: h.Value})
		}
	}
	return all
}

// lettered makes n records for one partition, with the values of numbers.
func lettered(topic string, partition int32, prefix string, n int) []*kgo.Record {
	records := make([]*kgo.Record, n)
	for i, value := range numbers(prefix, n) {
		records[i] = &kgo.Record{Topic: topic, Partition: partition, Value: []byte(value)}
	}
	return records
}
