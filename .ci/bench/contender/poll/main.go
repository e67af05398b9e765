// Command poll is ktm's own consumer without anything around it: one record a
// call of Poll, counted.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/bench/contender"
	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/consumer/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

func main() {
	task := contender.Parse()
	if task.Profile != "" {
		file, err := os.Create(task.Profile)
		if err == nil {
			err = pprof.StartCPUProfile(file)
		}
		if err != nil {
			contender.End(0, fmt.Errorf("profile: %w", err))
		}
	}
	n, err := read(task)
	pprof.StopCPUProfile()
	contender.End(n, err)
}

func read(task contender.Task) (int64, error) {
	open := kafka.Config{Brokers: task.Brokers, Topics: []string{task.Topic}, Start: model.Start{Kind: model.StartOldest}}.Opener()
	var c consumer.Consumer
	c, err := open(context.Background(), nil)
	if err != nil {
		return 0, err
	}
	var r model.Record
	n, bytes := int64(0), 0
	for n < task.Records {
		ok, err := c.Poll(time.Second, &r)
		if err != nil {
			return n, err
		}
		if ok {
			n++
			bytes += len(r.Key) + len(r.Value)
		}
	}
	if bytes == 0 {
		return n, fmt.Errorf("%d records without a byte", n)
	}
	return n, nil
}
