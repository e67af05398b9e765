package kafkatest

import (
	"context"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
)

//go:embed Feed.java
var feed []byte

// Produce writes records with franz-go and waits until all replicas have them.
// Records go to the partition they name.
func (c *Cluster) Produce(t testing.TB, records ...*kgo.Record) {
	t.Helper()
	cl := c.Client(t, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	defer cl.Close()
	ctx, cancel := context.WithTimeout(t.Context(), requestTimeout)
	defer cancel()
	if err := cl.ProduceSync(ctx, records...).FirstErr(); err != nil {
		t.Fatalf("writing records: %v", err)
	}
}

// Feed writes records with Kafka's own Java producer. See Feed.java for what
// the arguments may be.
func (c *Cluster) Feed(t testing.TB, args ...string) {
	t.Helper()
	source := filepath.Join(c.dir, "Feed.java")
	if err := os.WriteFile(source, feed, 0o644); err != nil {
		t.Fatalf("source of the Java producer: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), startTimeout)
	defer cancel()
	cmd := c.nodes[0].java(ctx, append([]string{source, c.Bootstrap()}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("Java producer %q: %v\n%s", args, err, out)
	}
}

// Kcat runs kcat on the cluster and gives what it wrote to standard output.
// args follow "kcat -b BROKERS". The test is skipped where kcat is missing.
func (c *Cluster) Kcat(t testing.TB, args ...string) []byte {
	t.Helper()
	Require(t, "kcat")
	ctx, cancel := context.WithTimeout(t.Context(), startTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, "kcat", append([]string{"-b", c.Bootstrap()}, args...)...).Output()
	if err != nil {
		t.Fatalf("kcat %q: %v", args, err)
	}
	return out
}

// DumpLog gives what Kafka's own kafka-dump-log says of segments (see LogFile): a
// line for each batch, among others.
func (c *Cluster) DumpLog(t testing.TB, segments ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startTimeout)
	defer cancel()
	out, err := c.nodes[0].java(ctx, "kafka.tools.DumpLogSegments", "--files", strings.Join(segments, ",")).CombinedOutput()
	if err != nil {
		t.Fatalf("kafka-dump-log of %q: %v\n%s", segments, err, out)
	}
	return string(out)
}
