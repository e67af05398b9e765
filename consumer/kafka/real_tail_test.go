package kafka

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// lastOfKcat has kcat read a whole topic, sorts that by time, and gives the last n
// as "time partition offset key value".
func lastOfKcat(t *testing.T, c *kafkatest.Cluster, topic string, n int, args ...string) []string {
	t.Helper()
	out := c.Kcat(t, append([]string{"-C", "-t", topic, "-o", "beginning", "-e", "-q", "-u", "-Z", "-f", `%T %p %o %k %s\n`}, args...)...)
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	stamp := func(line string) int64 {
		ms, err := strconv.ParseInt(line[:strings.IndexByte(line, ' ')], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return ms
	}
	slices.SortFunc(lines, func(a, b string) int { return cmp.Compare(stamp(a), stamp(b)) })
	return lines[max(0, len(lines)-n):]
}

// lines are the records as lastOfKcat gives them.
func (x *tester) lines() []string {
	text := func(b []byte) string {
		if b == nil {
			return "NULL" // kcat -Z
		}
		return string(b)
	}
	all := make([]string, len(x.records))
	for i, r := range x.records {
		all[i] = fmt.Sprintf("%d %d %d %s %s", r.Timestamp, r.Partition, r.Offset, text(r.Key), text(r.Value))
	}
	return all
}

// The last messages of twelve partitions of unequal length that compaction has
// been through, in order of time.
func TestRealLastOfACompactedTopicEqualsKcat(t *testing.T) {
	c := kafkatest.Shared(t)
	const topic, partitions, rounds, keys = "state", 12, 60, 8
	c.CreateTopic(t, topic, partitions, "cleanup.policy=compact", "segment.bytes=1048576", "segment.ms=100", "min.cleanable.dirty.ratio=0.01")
	ms := time.Now().Add(-time.Hour).UnixMilli()
	written := 0
	for round := range rounds {
		var records []*kgo.Record
		for p := range int32(partitions) {
			// The higher a partition, the earlier it fell silent; one was never used.
			if p == 5 || round >= rounds-int(p)*4 {
				continue
			}
			for k := range keys {
				ms += 3
				r := &kgo.Record{Topic: topic, Partition: p, Timestamp: time.UnixMilli(ms), Key: fmt.Appendf(nil, "key-%d", k), Value: fmt.Appendf(nil, "%d", round)}
				if k == round%keys && p%2 == 0 {
					r.Value = nil
				}
				// Some keys are written once, so that something old stays.
				if k == 0 && round%7 == 0 {
					r.Key = fmt.Appendf(nil, "once-%d-%d", p, round)
				}
				records = append(records, r)
			}
		}
		written += len(records)
		c.Produce(t, records...)
	}
	var before []byte
	kafkatest.Await(t, "the logs to be compacted and to stay as they are", func() bool {
		now := c.Kcat(t, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-u", "-f", `%p %o\n`)
		slices.Sort(now) // partitions come in any order
		settled := bytes.Equal(now, before) && bytes.Count(now, []byte("\n")) < written/2
		before = now
		return settled
	})
	kept := bytes.Count(before, []byte("\n"))
	t.Logf("%d messages written, %d left by compaction", written, kept)
	for _, n := range []int{1, 50, 150, kept, 10_000} {
		x := readToEnd(t, realConfig(c, model.Start{Kind: model.StartTail, N: int64(n)}, topic))
		if want := lastOfKcat(t, c, topic, n); !slices.Equal(x.lines(), want) {
			t.Errorf("the last %d are\n%s\nkcat has\n%s", n, strings.Join(x.lines(), "\n"), strings.Join(want, "\n"))
		}
		if len(x.faults) > 0 {
			t.Errorf("the last %d: faults %s", n, x.faultTexts())
		}
	}
}

// The same with transactions, most of which were aborted, and one that is open.
func TestRealLastOfTransactionsEqualsKcat(t *testing.T) {
	c := kafkatest.Shared(t)
	const topic, partitions = "transfers", 4
	c.CreateTopic(t, topic, partitions)
	ms := time.Now().Add(-time.Hour).UnixMilli()
	producer := func(id string) *kgo.Client {
		return c.Client(t, kgo.TransactionalID(id), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerLinger(0))
	}
	write := func(cl *kgo.Client, n int) {
		if err := cl.BeginTransaction(); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			ms += 3
			produceRecords(t, cl, &kgo.Record{Topic: topic, Partition: int32(i*i) % partitions, Timestamp: time.UnixMilli(ms), Value: fmt.Appendf(nil, "%d", ms)})
		}
	}
	cl := producer("closed")
	for i := range 24 {
		write(cl, 9)
		if err := cl.EndTransaction(context.Background(), kgo.TransactionEndTry(i%4 == 0)); err != nil {
			t.Fatal(err)
		}
	}
	write(cl, 100)
	if err := cl.EndTransaction(context.Background(), kgo.TryAbort); err != nil {
		t.Fatal(err)
	}
	write(producer("open"), 9)
	for _, isolation := range []model.Isolation{model.ReadCommitted, model.ReadUncommitted} {
		for _, n := range []int{1, 10, 50, 1000} {
			cfg := realConfig(c, model.Start{Kind: model.StartTail, N: int64(n)}, topic)
			cfg.Isolation = isolation
			x := readToEnd(t, cfg)
			want := lastOfKcat(t, c, topic, n, "-X", "isolation.level="+isolation.String())
			if !slices.Equal(x.lines(), want) {
				t.Errorf("%v: the last %d are\n%s\nkcat has\n%s", isolation, n, strings.Join(x.lines(), "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

// Bounds on a real Kafka: offsets and times, between them what kcat reads between
// them.
func TestRealBounds(t *testing.T) {
	c := kafkatest.Shared(t)
	const topic = "bounds"
	c.CreateTopic(t, topic, 2)
	begin := time.Now().Add(-time.Hour).Truncate(time.Second)
	for i := range 100 {
		c.Produce(t, &kgo.Record{Topic: topic, Partition: int32(i % 2), Timestamp: begin.Add(time.Duration(i) * time.Second), Value: fmt.Append(nil, i)})
	}
	for text, want := range map[string][2]int64{ // the offsets of partition 0, and as many of 1
		"10:20":  {10, 20},
		"+5:+10": {5, 15},
		":end":   {0, 50},
		fmt.Sprintf("@%d:20s", begin.Add(10*time.Second).Unix()):                                             {5, 15},
		fmt.Sprintf("@%d:@%d", begin.Add(10*time.Second).UnixMilli(), begin.Add(14*time.Second).UnixMilli()): {5, 7},
		fmt.Sprintf("@%d:end", begin.Add(90*time.Second).Unix()):                                             {45, 50},
		fmt.Sprintf("-20:@%d", begin.Add(80*time.Second).Unix()):                                             {30, 40},
		"0-1=-5:end": {45, 50},
		"@-30m:end":  {50, 50},
		"@-30m:-10m": {50, 50},
	} {
		x := mustOpen(t, at(t, realConfig(c, model.Start{}, topic), text), nil)
		x.end()
		if len(x.records) != 2*int(want[1]-want[0]) {
			t.Errorf("%s: read %q", text, x.values())
		}
		for _, p := range x.Positions() {
			if p.Next != want[1] || p.Received > 0 && p.First != want[0] {
				t.Errorf("%s: position %+v, want %v", text, p, want)
			}
		}
	}
}

// An end that is still to come, on a real Kafka: by a message that is as late, and
// by the clock.
func TestRealEndToCome(t *testing.T) {
	c := kafkatest.Shared(t)
	const topic = "tocome"
	c.CreateTopic(t, topic, 2)
	end := time.Now().Add(time.Hour)
	c.Produce(t, stamped(topic, 0, end.UnixMilli()-5), stamped(topic, 1, end.UnixMilli()-4))
	x := mustOpen(t, at(t, realConfig(c, model.Start{}, topic), fmt.Sprintf(":@%d", end.UnixMilli())), nil)
	x.read(2)
	c.Produce(t, stamped(topic, 0, end.UnixMilli()-3), stamped(topic, 0, end.UnixMilli()+3), stamped(topic, 1, end.UnixMilli()))
	x.end()
	if len(x.records) != 3 {
		t.Errorf("read %q", x.values())
	}

	const passing = "passing"
	c.CreateTopic(t, passing, 2)
	c.Produce(t, stamped(passing, 0, 1000))
	soon := time.Now().Add(2 * time.Second)
	y := mustOpen(t, at(t, realConfig(c, model.Start{}, passing), fmt.Sprintf(":@%d", soon.UnixMilli())), nil)
	y.end()
	if time.Now().Before(soon) || len(y.records) != 1 {
		t.Errorf("ended before its time, or read %q", y.values())
	}
}
