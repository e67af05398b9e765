package decode

import (
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"auto": "auto", "JSON": "json", " text ": "text", "string": "text", "long": "int64", "int32": "int32", "int64:le": "int64:le", "double:BE": "double",
		"avro": "avro", "avro:registry": "avro", "avro:order.avsc": "avro:order.avsc", `avro:C:\order.avsc`: `avro:C:\order.avsc`,
		"protobuf": "protobuf", "protobuf:raw": "protobuf:raw", "proto:a.proto": "protobuf:a.proto", "protobuf:a#b.proto#shop.Order": "protobuf:a#b.proto#shop.Order",
		"protobuf:a.proto#.shop.Order": "protobuf:a.proto#shop.Order", "__consumer_offsets": "__consumer_offsets", "transaction-state": "__transaction_state", "json-schema": "json-schema",
	} {
		f, err := Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if f.String() != want {
			t.Errorf("%q: %s, want %s", text, f, want)
		}
		if again, err := Parse(f.String()); err != nil || again != f {
			t.Errorf("%q: its own text %q is read as %v, %v", text, f, again, err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "the format's name is missing. Formats: auto, text",
		"jsn":                       `"jsn" is no format. Did you mean json?`,
		"base46":                    "Did you mean base64?",
		"mesgpack":                  "Did you mean msgpack?",
		"consumer_offsets":          "Did you mean __consumer_offsets?",
		"xml":                       `"xml" is no format. Formats: auto,`,
		"order.avsc":                "Did you mean avro:order.avsc?",
		"order.proto":               "Did you mean protobuf:order.proto?",
		"int32:middle":              `"middle" is no byte order. Write int32:le`,
		"int64:":                    `"" is no byte order`,
		"json:x":                    "json takes nothing behind a colon",
		"auto:x":                    "auto takes nothing behind a colon",
		"avro:":                     "the schema's file is missing behind avro:",
		"avro:a.proto":              `"a.proto" is a Protobuf schema. Write protobuf:a.proto`,
		"protobuf:":                 "or protobuf:raw without a schema",
		"protobuf:a.avsc":           `"a.avsc" is an Avro schema. Write avro:a.avsc`,
		"protobuf:a.proto#":         "the message's name is missing behind #",
		"protobuf:raw#shop.Order":   "protobuf:raw knows no message types. Write protobuf:FILE.proto#shop.Order",
		"protobuf:#shop.Order":      "the schema's file is missing",
		"json-schema:file.json":     "json-schema takes nothing behind a colon",
		"__transaction_state:extra": "takes nothing behind a colon",
	} {
		_, err := Parse(text)
		if err == nil {
			t.Errorf("%q is a format", text)
			continue
		}
		if _, ok := errors.AsType[*ParseError](err); !ok {
			t.Errorf("%q: %T", text, err)
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestFormatsAreKnown(t *testing.T) {
	for _, i := range Formats() {
		f, err := Parse(i.Name)
		if err != nil || f.String() != i.Name {
			t.Errorf("%s: %v, %v", i.Name, f, err)
		}
		if i.Means == "" || !strings.HasPrefix(i.Forms, i.Name) {
			t.Errorf("%+v", i)
		}
		switch _, err := New(f, nil); {
		case f.NeedsRegistry():
			if err == nil || !strings.Contains(err.Error(), "Set schema.registry.url") {
				t.Errorf("%s without a registry: %v", f, err)
			}
		case err != nil:
			t.Errorf("%s: %v", f, err)
		}
	}
}
