package main

import (
	"context"
	"time"
)

// ticks a second in which a stream writes what is due.
const ticks = 200

// largestBatch is how many bytes of values go into a batch: with all that is
// around them less than a broker takes.
const largestBatch = 500_000

// stream writes perSecond records a second until ctx ends, in batches
// for one partition after the other. Where the broker cannot keep up, less is
// written.
func (w *writer) stream(ctx context.Context, perSecond, size int) (written, error) {
	s := w.sender(context.WithoutCancel(ctx)) // what was begun is written
	tick := time.NewTicker(time.Second / ticks)
	defer tick.Stop()
	began := time.Now()
	bytes, n := int64(0), int64(0)
	var key, value []byte
	for next := 0; ; {
		select {
		case <-ctx.Done():
			records, err := s.wait()
			return written{Records: records, Bytes: bytes}, err
		case <-tick.C:
		}
		due := int64(float64(perSecond)*time.Since(began).Seconds()) - n
		// After a stop of the machine there is no flood to make up for it.
		due = min(due, int64(max(1, 4*perSecond/ticks)))
		for ; due > 0; next++ {
			count := min(due, int64(largestBatch/size))
			records := make([]byte, 0, int(count)*(size+32))
			now := time.Now()
			for i := range int(count) {
				n++
				value = stamped(value[:0], now.UnixMicro(), n, size)
				key = numbered(key[:0], n%1e8)
				records = record(records, i, key, value)
				bytes += int64(len(value))
			}
			batch, err := seal(records, int(count), now, "none")
			if err != nil {
				return written{}, err
			}
			s.add(parcel{next % len(w.leaders), batch, count})
			s.flush()
			due -= count
		}
	}
}
