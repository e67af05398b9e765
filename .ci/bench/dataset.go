package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// dataSet is a topic full of records of one kind, named for what it is.
type dataSet struct {
	name       string
	partitions int
	size       int // of a value; 0 with the shape json, which has its own
	shape      string
	codec      string
	records    int64
	crowd      bool // those who are many times slower take part, too
}

// dataSets are what throughput is measured with. Keys have 12 bytes. The fastest
// contender takes one to three seconds for each.
var dataSets = []dataSet{
	{"4p-100B", 4, 100, "text", "none", 8_000_000, true},
	{"1p-100B", 1, 100, "text", "none", 8_000_000, false},
	{"12p-100B", 12, 100, "text", "none", 8_000_000, false},
	{"1000p-100B", 1000, 100, "text", "none", 8_000_000, false},
	{"12p-100B-lz4", 12, 100, "text", "lz4", 8_000_000, false},
	{"4p-100B-zstd", 4, 100, "text", "zstd", 8_000_000, false},
	{"4p-1KiB", 4, 1024, "text", "none", 2_000_000, true},
	{"1p-1KiB", 1, 1024, "text", "none", 2_000_000, false},
	{"4p-1KiB-lz4", 4, 1024, "text", "lz4", 2_000_000, false},
	{"4p-1KiB-zstd", 4, 1024, "text", "zstd", 1_500_000, false},
	{"4p-json", 4, 0, "json", "none", 2_500_000, false},
	{"12p-json-lz4", 12, 0, "json", "lz4", 2_000_000, false},
	{"12p-json-zstd", 12, 0, "json", "zstd", 2_000_000, false},
}

// does says in words what the data is.
func (d dataSet) does() string {
	values := fmt.Sprintf("values of %s bytes", grouped(float64(d.size), 0))
	if d.shape == "json" {
		values = "JSON of about 700 bytes"
	}
	partitions := "one partition"
	if d.partitions > 1 {
		partitions = grouped(float64(d.partitions), 0) + " partitions"
	}
	compressed := "not compressed"
	if d.codec != "none" {
		compressed = "compressed with " + d.codec
	}
	return fmt.Sprintf("%s records, %s, %s, %s", grouped(float64(d.records), 0), values, partitions, compressed)
}

// small says that a record is about 100 bytes, where the cost is the record's
// and not the bytes'.
func (d dataSet) small() bool { return d.size == 100 }

// fill makes the topic and fills it, unless that was done. It gives the bytes
// of keys and values.
func (p *place) fill(ctx context.Context, d dataSet) (fed, error) {
	if err := p.createTopic(ctx, d.name, d.partitions); err != nil {
		return fed{}, err
	}
	return p.feedRecords(ctx, d)
}

// fed is what the program feed says it wrote.
type fed struct {
	Records, Bytes int64
	Seconds        float64
}

func (p *place) feedRecords(ctx context.Context, d dataSet) (fed, error) {
	cmd := exec.CommandContext(ctx, p.feed, "-b", p.cluster.Bootstrap(), "-t", d.name, "-n", fmt.Sprint(d.records),
		"-size", strconv.Itoa(d.size), "-shape", d.shape, "-codec", d.codec)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return fed{}, fmt.Errorf("filling %s: %w\n%s", d.name, err, stderr.String())
	}
	var f fed
	if err := json.Unmarshal(out, &f); err != nil {
		return fed{}, fmt.Errorf("what feed says: %w", err)
	}
	if f.Records != d.records {
		return f, fmt.Errorf("%d of %d records were written", f.Records, d.records)
	}
	return f, nil
}

// createTopic makes a topic and waits until all its leaders know that they are.
func (p *place) createTopic(ctx context.Context, name string, partitions int) error {
	if _, err := p.admin.CreateTopic(ctx, int32(partitions), 1, nil, name); err != nil {
		return fmt.Errorf("creating topic %s: %w", name, err)
	}
	return kafkatest.Until(ctx, patience, "leaders of "+name, func() (bool, error) {
		ends, err := p.admin.ListEndOffsets(ctx, name)
		if err != nil {
			return false, nil //nolint:nilerr // it is asked again
		}
		return ends.Error() == nil && len(ends[name]) == partitions, nil
	})
}

// drop deletes topics: their bytes are to leave the machine's memory.
func (p *place) drop(ctx context.Context, names ...string) error {
	if _, err := p.admin.DeleteTopics(ctx, names...); err != nil {
		return fmt.Errorf("deleting %s: %w", strings.Join(names, ", "), err)
	}
	return nil
}

// patience is how long anything may take that a measurement needs to go on.
const patience = 2 * time.Minute
