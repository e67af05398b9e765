package kafka

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// Every codec, headers, null and empty keys and values, over 12 partitions.
func TestRealContentEqualsKcat(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "content", 12)
	c.Feed(t, "mixed", "content", "12", "960")
	x := readToEnd(t, realConfig(c, oldest, "content"))
	if len(x.records) != 5*960 {
		t.Errorf("%d records, want %d", len(x.records), 5*960)
	}
	c.SameAsKcat(t, "content", 12, x.kgo())
	if len(x.faults) > 0 {
		t.Errorf("faults without a cause: %s", x.faultTexts())
	}
}

func TestRealTransactionsEqualKcat(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "transactions", 1)
	c.Feed(t, "transactions", "transactions", "0", "3", "commit", "abort", "commit", "abort", "abort", "commit", "open")
	for isolation, want := range map[model.Isolation]int{model.ReadCommitted: 3 * 3, model.ReadUncommitted: 7 * 3} {
		t.Run(isolation.String(), func(t *testing.T) {
			cfg := realConfig(c, oldest, "transactions")
			cfg.Isolation = isolation
			x := readToEnd(t, cfg)
			c.SameAsKcat(t, "transactions", 1, x.kgo(), "-X", "isolation.level="+isolation.String())
			if len(x.records) != want {
				t.Errorf("%d records, want %d: %q", len(x.records), want, x.values())
			}
		})
	}
}

// A compacted log has gaps, and batches in which nothing is left.
func TestRealCompactedTopicEqualsKcat(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "compacted", 1, "cleanup.policy=compact", "segment.ms=100", "min.cleanable.dirty.ratio=0.01")
	const rounds, keys = 40, 10
	for round := range rounds {
		var records []*kgo.Record
		for k := range keys {
			record := &kgo.Record{Topic: "compacted", Key: fmt.Appendf(nil, "key-%d", k), Value: fmt.Appendf(nil, "%d", round)}
			if k == round%keys {
				record.Value = nil
			}
			records = append(records, record)
		}
		c.Produce(t, records...)
	}
	var before []byte
	kafkatest.Await(t, "the log to be compacted and to stay as it is", func() bool {
		now := c.Kcat(t, "-C", "-t", "compacted", "-o", "beginning", "-e", "-q", "-u", "-f", `%o %k %s\n`)
		settled := bytes.Equal(now, before) && bytes.Count(now, []byte("\n")) < rounds*keys/2
		before = now
		return settled
	})
	x := readToEnd(t, realConfig(c, oldest, "compacted"))
	c.SameAsKcat(t, "compacted", 1, x.kgo())

	// The last few of a log with gaps are still that many.
	last := readToEnd(t, realConfig(c, model.Start{Kind: model.StartTail, N: 5}, "compacted"))
	if want := x.values()[len(x.records)-5:]; !slices.Equal(last.values(), want) {
		t.Errorf("the last 5 are %q, want %q", last.values(), want)
	}
}

func TestRealStartPositions(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "starts", 3)
	for p := range int32(3) {
		c.Produce(t, lettered("starts", p, "v", 100)...)
	}
	for start, want := range map[model.Start]int{
		oldest:                           300,
		{Kind: model.StartTail, N: 20}:   20,
		{Kind: model.StartTail, N: 1000}: 300,
		{Kind: model.StartOffset, N: 90}: 30,
		{Kind: model.StartNewest}:        0,
	} {
		t.Run(start.String(), func(t *testing.T) {
			x := readToEnd(t, realConfig(c, start, "starts"))
			if len(x.records) != want {
				t.Errorf("%d records, want %d: %q", len(x.records), want, x.values())
			}
		})
	}
}

func TestRealResumeWhereRecordsExpired(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "expired", 1)
	c.Produce(t, lettered("expired", 0, "v", 100)...)
	c.DeleteRecords(t, "expired", 0, 60)
	x := mustOpen(t, realConfig(c, oldest, "expired"), map[model.TopicPartition]int64{{Topic: "expired"}: 18})
	fault := x.awaitFault(model.FaultOffset)
	if !strings.Contains(fault.Text, "42") {
		t.Errorf("the fault says %q, want the number of the 42 lost messages", fault.Text)
	}
	x.read(40)
	x.contiguous(60)
}
