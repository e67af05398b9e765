package pipe

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
)

// decoding is a decoder of the topic orders.
func decoding(t *testing.T, key, value string) *decoder {
	t.Helper()
	r := decoded.New()
	for part, text := range map[decoded.Part]string{decoded.Key: key, decoded.Value: value} {
		f, err := decode.Parse(text)
		if err == nil {
			err = r.Set("orders", part, f)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return &decoder{reader: r}
}

// What is decoded comes as JSON where it is, and as text where it is not; what is
// not comes as before.
func TestLinesOfDecodedMessages(t *testing.T) {
	for _, tt := range []struct {
		keyFormat, format, key, value, want string
	}{
		{"auto", "auto", "k", `{"a": 1}`, `"key":"k","value":"{\"a\": 1}"`},
		{"auto", "auto", "\xff", "\xff\x01", `"key_base64":"/w==","value_base64":"/wE="`},
		{"text", "text", "k", `{"a": 1}`, `"key":"k","value":"{\"a\": 1}"`},
		{"auto", "json", "k", `{"a": 1}`, `"key":"k","value":{"a":1}`},
		{"auto", "json", "k", `{"a":`, `"key":"k","value":"{\"a\":","value_error":"it is no valid JSON"`},
		{"int32", "hex", "\x00\x00\x00\x2a", "hi", `"key":42,"value":"6869"`},
		{"int32", "msgpack", "\x00", "\x81\xa1a\x01", `"key":"\u0000","key_error":"int32 takes 4 bytes, and there are 1","value":{"a":1}`},
		{"auto", "msgpack", "", "\xa4\xe2\x80\xae!", `"key":"","value":"\u202e!"`},
	} {
		r := model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Key: []byte(tt.key), Value: []byte(tt.value)}
		d := decoding(t, tt.keyFormat, tt.format)
		got := string(appendRecord(nil, &r, d.fields(t.Context(), &r), nil))
		if want := `{"topic":"orders",` + tt.want + `,"headers":[]`; !strings.HasPrefix(got, want) || !json.Valid([]byte(got)) {
			t.Errorf("%s, %s\ngot  %swant %s", tt.keyFormat, tt.format, got, want)
		}
	}
}

// A tombstone is null in every format.
func TestATombstoneIsNullInEveryFormat(t *testing.T) {
	for _, f := range decode.Formats() {
		if f.Name == "json-schema" || f.Name == "avro" || f.Name == "protobuf" { // these want a registry
			continue
		}
		r := model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}}
		got := string(appendRecord(nil, &r, decoding(t, f.Name, f.Name).fields(t.Context(), &r), nil))
		if !strings.Contains(got, `"key":null,"value":null,`) {
			t.Errorf("%s: %s", f.Name, got)
		}
	}
}

// A long line is the same in pieces, with characters across their ends.
func TestALongDecodedLineInPieces(t *testing.T) {
	text := strings.Repeat("日\u202e\x7fa", 3*pieceSize)
	r := model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Value: []byte(`"` + text + `"`)}
	f := decoding(t, "auto", "json").fields(t.Context(), &r)
	whole := string(appendRecord(nil, &r, f, nil))
	var pieces []byte
	rest := appendRecord(nil, &r, f, func(dst []byte) []byte {
		pieces = append(pieces, dst...)
		return dst[:0]
	})
	if got := string(append(pieces, rest...)); got != whole {
		t.Error("the pieces make another line")
	}
	var back struct{ Value string }
	if err := json.Unmarshal([]byte(whole), &back); err != nil || back.Value != text {
		t.Errorf("it does not come back: %v", err)
	}
}

// Foreign bytes make one line of valid JSON that shows nothing hostile, in
// whatever format they are said to be.
func FuzzDecodedLine(f *testing.F) {
	f.Add([]byte("\x81\xa1a\xa4\xe2\x80\xae!"), []byte(`{"a":"`+"\u009b\xff"+`"}`))
	f.Fuzz(func(t *testing.T, key, value []byte) {
		for _, format := range []string{"json", "msgpack", "cbor", "protobuf:raw", "uuid", "__consumer_offsets"} {
			r := model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Key: key, Value: value}
			line := appendRecord(nil, &r, decoding(t, format, format).fields(t.Context(), &r), nil)
			if !json.Valid(line) || strings.Count(string(line), "\n") != 1 {
				t.Errorf("%s: %q", format, line)
			}
			for _, c := range string(line) {
				if c == '\u202e' || c == '\u009b' || c == 0x7f || c < ' ' && c != '\n' {
					t.Errorf("%s: %U is written as it is in %q", format, c, line)
				}
			}
		}
	})
}

// BenchmarkFields is what reading costs a line of text: nothing is read.
func BenchmarkFields(b *testing.B) {
	d := &decoder{reader: decoded.New()}
	r := model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders"}, Key: []byte("user-42"),
		Value: []byte(`{"id":123456,"user":"user-42","total":40.25,"note":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}`),
	}
	var dst []byte
	b.Run("bytes", func(b *testing.B) {
		for b.Loop() {
			dst = appendRecord(dst[:0], &r, fields{}, nil)
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			dst = appendRecord(dst[:0], &r, d.fields(b.Context(), &r), nil)
		}
	})
}
