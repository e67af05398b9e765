package query

import (
	"fmt"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// records are messages of about 100 bytes of JSON, as an order topic has them.
func records(n int) []model.Record {
	rs := make([]model.Record, n)
	for i := range rs {
		rs[i] = model.Record{
			TopicPartition: model.TopicPartition{Topic: "orders", Partition: int32(i % 12)},
			Offset:         int64(i), Timestamp: 1795426800000 + int64(i),
			Key:   fmt.Appendf(nil, "user-%d", i%1000),
			Value: fmt.Appendf(nil, `{"id":%d,"user":"user-%d","status":"shipped","total":%d.5,"city":"Hamburg","items":[1,2]}`, 100000+i, i%1000, i%41),
		}
	}
	return rs
}

// BenchmarkMatch scans messages of which none or few match, as a search for a
// needle does; the goals are 1,000,000 a second for text and 300,000 for a field.
func BenchmarkMatch(b *testing.B) {
	rs := records(1 << 12)
	for _, text := range []string{
		"needle", "Needle", "été", "user-4711", "key:user-4711", "alpha beta -gamma", "partition:99", "/ne+dle/", "/failed|refused/",
		"value.total > 40.6", `value.status == "paid"`, `.missing > 1`, `value.total > 40.6 && key startsWith "user-"`,
		`timestamp > now()`, "partition == 99", `key matches "^user-4711$"`, "=any(value.items, # == 3)", `lower(value.city) == "bremen"`,
	} {
		b.Run(text, func(b *testing.B) {
			f, err := Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			i, n := 0, 0
			for b.Loop() {
				if f.Match(&rs[i&(len(rs)-1)]) {
					n++
				}
				i++
			}
			b.ReportMetric(float64(i)/b.Elapsed().Seconds()/1e6, "M/s")
			if n > 0 {
				b.Fatalf("%d messages match", n)
			}
		})
	}
}
