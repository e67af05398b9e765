package clip

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

func reader(t *testing.T, format string) *decoded.Reader {
	t.Helper()
	f, err := decode.Parse(format)
	if err != nil {
		t.Fatal(err)
	}
	r := decoded.New()
	if err := r.Set("", decoded.Value, f); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPart(t *testing.T) {
	for _, tt := range []struct {
		name, format string
		value        []byte
		want, text   string // or an error
	}{
		{"JSON as it was written", "auto", []byte("{ \"a\" : 1.0,\r\n\t\"b\":\"Köln 日本 😀\" }"), "value", "{ \"a\" : 1.0,\r\n\t\"b\":\"Köln 日本 😀\" }"},
		{"text", "auto", []byte("paid\n"), "value", "paid\n"},
		{"decoded", "int32", []byte{0, 0, 0, 42}, "value", "42"},
		{"not decoded, but text", "int32", []byte("hello"), "value as it is", "hello"},
		{"not decoded", "int32", []byte{1, 2, 0xff}, "value as hex", "0102ff"},
		{"binary", "auto", []byte{0, 0, 0, 42}, "value as hex", "0000002a"},
		{"as hex is asked for", "hex", []byte("hi"), "value as hex", "6869"},
		{"not quite UTF-8", "auto", []byte("a long enough text, caf\xe9"), "value as hex", "61206c6f6e6720656e6f75676820746578742c20636166e9"},
		{"what a terminal obeys", "auto", []byte("hello, this would end a paste: \x1b[201~"), "value as hex", "68656c6c6f2c207468697320776f756c6420656e6420612070617374653a201b5b3230317e"},
		{"C1", "auto", []byte("a\u009b2J and more text behind it"), "value as hex", "61c29b324a20616e64206d6f7265207465787420626568696e64206974"},
		{"null", "auto", nil, "", "the value is null: there is nothing to copy"},
		{"empty", "auto", []byte{}, "", "the value is empty: there is nothing to copy"},
		{"as large as can be", "auto", bytes.Repeat([]byte("a"), Most), "value", strings.Repeat("a", Most)},
		{"too large", "auto", bytes.Repeat([]byte("a"), Most+1), "", "the value is larger than what terminals copy, 73 KiB: export it"},
		{"too large in hex", "auto", bytes.Repeat([]byte{0}, Most/2+1), "", "the value as hex is larger than what terminals copy, 73 KiB: export it"},
		{"a giant", "auto", bytes.Repeat([]byte{0}, 1<<20+1), "", "the value is larger than what terminals copy, 73 KiB: export it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Part(reader(t, tt.format), &model.Record{Value: tt.value}, decoded.Value)
			if err != nil {
				c.Text = err.Error()
			}
			if c.Name != tt.want || c.Text != tt.text {
				t.Errorf("%q: %.80q, want %q: %.80q", c.Name, c.Text, tt.want, tt.text)
			}
		})
	}
}

func TestWhatIsNotAllHereIsNotCopied(t *testing.T) {
	r := &model.Record{Key: []byte("k"), Value: []byte("beginn"), Whole: &model.Extent{Key: 1, Value: 12}}
	if c, err := Part(reader(t, "auto"), r, decoded.Key); err != nil || c.Text != "k" {
		t.Errorf("the key is all here: %v, %v", c, err)
	}
	if _, err := Part(reader(t, "auto"), r, decoded.Value); err == nil || err.Error() != "only 6 B of the value are here: open it and load all" {
		t.Errorf("the value: %v", err)
	}
	if _, err := Message(reader(t, "auto"), r); err == nil || err.Error() != "only 7 B of the message are here: open it and load all" {
		t.Errorf("the message: %v", err)
	}
}

// Whatever is copied, no terminal obeys it when it is pasted.
func TestCopiesHoldNoControlCharacters(t *testing.T) {
	for _, item := range hostile.Items() {
		r := &model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Key: []byte(item.Text), Value: []byte(item.Text)}
		for what, copies := range map[string]func() (Copy, error){
			"key":     func() (Copy, error) { return Part(reader(t, "text"), r, decoded.Key) },
			"value":   func() (Copy, error) { return Part(reader(t, "text"), r, decoded.Value) },
			"message": func() (Copy, error) { return Message(reader(t, "auto"), r) },
		} {
			c, err := copies()
			if err == nil && !safetext.IsText([]byte(c.Text)) {
				t.Errorf("%s: the %s is %q", item.Name, what, c.Text)
			}
		}
	}
}

func TestMessage(t *testing.T) {
	r := &model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders", Partition: 3}, Offset: 1042, Timestamp: 1795430400000,
		Key: []byte("o-17"), Value: []byte{0xff},
	}
	c, err := Message(reader(t, "auto"), r)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"topic":"orders","key":"o-17","value_base64":"/w==","headers":[],"timestamp":1795430400000,"timestamp_type":"CreateTime","partition":3,"offset":1042}`
	if c.Name != "message" || c.Text != want || !json.Valid([]byte(c.Text)) {
		t.Errorf("%s: %s", c.Name, c.Text)
	}
	r.Value = bytes.Repeat([]byte("\x01"), Most/4) // six times as much in JSON
	if _, err := Message(reader(t, "auto"), r); err == nil || !strings.Contains(err.Error(), "the message is larger") {
		t.Errorf("a large one: %v", err)
	}
}

func TestKcat(t *testing.T) {
	r := &model.Record{TopicPartition: model.TopicPartition{Topic: "orders", Partition: 3}, Offset: 1042}
	for _, tt := range []struct {
		name, topic string
		c           Cluster
		want        string
	}{
		{"usual", "orders", Cluster{Brokers: []string{"a:9092", "[::1]:9092"}}, "kcat -C -b 'a:9092,[::1]:9092' -t orders -p 3 -o 1042 -c 1 -e"},
		{"secured", "orders", Cluster{Brokers: []string{"a:9093"}, Properties: []string{"security.protocol=SASL_SSL", "sasl.mechanism=PLAIN"}}, "kcat -C -b a:9093 -X security.protocol=SASL_SSL -X sasl.mechanism=PLAIN -t orders -p 3 -o 1042 -c 1 -e"},
		{"on a stage", "orders", Cluster{Brokers: []string{"a:9092"}, Nameless: true}, `kcat -C -b "$BROKERS" -t orders -p 3 -o 1042 -c 1 -e`},
		{"words of a shell", "it's $(a) `b` ;*", Cluster{Brokers: []string{"a:9092"}}, `kcat -C -b a:9092 -t 'it'\''s $(a) ` + "`b`" + ` ;*' -p 3 -o 1042 -c 1 -e`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r.Topic = tt.topic
			c, err := Kcat(tt.c, r)
			if err != nil || c.Text != tt.want {
				t.Errorf("%v\ngot  %s\nwant %s", err, c.Text, tt.want)
			}
		})
	}
}

// A shell takes the words of a command apart as they were put together.
func TestAShellReadsTheWords(t *testing.T) {
	for _, topic := range []string{"orders", "a b", "it's", `"$(touch x)"`, "`x`;&|<>*?[]{}~!#\\", "-t", "日本"} {
		r := &model.Record{TopicPartition: model.TopicPartition{Topic: topic}}
		c, err := Kcat(Cluster{Brokers: []string{"a:9092"}}, r)
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("sh", "-c", strings.Replace(c.Text, "kcat", `printf '%s\n'`, 1)).Output()
		if want := "-C\n-b\na:9092\n-t\n" + topic + "\n-p\n0\n-o\n0\n-c\n1\n-e\n"; err != nil || string(out) != want {
			t.Errorf("%v: %q, want %q", err, out, want)
		}
	}
}

func TestNamesThatAreNoWordsAreRefused(t *testing.T) {
	for _, topic := range []string{"a\nb", "a\x1b[201~", "a\x03", "\u202e", "\xff"} {
		r := &model.Record{TopicPartition: model.TopicPartition{Topic: topic}}
		if c, err := Kcat(Cluster{Brokers: []string{"a:9092"}}, r); err == nil {
			t.Errorf("%q was written: %q", topic, c.Text)
		}
	}
}
