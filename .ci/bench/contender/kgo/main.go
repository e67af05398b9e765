// Command kgo is franz-go's client in a bare loop.
package main

import (
	"context"
	"fmt"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/kafkathreadmanager/ktm/.ci/bench/contender"
)

func main() {
	task := contender.Parse()
	contender.End(read(task))
}

func read(task contender.Task) (int64, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(task.Brokers...), kgo.ConsumeTopics(task.Topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return 0, fmt.Errorf("kgo: %w", err)
	}
	n, bytes := int64(0), 0
	for n < task.Records {
		fetches := client.PollFetches(context.Background())
		if err := fetches.Err(); err != nil {
			return n, fmt.Errorf("kgo: %w", err)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			n++
			bytes += len(r.Key) + len(r.Value)
		})
	}
	if bytes == 0 {
		return n, fmt.Errorf("%d records without a byte", n)
	}
	return n, nil
}
