package decode

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// list is a list of MessagePack with n small numbers.
func list(n uint32) []byte {
	b := []byte{0xdd, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	return append(b, bytes.Repeat([]byte{7}, int(n))...)
}

// Who looks at a line of a large message is given that, whatever is behind it.
func TestDecodeUpTo(t *testing.T) {
	const most = 1000
	long := strings.Repeat("x", 1<<20)
	wire := protowire.AppendString(protowire.AppendTag(nil, 2, protowire.BytesType), long)
	fields := bytes.Repeat([]byte{0x08, 0x07}, 1<<19)
	group := append(append([]byte{0x0b}, fields...), 0x0c)
	for _, tt := range []struct {
		name, format string
		b            []byte
		begin        string
	}{
		{"a list", "msgpack", list(1 << 20), "[7,7,7,"},
		{"a text", "msgpack", append([]byte{0xdb, 0, 0x10, 0, 0}, long...), `"xxx`},
		{"a list", "cbor", append([]byte{0x9f}, bytes.Repeat([]byte{7}, 1<<20)...), "[7,7,7,"},
		{"a text in pieces", "cbor", append([]byte{0x7f}, bytes.Repeat([]byte("\x61x"), 1<<19)...), `"xxx`},
		{"fields", "protobuf:raw", fields, `{"1":[7,7,`},
		{"a text", "protobuf:raw", wire, `{"2":"xxx`},
		{"a text in a message", "protobuf:raw", append(protowire.AppendVarint([]byte{0x1a}, uint64(len(wire))), wire...), `{"3":{"2":"xxx`},
		{"a text", "hex", []byte(long), "787878"},
		{"a text", "base64", []byte(long), "eHh4"},
		{"a text", "auto", []byte(long), "xxx"},
		{"JSON", "json", []byte(`{"a":"` + long + `"}`), `{"a":"xxx`},
		{"what is no number", "int32", []byte(long), "xxx"},
		{"what is broken far behind", "msgpack", list(1 << 20)[:1<<19], "[7,7,7,"},
	} {
		got := decoder(t, tt.format).DecodeUpTo("orders", false, nil, tt.b, most)
		if len(got.Text) > most || len(got.Text) < most/2 || !got.Cut || got.JSON || !strings.HasPrefix(string(got.Text), tt.begin) {
			t.Errorf("%s as %s: %d bytes of %.20s, cut %t, JSON %t", tt.name, tt.format, len(got.Text), got.Text, got.Cut, got.JSON)
		}
	}
	// The end of a group is not looked for as far as that.
	if got := decoder(t, "protobuf:raw").DecodeUpTo("", false, nil, append([]byte{0x10, 0x05}, group...), most); !got.Cut || !strings.HasPrefix(string(got.Text), `{"2":5`) {
		t.Errorf("a group: %.40s, cut %t, %v", got.Text, got.Cut, got.Err)
	}
	small := decoder(t, "msgpack").DecodeUpTo("", false, nil, list(3), most)
	if string(small.Text) != "[7,7,7]" || small.Cut || !small.JSON {
		t.Errorf("what is small: %s, cut %t", small.Text, small.Cut)
	}
}

// By a schema, what is read of a large message is whole fields, and the beginning
// of the one that is cut through.
func TestDecodeUpToOfProtobuf(t *testing.T) {
	d := decoder(t, "protobuf:testdata/shop/item.proto")
	item := func(sku string) []byte { return append(protowire.AppendVarint([]byte{0x0a}, uint64(len(sku))), sku...) }
	got := d.DecodeUpTo("", false, nil, item(strings.Repeat("日", 1000)), 200)
	if !got.Cut || got.JSON || got.Err != nil || !strings.HasPrefix(string(got.Text), `{"sku":"日日`) || len(got.Text) > 200 || bytes.Contains(got.Text, []byte("\ufffd")) {
		t.Errorf("%s, cut %t, %v", got.Text, got.Cut, got.Err)
	}
	if got := d.DecodeUpTo("", false, nil, item("one"), 200); string(got.Text) != `{"sku":"one"}` || got.Cut {
		t.Errorf("what is small: %s, cut %t", got.Text, got.Cut)
	}
}

// What is read for a line is the beginning of what is read of all.
func FuzzDecodeUpTo(f *testing.F) {
	for _, b := range [][]byte{list(40), []byte("\x9f\x61x\xff"), bytes.Repeat([]byte{8, 7}, 40), []byte(`{"a":[1,2,3]}`)} {
		f.Add(b, 20)
	}
	var decoders []*Decoder
	for _, format := range []string{"auto", "json", "msgpack", "cbor", "protobuf:raw", "hex", "base64", "text", "protobuf:testdata/shop/item.proto"} {
		decoders = append(decoders, decoder(f, format))
	}
	f.Fuzz(func(t *testing.T, b []byte, most int) {
		most = 1 + max(0, most)%1000
		for _, d := range decoders {
			got := d.DecodeUpTo("orders", false, nil, b, most)
			if len(got.Text) > 2*most+2 {
				t.Errorf("%s: %d bytes, and %d were wanted", d.Format(), len(got.Text), most)
			}
			if got.JSON && !json.Valid(got.Text) {
				t.Errorf("%s: %q is no JSON", d.Format(), got.Text)
			}
		}
	})
}
