package decode

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// golden reads bytes that other encoders made (testdata/golden.py) and the
// text they must be shown as. A line of several columns has the bytes in the
// last but one.
func golden(t testing.TB, file string, each func(columns []string, b []byte, want string)) {
	t.Helper()
	content, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		n := len(columns)
		b, err := hex.DecodeString(columns[n-2])
		if err != nil {
			t.Fatal(err)
		}
		each(columns, b, columns[n-1])
	}
}

// check decodes bytes and compares the text; what says that it is JSON must be.
func check(t *testing.T, format, kind string, b []byte, want string) Result {
	t.Helper()
	r := decoder(t, format).Decode("orders", false, b)
	if string(r.Text) != want || r.Err != nil || r.Kind != kind {
		t.Errorf("%s %x:\n%s\nwant\n%s %s", format, b, shown(r), kind, want)
	}
	if r.JSON && !json.Valid(r.Text) {
		t.Errorf("%s %x: this is no JSON: %s", format, b, r.Text)
	}
	return r
}

func TestGolden(t *testing.T) {
	for format, kind := range map[string]string{"msgpack": "MessagePack", "cbor": "CBOR"} {
		golden(t, format+".golden", func(_ []string, b []byte, want string) {
			check(t, format, kind, b, want)
		})
	}
	golden(t, "wire.golden", func(_ []string, b []byte, want string) {
		check(t, "protobuf:raw", "Protobuf, no schema", b, want)
	})
}

func TestGoldenAvro(t *testing.T) {
	golden(t, "avro.golden", func(columns []string, b []byte, want string) {
		format := "avro:testdata/" + columns[0]
		if r := check(t, format, "Avro", b, want); r.Schema == "" {
			t.Error("the schema has no name")
		}
		// A registry's frame in front is no obstacle.
		if r := check(t, format, "Avro", append([]byte{0, 0, 0, 0, 17}, b...), want); r.SchemaID != 17 {
			t.Errorf("framed: id %d", r.SchemaID)
		}
	})
}

func TestGoldenProtobuf(t *testing.T) {
	golden(t, "protobuf.golden", func(columns []string, b []byte, want string) {
		for _, file := range []string{"order.proto", "order.binpb"} {
			format := "protobuf:testdata/" + file + "#" + columns[0]
			if file == "order.proto" && columns[0] == "shop.Item" {
				format = "protobuf:testdata/shop/item.proto"
			}
			if r := check(t, format, "Protobuf", b, want); r.Schema != columns[0] {
				t.Errorf("schema %q, want %s", r.Schema, columns[0])
			}
			framed := append([]byte{0, 0, 0, 0, 17, 0}, b...)
			if r := check(t, format, "Protobuf", framed, want); r.SchemaID != 17 {
				t.Errorf("framed: id %d", r.SchemaID)
			}
		}
	})
}
