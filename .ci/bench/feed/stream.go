package main

import (
	"context"
	"fmt"
	"time"
)

// ticks a second in which a stream writes what is due.
const ticks = 200

// stream writes perSecond records a second until ctx ends, one batch a tick
// to one partition after the other. Where the broker cannot keep up, less is
// written.
func (w *writer) stream(ctx context.Context, perSecond, size int) (written, error) {
	s := w.sender(context.WithoutCancel(ctx)) // what was begun is written
	tick := time.NewTicker(time.Second / ticks)
	defer tick.Stop()
	began := time.Now()
	bytes, n := int64(0), int64(0)
	for next := 0; ; next++ {
		select {
		case <-ctx.Done():
			records, err := s.wait()
			return written{Records: records, Bytes: bytes}, err
		case <-tick.C:
		}
		due := int64(float64(perSecond)*time.Since(began).Seconds()) - n
		// After a stop of the machine there is no flood to make up for it.
		due = min(due, int64(max(1, 4*perSecond/ticks)))
		if due <= 0 {
			continue
		}
		var records, value []byte
		now := time.Now()
		for i := range int(due) {
			n++
			value = stamped(value[:0], now.UnixMicro(), n, size)
			records = record(records, i, fmt.Appendf(nil, keyFormat, n%1e8), value)
			bytes += int64(len(value))
		}
		batch, err := seal(records, int(due), now, "none")
		if err != nil {
			return written{}, err
		}
		s.add(parcel{next % len(w.leaders), batch, due})
		s.flush()
	}
}
