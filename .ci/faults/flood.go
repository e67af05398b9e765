package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// flood is a topic full of records that pass over the screen as fast as they
// can be read. The broker has all of them before ktm begins, so that nobody
// but the broker and ktm is at work.
type flood struct {
	*bench
	records  int64
	fill     time.Duration
	took     time.Duration // from ktm's start until the screen had counted all
	ends     map[int32]int64
	onScreen report
	*watch

	lost, doubled int64
	missed        []string
}

const (
	floodTopic      = "flood"
	floodPartitions = 4
	floodValue      = 100 // bytes
	floodPatience   = time.Hour

	// The goals.
	floodPeak  = 150 // MB
	floodSlope = 1.0 // MB for every 10 million records after the first 10 million
)

// playFlood runs the flood and tells of it.
func playFlood(ctx context.Context, o options, write bool) (err error) {
	b, err := build(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if b.cluster, err = kafkatest.Open(ctx); err != nil {
		return err
	}
	if err := b.connect(); err != nil {
		return err
	}
	f := &flood{bench: b, records: o.flood}
	if err := f.load(ctx); err != nil {
		return err
	}
	if err := f.play(ctx); err != nil {
		return err
	}
	f.judge()
	account := f.account()
	for _, l := range account.lines {
		fmt.Printf("%-55s %s\n", l[0], l[1])
	}
	if write {
		if err := account.write(); err != nil {
			return err
		}
	}
	if len(f.missed) > 0 {
		return fmt.Errorf("%w: %s", errMissed, strings.Join(f.missed, "; "))
	}
	return nil
}

// load fills the topic and asks the broker how much it holds.
func (f *flood) load(ctx context.Context) error {
	began := time.Now()
	if _, err := f.admin.CreateTopic(ctx, floodPartitions, 1, nil, floodTopic); err != nil {
		return fmt.Errorf("creating topic %s: %w", floodTopic, err)
	}
	if err := f.write(ctx); err != nil {
		return err
	}
	f.fill = time.Since(began)
	offsets, err := f.admin.ListEndOffsets(ctx, floodTopic)
	if err != nil {
		return fmt.Errorf("ends of %s: %w", floodTopic, err)
	}
	var sum int64
	f.ends = make(map[int32]int64)
	offsets.Each(func(end kadm.ListedOffset) {
		f.ends[end.Partition] = end.Offset
		sum += end.Offset
	})
	if sum != f.records {
		return fmt.Errorf("the broker holds %d records of %d", sum, f.records)
	}
	fmt.Fprintf(os.Stderr, "%d records written in %.0f s\n", sum, f.fill.Seconds())
	return nil
}

func (f *flood) write(ctx context.Context) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(f.seeds()...), kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerBatchCompression(kgo.NoCompression()), kgo.MaxBufferedRecords(200_000), kgo.ProducerLinger(5*time.Millisecond))
	if err != nil {
		return fmt.Errorf("producer: %w", err)
	}
	defer client.Close()
	values := make([][]byte, 1000)
	for i := range values {
		values[i] = fmt.Appendf(nil, "%03d %s", i, strings.Repeat("abcdefghij", floodValue/10))[:floodValue]
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for i := range f.records {
		if i%1e6 == 0 && ctx.Err() != nil {
			break
		}
		r := &kgo.Record{Topic: floodTopic, Partition: int32(i % floodPartitions), Value: values[i%int64(len(values))]}
		client.Produce(ctx, r, func(_ *kgo.Record, err error) {
			if err != nil {
				cancel(err)
			}
		})
	}
	if err := client.Flush(ctx); err != nil {
		return fmt.Errorf("writing to %s: %w", floodTopic, errors.Join(err, context.Cause(ctx)))
	}
	return nil
}

// play lets ktm read all on the screen and looks at it every second.
func (f *flood) play(ctx context.Context) (err error) {
	began := time.Now()
	s, err := startScreen(ctx, f.program, f.dir, []string{"-b", f.cluster.Bootstrap(), "-o", "start", floodTopic}, size{120, 40})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	pid, err := s.pid()
	if err != nil {
		return err
	}
	f.watch = newWatch(pid)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for read := int64(0); read < f.records; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		text, err := s.text()
		if err != nil {
			return err
		}
		f.took = time.Since(began)
		read = int64(receivedOn(text))
		if err := f.look(read); err != nil {
			return fmt.Errorf("%w\n%s", err, text)
		}
		if f.took > floodPatience {
			return fmt.Errorf("only %d records in %s\n%s", read, floodPatience, text)
		}
	}
	f.onScreen, err = s.quit(ctx)
	return err
}
