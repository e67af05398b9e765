package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes files in a folder of the test's own.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSchemaFileMistakes(t *testing.T) {
	dir := write(t, map[string]string{
		"bad.avsc":     `{"type":"record"`,
		"unknown.avsc": `{"type":"record","name":"A","fields":[{"name":"b","type":"shop.Missing"}]}`,
		"bad.proto":    "syntax = \"proto3\";\nmessage A { int32 }",
		"import.proto": `syntax = "proto3"; import "missing.proto"; message A {}`,
		"empty.proto":  `syntax = "proto3";`,
		"two.proto":    `syntax = "proto3"; package p; message Order { message Item {} } message Payment { message Item {} }`,
		"not.binpb":    "this is text",
	})
	for format, want := range map[string]string{
		"avro:missing.avsc":              `the schema cannot be read: there is no file "` + filepath.Join(dir, "missing.avsc"),
		"avro:.":                         " is no regular file",
		"avro:bad.avsc":                  "bad.avsc: the Avro schema is not valid: ",
		"avro:unknown.avsc":              "shop.Missing",
		"protobuf:missing.proto":         `the schema cannot be read: there is no file "` + filepath.Join(dir, "missing.proto"),
		"protobuf:no/missing.proto":      `the schema cannot be read: there is no folder "` + filepath.Join(dir, "no") + `"`,
		"protobuf:bad.proto":             "the Protobuf schema does not compile: bad.proto:2:19: ",
		"protobuf:import.proto":          `import.proto:1:27: the import "missing.proto" is neither in "` + dir + `" nor in a folder above it`,
		"protobuf:empty.proto":           "empty.proto has no message type",
		"protobuf:two.proto":             "two.proto has several message types. Write one of them behind a #: p.Order, p.Payment",
		"protobuf:two.proto#Ordr":        `two.proto has no message type "Ordr". Did you mean p.Order?`,
		"protobuf:two.proto#q.Something": `two.proto has no message type "q.Something". It has: p.Order, p.Order.Item, p.Payment, p.Payment.Item`,
		"protobuf:two.proto#Item":        "two.proto has several types that end in Item. Write one of them whole: p.Order.Item, p.Payment.Item",
		"protobuf:not.binpb":             "not.binpb is neither a .proto file nor a descriptor set; make one with: protoc",
	} {
		name, path, _ := strings.Cut(format, ":")
		f, err := Parse(name + ":" + dir + "/" + path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(f, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", format, err, want)
		}
	}
}

func TestProtobufImportsAreFoundAbove(t *testing.T) {
	dir := write(t, map[string]string{
		"proto/common/money.proto": `syntax = "proto3"; package common; message Money { int64 cents = 1; }`,
		"proto/shop/order.proto":   `syntax = "proto3"; package shop; import "common/money.proto"; import "shop/item.proto"; message Order { common.Money total = 1; Item item = 2; }`,
		"proto/shop/item.proto":    `syntax = "proto3"; package shop; message Item { string sku = 1; }`,
	})
	check(t, "protobuf:"+filepath.Join(dir, "proto/shop/order.proto")+"#Order", "Protobuf", unhex(t, "0a02082a12030a0161"), `{"total":{"cents":42},"item":{"sku":"a"}}`)
}

func TestProto2(t *testing.T) {
	dir := write(t, map[string]string{
		"a.proto": `syntax = "proto2"; package p;
			message A { required int32 n = 1; optional group G = 2 { optional bool b = 1; } extensions 100 to 200; optional float f = 3 [default = 1.5]; }
			extend A { optional string extra = 100; }`,
	})
	// The required field is missing; that hides nothing else.
	check(t, "protobuf:"+filepath.Join(dir, "a.proto"), "Protobuf", unhex(t, "13080114a2060178"), `{"g":{"b":true},"[p.extra]":"x"}`)
}

func TestAvroLogicalTypes(t *testing.T) {
	for _, tt := range []struct{ schema, bytes, want string }{
		{`{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}`, "123e4567e89b12d3a456426614174000", `"123e4567-e89b-12d3-a456-426614174000"`},
		{`{"type":"fixed","name":"D","size":12,"logicalType":"duration"}`, "010000000200000003000000", `{"months":1,"days":2,"millis":3}`},
		{`{"type":"long","logicalType":"timestamp-nanos"}`, "01", `"1969-12-31T23:59:59.999999999Z"`},
		{`{"type":"long","logicalType":"local-timestamp-micros"}`, "02", `"1970-01-01T00:00:00.000001"`},
		{`{"type":"long","logicalType":"timestamp-millis"}`, "feffffffffffffffff01", `9223372036854775`},
		{`{"type":"int","logicalType":"date"}`, "feffffff0f", "2147483647"},
		{`{"type":"int","logicalType":"time-millis"}`, "01", "-1"},
		{`{"type":"int","logicalType":"unheard-of"}`, "02", "1"},
		{`{"type":"bytes","logicalType":"decimal","precision":3}`, "00", "0"},
		{`{"type":"bytes","logicalType":"decimal","precision":3,"scale":3}`, "02ff", "-0.001"},
		{`["null",{"type":"error","name":"E","fields":[{"name":"why","type":"string"}]}]`, "020268", `{"why":"h"}`},
		{`{"type":"array","items":"long"}`, "0304020400", "[1,2]"}, // a block with its size
	} {
		kind, err := compileAvro([]string{tt.schema})
		if err != nil {
			t.Errorf("%s: %v", tt.schema, err)
			continue
		}
		r, err := kind.decode(unhex(t, tt.bytes), 0)
		if err != nil || string(r.Text) != tt.want {
			t.Errorf("%s %s: %s, %v, want %s", tt.schema, tt.bytes, r.Text, err, tt.want)
		}
	}
}
