package decoded

import (
	"bytes"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// concealer hides the word secret in JSON, and headers of that name.
type concealer struct{}

func (concealer) Text(text []byte) []byte {
	if !bytes.HasPrefix(text, []byte("{")) || !bytes.Contains(text, []byte("secret")) {
		return text
	}
	return bytes.ReplaceAll(text, []byte("secret"), []byte("?"))
}

func (concealer) Hides(name []byte) bool { return string(name) == "secret" }

// msgpackOf is an object of one text.
func msgpackOf(name, text string) []byte {
	b := append([]byte{0x81, 0xa0 + byte(len(name))}, name...)
	return append(append(b, 0xa0+byte(len(text))), text...)
}

// Who looks, copies or exports sees less; who reads, as a filter does, sees all.
// Where nothing is hidden the bytes are what they are.
func TestConcealed(t *testing.T) {
	plain, open := `{"a":"secret"}`, `{"a":"open"}`
	packed, packedOpen := string(msgpackOf("a", "secret")), string(msgpackOf("a", "open"))
	for _, tt := range []struct{ format, value, read, glance, seen, masked string }{
		{"auto", plain, plain, `{"a":"?"}`, `{"a":"?"}`, `{"a":"?"}`},
		{"auto", open, open, open, open, open},
		{"auto", "no JSON: secret", "no JSON: secret", "no JSON: secret", "no JSON: secret", "no JSON: secret"},
		{"msgpack", packed, plain, `{"a":"?"}`, `{"a":"?"}`, packed},
		{"msgpack", packedOpen, open, open, packedOpen, packedOpen},
		{"msgpack", packed[:5], "81a161a673", Hidden, Hidden, packed[:5]}, // torn: what is in it cannot be told
		{"hex", `{"secret"`, "7b2273656372657422", `{"?"`, `{"?"`, `{"secret"`},
		{"base64", `{"secret"`, "eyJzZWNyZXQi", `{"?"`, `{"?"`, `{"secret"`},
		{"hex", "hi", "6869", "6869", "hi", "hi"},
	} {
		r := New()
		set(t, r, "", Value, tt.format)
		rec := record("orders", nil, []byte(tt.value))
		if got := r.Seen(rec, Value); string(got) != tt.value {
			t.Errorf("%s: %q is seen as %q before anything is concealed", tt.format, tt.value, got)
		}
		r.Conceal(concealer{})
		for what, got := range map[string][2]string{
			"read": {string(r.Read(rec, Value).Text), tt.read}, "glanced at": {string(r.Glance(rec, Value, 100).Text), tt.glance},
			"seen": {string(r.Seen(rec, Value)), tt.seen}, "given away": {string(r.Masked(rec).Value), tt.masked},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %q is %s as %q, want %q", tt.format, tt.value, what, got[0], got[1])
			}
		}
		if string(rec.Value) != tt.value {
			t.Errorf("the record was changed to %q", rec.Value)
		}
	}
}

func TestConcealedHeaders(t *testing.T) {
	r := New()
	rec := &model.Record{Headers: []model.Header{{Key: []byte("secret"), Value: []byte("1")}, {Key: []byte("a"), Value: []byte(`{"secret":1}`)}, {Key: []byte("b"), Value: []byte("2")}}}
	if r.Masked(rec) != rec {
		t.Error("something is concealed before it is asked for")
	}
	r.Conceal(concealer{})
	for i, want := range []string{Hidden, `{"?":1}`, "2"} {
		if got := string(r.Masked(rec).Headers[i].Value); got != want {
			t.Errorf("header %d is %q, want %q", i, got, want)
		}
	}
	if string(rec.Headers[0].Value) != "1" {
		t.Error("the record was changed")
	}
}
