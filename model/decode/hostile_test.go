package decode

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/sr"
)

// TestHostileBytesAreBounded decodes bytes that promise much more than they
// have, or that grow when they are written out.
func TestHostileBytesAreBounded(t *testing.T) {
	repeat := func(s string, n int) string { return strings.Repeat(s, n) }
	varint := func(n int64) string { return string(binary.AppendVarint(nil, n)) }
	nested := func(n int) string { // messages of Protobuf in one another, by field 1
		b := []byte{}
		for range n {
			b = append(binary.AppendUvarint([]byte{0x0a}, uint64(len(b))), b...)
		}
		return string(b)
	}
	const deep = "it is nested deeper than 100 levels"
	const short = "it ends in the middle of a value"
	for name, tt := range map[string]struct{ format, bytes, err string }{
		"msgpack: an array of 4 billion":     {"msgpack", "\xdd\xff\xff\xff\xff", short},
		"msgpack: a map of 4 billion":        {"msgpack", "\xdf\xff\xff\xff\xff\x01", short},
		"msgpack: text of 4 billion":         {"msgpack", "\xdb\xff\xff\xff\xffabc", short},
		"msgpack: bytes of 4 billion":        {"msgpack", "\xc6\xff\xff\xff\xff", short},
		"msgpack: an extension of 4 billion": {"msgpack", "\xc9\xff\xff\xff\xff\x01", short},
		"msgpack: deep":                      {"msgpack", repeat("\x91", 100_000) + "\xc0", deep},
		"msgpack: deep names":                {"msgpack", repeat("\x81", 100_000) + "\xc0", deep},
		"msgpack: two values":                {"msgpack", "\x01\x02", "there is 1 byte behind the end of the value"},
		"msgpack: never used":                {"msgpack", "\xc1", "it has a byte that MessagePack never uses, 0xc1"},
		"msgpack: nothing":                   {"msgpack", "", short},
		"msgpack: an instant of 5 bytes":     {"msgpack", "\xc7\x05\xff12345", "an instant takes 4, 8 or 12 bytes, and there are 5"},
		"cbor: an array of 2^64":             {"cbor", "\x9b\xff\xff\xff\xff\xff\xff\xff\xff", short},
		"cbor: a map of 2^64":                {"cbor", "\xbb\xff\xff\xff\xff\xff\xff\xff\xff\x01", short},
		"cbor: text of 2^64":                 {"cbor", "\x7b\xff\xff\xff\xff\xff\xff\xff\xff", short},
		"cbor: no end":                       {"cbor", "\x9f\x01", short},
		"cbor: text without an end":          {"cbor", "\x7f\x61a", short},
		"cbor: a piece of another kind":      {"cbor", "\x7f\x41a\xff", "a piece of a string is of another kind than the string"},
		"cbor: an end without a beginning":   {"cbor", "\xff", "the byte 0xff begins no item of CBOR"},
		"cbor: deep":                         {"cbor", repeat("\x9f", 100_000), deep},
		"cbor: deep tags":                    {"cbor", repeat("\xc6", 100_000), deep},
		"cbor: a number of 100,000 bytes":    {"cbor", "\xc2\x5a\x00\x01\x86\xa0" + repeat("\xff", 100_000), "a number has more than 4096 bytes"},
		"avro: a block of 2^62 elements":     {"avro:testdata/hostile.avsc", "\x00" + varint(1<<62) + "\x00", short},
		"avro: a block of -2^63 elements":    {"avro:testdata/hostile.avsc", "\x00" + varint(math.MinInt64), "a block has no valid count"},
		"avro: text of -1":                   {"avro:testdata/hostile.avsc", "\x02\x01", "a length is negative"},
		"avro: text of 2^62":                 {"avro:testdata/hostile.avsc", "\x02" + varint(1<<62), short},
		"avro: a long number":                {"avro:testdata/hostile.avsc", repeat("\xff", 11), "a number has more than 64 bits"},
		"avro: deep":                         {"avro:testdata/list.avsc", repeat("\x02\x02", 100_000) + "\x02\x00", deep},
		"protobuf: deep":                     {"protobuf:testdata/order.proto#test.Order.Inner", nested(10_000), "exceeded maximum recursion depth"},
		"protobuf: not whole":                {"protobuf:testdata/order.proto#test.Order", "\x0a\xff\xff\xff\xff\x0f", "it is no message of type test.Order"},
		"protobuf: a map's key twice":        {"protobuf:testdata/order.proto#test.Order", "\x52\x05\x0a\x010\x08\x00", "the key of a map is not valid"},
		"protobuf: too large":                {"protobuf:testdata/order.proto#test.Order", repeat("\x08\x01", maxProtobuf), "it is larger than 1 MiB"},
		"protobuf raw: many fields":          {"protobuf:raw", repeat("\x08\x01", 1<<18), "a message has more than 131072 fields"},
		"protobuf raw: a group without end":  {"protobuf:raw", "\x0b\x08\x01", "it is no Protobuf message"},
		"offsets: a type of its own":         {"__consumer_offsets", "\x7f\xff", "what type it is of stands in its key, which is not here"},
	} {
		d := decoder(t, tt.format)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := run(d.codec, message{topic: "orders", b: []byte(tt.bytes)})
		runtime.ReadMemStats(&after)
		if r.Err == nil || !strings.Contains(r.Err.Error(), tt.err) {
			t.Errorf("%s: %v", name, r.Err)
		}
		if r.Kind != "hex" && r.Kind != "text" {
			t.Errorf("%s is shown as %s", name, r.Kind)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > uint64(16<<20+16*len(tt.bytes)) {
			t.Errorf("%s: %d bytes were decoded by allocating %d", name, len(tt.bytes), used)
		}
	}
}

// TestHostileTextIsCut decodes bytes that fit, and would be very long.
func TestHostileTextIsCut(t *testing.T) {
	nulls := "\x04" + string(binary.AppendVarint(nil, 1<<62)) // a null takes no bytes
	for name, tt := range map[string]struct{ format, bytes string }{
		"avro: 2^62 nulls":        {"avro:testdata/hostile.avsc", nulls},
		"avro: 2^62 records of 0": {"avro:testdata/hostile.avsc", "\x06" + nulls[1:]},
		"msgpack: many nulls":     {"msgpack", "\xdd\x00\x20\x00\x00" + strings.Repeat("\xc0", 1<<21)},
		"cbor: many nulls":        {"cbor", "\x9f" + strings.Repeat("\xf6", 1<<21) + "\xff"},
		"cbor: long text":         {"cbor", "\x7a\x00\x80\x00\x00" + strings.Repeat("\x01", 1<<23)},
		"msgpack: long bytes":     {"msgpack", "\xc6\x00\x80\x00\x00" + strings.Repeat("\x01", 1<<23)},
		"protobuf raw: long text": {"protobuf:raw", "\x0a\x80\x80\x80\x04" + strings.Repeat("a", 1<<23)},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := run(decoder(t, tt.format).codec, message{topic: "orders", b: []byte(tt.bytes)})
		runtime.ReadMemStats(&after)
		if r.Err != nil || !r.Cut || r.JSON || len(r.Text) != MaxText {
			t.Errorf("%s: %d bytes, cut %v, JSON %v, %v", name, len(r.Text), r.Cut, r.JSON, r.Err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 160<<20 {
			t.Errorf("%s: allocated %d", name, used)
		}
	}
}

// TestProtobufTreeIsBounded: a tree is built of a message, which takes more
// than its bytes.
func TestProtobufTreeIsBounded(t *testing.T) {
	d := decoder(t, "protobuf:testdata/order.proto#test.Order")
	b := bytes.Repeat([]byte{0x4a, 0x00}, maxProtobuf/2) // empty items
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := run(d.codec, message{topic: "orders", b: b})
	runtime.ReadMemStats(&after)
	if r.Err != nil {
		t.Error(r.Err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 250<<20 {
		t.Errorf("%d bytes were decoded by allocating %d", len(b), used)
	} else {
		t.Logf("%d bytes were decoded by allocating %d", len(b), used)
	}
}

func TestBrokenDecoderIsNoPanic(t *testing.T) {
	d := &Decoder{codec: func(message) (Result, error) { panic("broken") }}
	if got := shown(d.Decode("orders", false, []byte("a"))); got != "text a (the decoder broke on it)" {
		t.Error(got)
	}
}

// loaded is a registry that has its schemas and asks nobody.
func loaded(t testing.TB, schemas map[int]sr.Schema) *Registry {
	t.Helper()
	r, err := NewRegistry(RegistryConfig{URLs: []string{"http://127.0.0.1:1"}}, Events{})
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	for id, s := range schemas {
		c, err := compile(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.entries[id] = &entry{schema: c}
	}
	return r
}

// sound checks what holds for any result.
func sound(t *testing.T, r Result) {
	t.Helper()
	if len(r.Text) > MaxText || r.Kind == "" {
		t.Errorf("%d bytes of %q", len(r.Text), r.Kind)
	}
	if r.JSON && !json.Valid(r.Text) {
		t.Errorf("this is no JSON: %q", r.Text)
	}
	if r.Cut && (r.JSON || len(r.Text) < MaxText-utf8Max) {
		t.Errorf("cut at %d bytes, JSON %v", len(r.Text), r.JSON)
	}
}

// utf8Max is how far before MaxText a text may be cut.
const utf8Max = 4
