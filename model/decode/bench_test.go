package decode

import (
	"strings"
	"testing"
)

// BenchmarkDecode is what a row costs that is drawn or filtered.
func BenchmarkDecode(b *testing.B) {
	json := `{"id":123456,"user":"user-42","total":40.25,"items":["a","b","c"],"note":"` + strings.Repeat("x", 20) + `"}`
	var order, message []byte
	golden(b, "avro.golden", func(columns []string, bytes []byte, _ string) {
		if columns[0] == "order.avsc" {
			order = bytes
		}
	})
	golden(b, "protobuf.golden", func(_ []string, bytes []byte, _ string) {
		if len(bytes) > len(message) {
			message = bytes
		}
	})
	var packed, concise []byte
	golden(b, "msgpack.golden", func(_ []string, bytes []byte, want string) {
		if strings.HasPrefix(want, `{"z"`) {
			packed = bytes
		}
	})
	golden(b, "cbor.golden", func(_ []string, bytes []byte, want string) {
		if strings.HasPrefix(want, `{"z"`) {
			concise = bytes
		}
	})
	for name, bb := range map[string]struct {
		format string
		bytes  []byte
	}{
		"auto-json":     {"auto", []byte(json)},
		"auto-text":     {"auto", []byte(strings.Repeat("plain text ", 10))},
		"auto-binary":   {"auto", []byte("\x00" + strings.Repeat("\xff", 100))},
		"msgpack":       {"msgpack", packed},
		"cbor":          {"cbor", concise},
		"avro":          {"avro:testdata/order.avsc", order},
		"protobuf":      {"protobuf:testdata/order.proto#test.Order", message},
		"protobuf-wire": {"protobuf:raw", message},
	} {
		b.Run(name, func(b *testing.B) {
			d := decoder(b, bb.format)
			b.SetBytes(int64(len(bb.bytes)))
			b.ReportAllocs()
			for b.Loop() {
				if r := d.Decode("orders", false, bb.bytes); r.Err != nil {
					b.Fatal(r.Err)
				}
			}
		})
	}
}
