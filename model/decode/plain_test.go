package decode

import (
	"bytes"
	"strings"
	"testing"
)

// decoder makes a decoder that needs no registry.
func decoder(t testing.TB, text string) *Decoder {
	t.Helper()
	f, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// shown is a result in one line: kind, text, and why it is raw.
func shown(r Result) string {
	s := r.Kind + " " + string(r.Text)
	if r.Err != nil {
		s += " (" + r.Err.Error() + ")"
	}
	return s
}

func TestPlain(t *testing.T) {
	for _, tt := range []struct{ format, bytes, want string }{
		{"auto", `{"a" : 1.10 , "a":"\u00e9 x"}`, `JSON {"a":1.10,"a":"\u00e9 x"}`},
		{"auto", " [1,\n2]", "JSON [1,2]"},
		{"auto", `{"a":"\\"}`, `JSON {"a":"\\"}`},
		{"auto", `{"a" "b"}`, `text {"a" "b"}`},
		{"auto", "42", "text 42"},
		{"auto", "grüße\n", "text grüße\n"},
		{"auto", "\x00\x01", "hex 0001"},
		{"auto", "caf\xe9", "hex 636166e9"},
		{"auto", "\x1b[2J", "hex 1b5b324a"},
		{"auto", "", "empty "},
		{"auto", "\x00\x00\x00\x00\x07x", "hex 000000000778"},
		{"text", "a\x00\xff", "text a\x00\xff"},
		{"json", `{"n":123456789012345678901234567890, "z":1e400}`, `JSON {"n":123456789012345678901234567890,"z":1e400}`},
		{"json", `{"n":`, `text {"n": (it is no valid JSON)`},
		{"json", "", "text  (it is no valid JSON)"},
		{"hex", "az", "hex 617a"},
		{"base64", "\xff\xfe\xfd\xfc", "base64 //79/A=="},
		{"int32", "\xff\xff\xff\xfe", "int32 -2"},
		{"int32:le", "\x01\x00\x00\x00", "int32 1"},
		{"int32", "\x01", "hex 01 (int32 takes 4 bytes, and there are 1)"},
		{"int64", "\x80\x00\x00\x00\x00\x00\x00\x00", "int64 -9223372036854775808"},
		{"int64", "12345678", "int64 3544952156018063160"},
		{"int64:le", "\x02\x00\x00\x00\x00\x00\x00\x00", "int64 2"},
		{"float", "\x3d\xcc\xcc\xcd", "float 0.1"},
		{"float:le", "\x00\x00\x80\x7f", `float "Infinity"`},
		{"double", "\x40\x09\x21\xfb\x54\x44\x2d\x18", "double 3.141592653589793"},
		{"double", "\x7f\xf8\x00\x00\x00\x00\x00\x00", `double "NaN"`},
		{"double:le", "\x00\x00\x00\x00\x00\x00\xf0\xbf", "double -1"},
		{"uuid", "\x12\x3e\x45\x67\xe8\x9b\x12\xd3\xa4\x56\x42\x66\x14\x17\x40\x00", "UUID 123e4567-e89b-12d3-a456-426614174000"},
		{"uuid", "123E4567-e89b-12d3-a456-426614174000", "UUID 123E4567-e89b-12d3-a456-426614174000"},
		{"uuid", "123E4567-e89b-12d3-a456-42661417400g", "text 123E4567-e89b-12d3-a456-42661417400g (a UUID takes 16 bytes, or 36 as text, and there are 36)"},
	} {
		if got := shown(decoder(t, tt.format).Decode("orders", false, []byte(tt.bytes))); got != tt.want {
			t.Errorf("%s %q:\n%s\nwant\n%s", tt.format, tt.bytes, got, tt.want)
		}
	}
}

func TestNullIsNull(t *testing.T) {
	for _, i := range Formats() {
		f, err := Parse(i.Name)
		if err != nil {
			t.Fatal(err)
		}
		if f.NeedsRegistry() {
			continue
		}
		if r := decoder(t, i.Name).Decode("orders", true, nil); r.Kind != "null" || r.Text != nil || r.Err != nil {
			t.Errorf("%s: %+v", i.Name, r)
		}
	}
}

func TestCompactJSONIsNotCopied(t *testing.T) {
	b := []byte(`{"a":"b c"}`)
	if r := decoder(t, "auto").Decode("orders", false, b); &r.Text[0] != &b[0] || !r.JSON {
		t.Error("compact JSON was copied")
	}
}

func TestTextIsCut(t *testing.T) {
	large := bytes.Repeat([]byte("é"), MaxText)
	for format, b := range map[string][]byte{
		"text": large, "auto": large, "hex": large, "base64": large,
		"json": []byte(`"` + strings.Repeat("a", MaxText) + `"`),
	} {
		r := decoder(t, format).Decode("orders", false, b)
		if !r.Cut || r.JSON || len(r.Text) > MaxText || len(r.Text) < MaxText-3 || r.Err != nil {
			t.Errorf("%s: %d bytes, cut %v, JSON %v, %v", format, len(r.Text), r.Cut, r.JSON, r.Err)
		}
	}
	if r := decoder(t, "auto").Decode("orders", false, large); r.Kind != "text" {
		t.Errorf("long text is shown as %s", r.Kind)
	}
}
