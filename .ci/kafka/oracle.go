package kafkatest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
)

// SameAsKcat fails the test unless records, whose order within a partition
// counts, are what kcat reads from the first partitions of the topic: offsets,
// timestamps, keys, values and headers, null told from empty. args are added to
// kcat's.
func (c *Cluster) SameAsKcat(t testing.TB, topic string, partitions int, records []*kgo.Record, args ...string) {
	t.Helper()
	got := make([]strings.Builder, partitions)
	for _, r := range records {
		got[r.Partition].WriteString(line(r))
	}
	for p := range partitions {
		want := string(c.Kcat(t, append([]string{
			"-C", "-t", topic, "-p", strconv.Itoa(p), "-o", "beginning", "-e", "-q", "-u", "-f", kcatFormat,
		}, args...)...))
		if want == "" {
			t.Errorf("kcat reads nothing from %s/%d, the comparison says nothing", topic, p)
		}
		if got[p].String() != want {
			t.Errorf("%s/%d is not what kcat reads, %s", topic, p, firstDifference(got[p].String(), want))
		}
	}
}

const kcatFormat = `%p %o %T %K %S <%k><%s> %h\n`

// line writes a record as kcat does with kcatFormat.
func line(r *kgo.Record) string {
	headers := make([]string, len(r.Headers))
	for i, h := range r.Headers {
		value := string(h.Value)
		if h.Value == nil {
			value = "NULL"
		}
		headers[i] = h.Key + "=" + value
	}
	return fmt.Sprintf("%d %d %d %d %d <%s><%s> %s\n", r.Partition, r.Offset, r.Timestamp.UnixMilli(),
		length(r.Key), length(r.Value), r.Key, r.Value, strings.Join(headers, ","))
}

// length is -1 for null, as in kcat.
func length(b []byte) int {
	if b == nil {
		return -1
	}
	return len(b)
}

func firstDifference(got, want string) string {
	g, w := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("first in line %d of %d:\n got %q\nwant %q", i, len(w), g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}
