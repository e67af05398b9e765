package latest

import (
	"strconv"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// A million different keys, more than are kept: what it costs to take one in.
func BenchmarkTake(b *testing.B) {
	for _, distinct := range []int{1_000, 100_000, 1_000_000} {
		b.Run(strconv.Itoa(distinct), func(b *testing.B) {
			h := newHistory(b, history.Options{})
			tb := New(Options{Keys: 100_000, Bytes: 32 << 20})
			r := &model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Value: make([]byte, 88)}
			n := 0
			b.ReportAllocs()
			for n < b.N {
				b.StopTimer()
				for range 30_000 {
					r.Key = strconv.AppendInt(append(r.Key[:0], "user-"...), int64(n*7919%distinct), 10)
					h.Append(r)
					n++
				}
				b.StartTimer()
				take(tb, h)
			}
		})
	}
}

func BenchmarkArrange(b *testing.B) {
	h := newHistory(b, history.Options{})
	tb := New(Options{Keys: 100_000, Bytes: 64 << 20})
	for i := range 100_000 {
		h.Append(&model.Record{Key: []byte("user-" + strconv.Itoa(i*7919%1_000_003)), Value: []byte("v")})
	}
	take(tb, h)
	for o := range orders {
		b.Run(o.String(), func(b *testing.B) {
			for b.Loop() {
				tb.sorting = 0
				tb.Arrange(o)
			}
		})
	}
}
