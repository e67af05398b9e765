package pipe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

// line is what a script reads from one line.
type line struct {
	Topic         *string
	Key           *string
	KeyBase64     []byte `json:"key_base64"`
	Value         *string
	ValueBase64   []byte `json:"value_base64"`
	Headers       []lineHeader
	Timestamp     *int64
	TimestampType string `json:"timestamp_type"`
	Partition     *int32
	Offset        *int64
}

type lineHeader struct {
	Key         *string
	KeyBase64   []byte `json:"key_base64"`
	Value       *string
	ValueBase64 []byte `json:"value_base64"`
}

// field gives back the bytes that went into a field.
func field(text *string, binary []byte) []byte {
	if text != nil {
		return []byte(*text)
	}
	return binary
}

func TestAppendRecord(t *testing.T) {
	tp := model.TopicPartition{Topic: "orders", Partition: 3}
	for _, tt := range []struct {
		name string
		r    model.Record
		want string
	}{
		{"usual", model.Record{
			TopicPartition: tp, Offset: 1042, Timestamp: 1795430400000,
			Key: []byte("o-17"), Value: []byte(`{"total":9.5,"a":"<b>&"}`),
			Headers: []model.Header{{Key: []byte("source"), Value: []byte("web")}, {Key: []byte("source"), Value: nil}},
		}, `{"topic":"orders","key":"o-17","value":"{\"total\":9.5,\"a\":\"<b>&\"}","headers":[{"key":"source","value":"web"},{"key":"source","value":null}],"timestamp":1795430400000,"timestamp_type":"CreateTime","partition":3,"offset":1042}`},
		{"null and empty", model.Record{
			TopicPartition: tp, Timestamp: -1, TimestampType: model.NoTimestamp, Value: []byte{},
		}, `{"topic":"orders","key":null,"value":"","headers":[],"timestamp":-1,"timestamp_type":"NoTimestampType","partition":3,"offset":0}`},
		{"not UTF-8", model.Record{
			TopicPartition: tp, TimestampType: model.LogAppendTime, Key: []byte{0xff, 'a'}, Value: []byte("a\x9b2J"),
			Headers: []model.Header{{Key: []byte("\xc0\x80"), Value: []byte("\xed\xa0\x80")}},
		}, `{"topic":"orders","key_base64":"/2E=","value_base64":"YZsySg==","headers":[{"key_base64":"wIA=","value_base64":"7aCA"}],"timestamp":0,"timestamp_type":"LogAppendTime","partition":3,"offset":0}`},
		{"hostile", model.Record{
			TopicPartition: tp, Key: []byte("\x00\x07\b\f\n\r\t\x1b]52;\\"), Value: []byte("\x7f\u009b\u00ad\u061c\u200b\u200f\u2028\u202e\u2066\ufeff\U000e0041"),
		}, `{"topic":"orders","key":"\u0000\u0007\b\f\n\r\t\u001b]52;\\","value":"\u007f\u009b\u00ad\u061c\u200b\u200f\u2028\u202e\u2066\ufeff\udb40\udc41","headers":[],"timestamp":0,"timestamp_type":"CreateTime","partition":3,"offset":0}`},
		{"other scripts stay", model.Record{
			TopicPartition: tp, Key: []byte("Köln 日本 😀"), Value: []byte("\ufffd"),
		}, `{"topic":"orders","key":"Köln 日本 😀","value":"` + "\ufffd" + `","headers":[],"timestamp":0,"timestamp_type":"CreateTime","partition":3,"offset":0}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(appendRecord(nil, &tt.r, fields{}, nil)); got != tt.want+"\n" {
				t.Errorf("got  %swant %s", got, tt.want)
			}
		})
	}
}

// Every character comes back as it was, and none that is written is harmful.
func TestAppendStringCoversAllOfUnicode(t *testing.T) {
	var all []byte
	for c := rune(0); c <= utf8.MaxRune; c++ {
		if utf8.ValidRune(c) {
			all = utf8.AppendRune(all, c)
		}
	}
	out, ok := appendString(nil, all)
	if !ok {
		t.Fatal("valid UTF-8 was refused")
	}
	var back string
	if err := json.Unmarshal(out, &back); err != nil {
		t.Fatal(err)
	}
	if back != string(all) {
		t.Error("the text did not come back as it was")
	}
	for _, c := range string(out) {
		if c < ' ' || c == 0x7f || c > 0x7f && !safetext.Visible(c) {
			t.Errorf("%U is written as it is", c)
		}
	}
	for _, c := range "\u034f\u115f\u1160\u3164\uffa0\ufe00\ufe0f\U000e0100\U000e01ef\U0001d173\U0001d17a" {
		if bytes.Contains(out, []byte(string(c))) {
			t.Errorf("%U is not to be seen and written as it is", c)
		}
	}
}

// decodeLine parses strictly: a second value or a field that is not known fails.
func decodeLine(data []byte) (l line, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return l, err
	}
	if d.More() {
		return l, fmt.Errorf("more than one value in %q", data)
	}
	return l, nil
}

func same(a, b []byte) bool {
	return bytes.Equal(a, b) && (a == nil) == (b == nil)
}

func FuzzAppendRecord(f *testing.F) {
	f.Add("orders", []byte("k"), []byte(`{"a":1}`), []byte("h"), false, int64(5))
	f.Add("t", []byte(nil), []byte("\xff\x9b"), []byte("\u202e\x1b[2J"), true, int64(-1))
	f.Add("t", []byte("\xed\xa0\x80"), []byte("\u2028\U000e0041\x7f"), []byte{}, false, int64(1)<<62)
	for _, item := range hostile.Items() {
		f.Add("t", []byte(item.Text), []byte(item.Text), []byte(item.Text), false, int64(1))
	}
	f.Fuzz(func(t *testing.T, topic string, key, value, header []byte, null bool, n int64) {
		if !utf8.ValidString(topic) {
			return // the names of topics are ASCII
		}
		r := model.Record{
			TopicPartition: model.TopicPartition{Topic: topic, Partition: int32(n)},
			Offset:         n, Timestamp: n, TimestampType: model.LogAppendTime, Key: key, Value: value,
			Headers: []model.Header{{Key: header, Value: value}, {Key: value, Value: header}},
		}
		if r.Headers[0].Key == nil {
			r.Headers[0].Key = []byte{}
		}
		if null {
			r.Key, r.Headers[0].Value = nil, nil
		}
		out := appendRecord([]byte("before"), &r, fields{}, nil)
		if !bytes.HasPrefix(out, []byte("before")) || bytes.IndexByte(out, '\n') != len(out)-1 {
			t.Fatalf("not one line: %q", out)
		}
		out = out[len("before"):]
		if !utf8.Valid(out) {
			t.Fatalf("not UTF-8: %q", out)
		}
		l, err := decodeLine(out)
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if !same(field(l.Key, l.KeyBase64), r.Key) || !same(field(l.Value, l.ValueBase64), r.Value) {
			t.Errorf("key or value differ: %s", out)
		}
		if *l.Topic != topic {
			t.Errorf("topic %q became %q", topic, *l.Topic)
		}
		if *l.Offset != n || *l.Timestamp != n || *l.Partition != int32(n) {
			t.Errorf("numbers differ: %s", out)
		}
		for i, h := range l.Headers {
			if !same(field(h.Key, h.KeyBase64), r.Headers[i].Key) || !same(field(h.Value, h.ValueBase64), r.Headers[i].Value) {
				t.Errorf("header %d differs: %s", i, out)
			}
		}
	})
}

// Where nothing is harmful, the escapes are those of encoding/json.
func FuzzAppendStringAsEncodingJSON(f *testing.F) {
	f.Add("a\"b\\c\n\t\r\b\f\x00\x1f<>&é日\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			if _, ok := appendString(nil, []byte(s)); ok {
				t.Fatalf("%q was accepted", s)
			}
			return
		}
		for _, c := range s {
			if c == 0x7f || c > 0x7f && c != '\u2028' && c != '\u2029' && !safetext.Visible(c) {
				return
			}
		}
		var want strings.Builder
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(s); err != nil {
			t.Fatal(err)
		}
		got, ok := appendString(nil, []byte(s))
		if !ok || string(got)+"\n" != want.String() {
			t.Errorf("got %s, want %s", got, want.String())
		}
	})
}

func TestAppendRecordDoesNotAllocate(t *testing.T) {
	r := usual()
	buf := make([]byte, 0, 4096)
	if n := testing.AllocsPerRun(100, func() { buf = appendRecord(buf[:0], &r, fields{}, nil) }); n > 0 {
		t.Errorf("%v allocations a record", n)
	}
}

func usual() model.Record {
	return model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders", Partition: 3}, Offset: 1042, Timestamp: 1795430400000,
		Key:     []byte("order-000017"),
		Value:   []byte(`{"id":17,"state":"paid","total":49.9,"city":"Köln","items":[{"sku":"a-1","n":2}],"t":1795430400}`),
		Headers: []model.Header{{Key: []byte("trace-id"), Value: []byte("4bf92f3577b34da6")}},
	}
}

func BenchmarkAppendRecord(b *testing.B) {
	cyrillic := usual()
	cyrillic.Value = []byte(strings.Repeat("Заказ оплачен ", 8))
	for name, r := range map[string]model.Record{"usual": usual(), "cyrillic": cyrillic} {
		b.Run(name, func(b *testing.B) {
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				buf = appendRecord(buf[:0], &r, fields{}, nil)
			}
			b.SetBytes(int64(len(buf)))
		})
	}
}
