// Command sarama is sarama's PartitionConsumer, one for each partition, each
// read by a goroutine of its own.
package main

import (
	"fmt"
	"sync/atomic"

	"github.com/IBM/sarama"
	"github.com/rcrowley/go-metrics"

	"github.com/kafkathreadmanager/ktm/.ci/bench/contender"
)

func main() {
	task := contender.Parse()
	contender.End(read(task))
}

func read(task contender.Task) (int64, error) {
	metrics.UseNilMetrics = true
	config := sarama.NewConfig()
	config.Version = sarama.MaxVersion
	c, err := sarama.NewConsumer(task.Brokers, config)
	if err != nil {
		return 0, fmt.Errorf("sarama: %w", err)
	}
	partitions, err := c.Partitions(task.Topic)
	if err != nil {
		return 0, fmt.Errorf("sarama: %w", err)
	}
	var n, bytes atomic.Int64
	done := make(chan struct{}, len(partitions))
	for _, p := range partitions {
		pc, err := c.ConsumePartition(task.Topic, p, sarama.OffsetOldest)
		if err != nil {
			return n.Load(), fmt.Errorf("sarama: partition %d: %w", p, err)
		}
		go func() {
			for m := range pc.Messages() {
				bytes.Add(int64(len(m.Key) + len(m.Value)))
				if n.Add(1) == task.Records {
					done <- struct{}{}
				}
			}
		}()
	}
	<-done
	if bytes.Load() == 0 {
		return n.Load(), fmt.Errorf("%d records without a byte", n.Load())
	}
	return n.Load(), nil
}
