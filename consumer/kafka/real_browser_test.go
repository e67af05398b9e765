package kafka

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// What is said of a topic is what Kafka's own figures say, asked for by another
// client.
func TestRealBrowseFigures(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "browse-plain", 3)
	c.CreateTopic(t, "browse-compact", 1, "cleanup.policy=compact")
	var records []*kgo.Record
	for i := range 3000 {
		value := []byte(strings.Repeat("v", i%100))
		records = append(records, &kgo.Record{Topic: "browse-plain", Partition: int32(i % 3), Value: value},
			&kgo.Record{Topic: "browse-compact", Key: fmt.Appendf(nil, "k%d", i%7), Value: value})
	}
	c.Produce(t, records...)
	c.DeleteRecords(t, "browse-plain", 1, 400)

	b, _ := browse(t, realConfig(c, oldest))
	listed := map[string]model.Topic{}
	for _, topic := range mustList(t, b) {
		listed[topic.Name] = topic
	}
	for _, name := range c.Topics(t) {
		if _, ok := listed[name]; !ok {
			t.Errorf("%s is not listed", name)
		}
	}
	if n := len(strings.Split(strings.TrimSpace(string(c.Kcat(t, "-L", "-t", "browse-plain"))), "\n    partition ")) - 1; listed["browse-plain"].Partitions != n {
		t.Errorf("%d partitions, kcat says %d", listed["browse-plain"].Partitions, n)
	}
	admin := kadm.NewClient(c.Client(t))
	for name, policy := range map[string]string{"browse-plain": "delete", "browse-compact": "compact"} {
		starts, err := admin.ListStartOffsets(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		ends, err := admin.ListEndOffsets(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		kept, written := int64(0), int64(0)
		ends.Each(func(end kadm.ListedOffset) {
			start, _ := starts.Lookup(name, end.Partition)
			kept += end.Offset - start.Offset
			written += end.Offset
		})
		dirs, err := admin.DescribeAllLogDirs(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		bytes := int64(0)
		for _, of := range dirs {
			for _, dir := range of {
				dir.Topics.Each(func(p kadm.DescribedLogDirPartition) {
					if p.Topic == name {
						bytes += p.Size
					}
				})
			}
		}
		f := mustFigure(t, b, name)
		if f.Messages != kept || f.Written != written || f.Bytes != bytes || f.Missing != 0 || f.Policy != policy || bytes == 0 {
			t.Errorf("%s: %+v; Kafka says %d messages, %d written, %d bytes", name, f, kept, written, bytes)
		}
	}
	if f := mustFigure(t, b, "browse-plain"); f.Messages != 2600 {
		t.Errorf("%d messages after 400 were deleted", f.Messages)
	}
}
