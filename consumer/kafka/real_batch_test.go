package kafka

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// What records say of their batches is what Kafka's own tool says of the files: the
// number of messages, the compression and the size. The same records are written in
// all ways, so that what they take without compression is in a file as well.
func TestRealBatchesAreAsInTheFiles(t *testing.T) {
	c := kafkatest.Shared(t)
	codecs := []kgo.CompressionCodec{kgo.NoCompression(), kgo.GzipCompression(), kgo.SnappyCompression(), kgo.Lz4Compression(), kgo.ZstdCompression()}
	c.CreateTopic(t, "batches", len(codecs))
	const records = 200
	var segments []string
	for p, codec := range codecs {
		var batch []*kgo.Record
		for i := range records {
			value := fmt.Appendf(nil, `{"type":"order.paid","id":"o-%d","customer":"user-%d"}`, i, i%7)
			batch = append(batch, &kgo.Record{Topic: "batches", Partition: int32(p), Timestamp: time.UnixMilli(1_700_000_000_000), Value: value})
		}
		kafkatest.ProduceBatch(t, strings.Split(c.Bootstrap(), ","), batch, kgo.ProducerBatchCompression(codec))
		segments = append(segments, c.LogFile(0, "batches", int32(p)))
	}
	dump := c.DumpLog(t, segments...)
	batches := regexp.MustCompile(`count: (\d+) .* size: (\d+) .* compresscodec: (\w+) `).FindAllStringSubmatch(dump, -1)
	if len(batches) != len(codecs) {
		t.Fatalf("there are %d batches, want one in each file:\n%s", len(batches), dump)
	}
	say := func(b model.Batch) string {
		return fmt.Sprintf("%d messages, %s, %d of %d bytes", b.Records, b.Compression, b.Size, b.Unpacked)
	}
	for _, start := range []model.Start{oldest, {Kind: model.StartOffset, N: records - 3}} {
		x := readToEnd(t, realConfig(c, start, "batches"))
		if want := len(codecs) * (records - int(start.N)); len(x.records) != want {
			t.Errorf("from %v: %d records, want %d", start, len(x.records), want)
		}
		for _, r := range x.records {
			b := batches[r.Partition]
			if want := fmt.Sprintf("%s messages, %s, %s of %s bytes", b[1], b[3], b[2], batches[0][2]); say(r.Batch) != want {
				t.Fatalf("%s came in %s, in the file are %s", r.At(r.Offset), say(r.Batch), want)
			}
		}
	}
}
