package kafka

import (
	"fmt"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// BenchmarkUnpack is what unpacking a batch costs, by model.Compression, for JSON in batches
// as producers make them by default and as they make them when they are busy.
func BenchmarkUnpack(b *testing.B) {
	for _, size := range []int{16 << 10, 512 << 10} {
		var raw []byte
		for i := 0; len(raw) < size; i++ {
			raw = fmt.Appendf(raw, `{"type":"order.paid","id":"o-%d","total":%d.5,"customer":{"name":"user-%d","city":"Köln"},"items":[{"sku":"B-%d","n":%d}]}`, i, i*7919%1000, i%977, i*31%512, i%9)
		}
		for _, by := range []model.Compression{model.Gzip, model.Snappy, model.Lz4, model.Zstd} {
			b.Run(fmt.Sprintf("%s/%dKiB", by, size>>10), func(b *testing.B) {
				packed := compressed(b, by, raw)
				u := &unpacker{room: func(int64) bool { return true }, shelf: shelf{from: new(bodies)}}
				b.SetBytes(int64(len(raw)))
				b.ReportAllocs()
				for b.Loop() {
					out, in, err := u.unpack(by, packed, maxUnpacked)
					if err != nil || len(out) != len(raw) {
						b.Fatal(len(out), err)
					}
					in.hold()
					in.letGo()
				}
			})
		}
	}
}
