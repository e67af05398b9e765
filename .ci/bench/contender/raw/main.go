// Command raw bounds what any client can do: it sends the fetch requests that
// ktm sends, over one connection to each leader, into a buffer that is used
// again, and throws the records away undecoded. Of every batch it reads the
// header only, to know where to go on.
package main

import (
	"encoding/binary"
	"sync"
	"sync/atomic"

	"github.com/kafkathreadmanager/ktm/.ci/bench/contender"
)

func main() {
	task := contender.Parse()
	contender.End(read(task))
}

func read(task contender.Task) (int64, error) {
	leaders, err := leaders(task.Brokers, task.Topic)
	if err != nil {
		return 0, err
	}
	var (
		n      atomic.Int64
		failed = make(chan error, len(leaders))
		done   = make(chan struct{})
		once   sync.Once
	)
	for addr, partitions := range leaders {
		go func() {
			failed <- drain(addr, task.Topic, partitions, func(records int64) {
				if n.Add(records) >= task.Records {
					once.Do(func() { close(done) })
				}
			})
		}()
	}
	select {
	case <-done:
		return n.Load(), nil
	case err := <-failed:
		return n.Load(), err
	}
}

// count adds up the records of whole batches, and gives the offset behind the
// last one. A batch that was cut short is left for the next fetch.
func count(batches []byte, next int64) (int64, int64) {
	const length, lastDelta, recordCount, header = 8, 23, 57, 61
	records := int64(0)
	for len(batches) >= header {
		size := 12 + int(binary.BigEndian.Uint32(batches[length:]))
		if size > len(batches) {
			break
		}
		next = int64(binary.BigEndian.Uint64(batches)) + int64(binary.BigEndian.Uint32(batches[lastDelta:])) + 1
		records += int64(binary.BigEndian.Uint32(batches[recordCount:]))
		batches = batches[size:]
	}
	return records, next
}
