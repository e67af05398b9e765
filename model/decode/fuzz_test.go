package decode

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/twmb/avro"
	"github.com/twmb/franz-go/pkg/sr"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// seeds adds the bytes of a golden file.
func seeds(f *testing.F, file string) {
	f.Helper()
	golden(f, file, func(_ []string, b []byte, _ string) { f.Add(b) })
}

// The walks are run without the guard that Decode has: a panic is a failure.

func FuzzMsgpack(f *testing.F) {
	seeds(f, "msgpack.golden")
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := msgpackMessage(message{b: b})
		if err != nil {
			return
		}
		sound(t, r)
		if again, err := msgpackMessage(message{b: append(b, 0xc0)}); err == nil && !again.Cut {
			t.Errorf("bytes behind the end are taken: %s", again.Text)
		}
	})
}

func FuzzCBOR(f *testing.F) {
	seeds(f, "cbor.golden")
	mode, err := cbor.DecOptions{MaxNestedLevels: 1000, MaxArrayElements: 1 << 30, MaxMapPairs: 1 << 30}.DecMode()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := cborMessage(message{b: b})
		if err != nil {
			return
		}
		sound(t, r)
		if err := mode.Wellformed(b); err != nil && !r.Cut {
			t.Errorf("%x is taken for %s; the library says: %v", b, r.Text, err)
		}
	})
}

func FuzzAvro(f *testing.F) {
	seeds(f, "avro.golden")
	text := file(f, "order.avsc")
	own, err := compileAvro([]string{text})
	if err != nil {
		f.Fatal(err)
	}
	other := avro.MustParse(text)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := own.decode(b, 0)
		if err != nil {
			return
		}
		sound(t, r)
		var v any
		if left, err := other.Decode(b, &v); (err != nil || len(left) > 0) && !r.Cut {
			t.Errorf("%x is taken for %s; the library leaves %d bytes and says: %v", b, r.Text, len(left), err)
		}
	})
}

func FuzzProtobuf(f *testing.F) {
	seeds(f, "protobuf.golden")
	types, resolver, err := protoFromSource("testdata/order.proto")
	if err != nil {
		f.Fatal(err)
	}
	d, err := pick(types, "order.proto", "test.Order")
	if err != nil {
		f.Fatal(err)
	}
	own := &protoType{message: d, resolver: resolver}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := own.decode(b, 0)
		if err == nil {
			sound(t, r)
			return
		}
		if !strings.Contains(err.Error(), "it is no message") && !errors.Is(err, errDeep) {
			t.Errorf("%x: %v", b, err)
		}
	})
}

func FuzzWire(f *testing.F) {
	seeds(f, "wire.golden")
	seeds(f, "protobuf.golden")
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := wireMessage(message{b: b}); err == nil {
			sound(t, r)
		}
	})
}

func FuzzKafkaTopics(f *testing.F) {
	golden(f, "kafka.golden", func(columns []string, b []byte, _ string) {
		f.Add(unhex(f, columns[1]), b)
	})
	f.Fuzz(func(t *testing.T, key, value []byte) {
		for _, topic := range []string{"group", "txn"} {
			for _, m := range []message{{isKey: true, b: key}, {key: key, b: value}, {b: value}} {
				if r, err := own(topic, m); err == nil {
					sound(t, r)
				}
			}
		}
	})
}

func FuzzAuto(f *testing.F) {
	f.Add([]byte(`{"a" : [1, "b\\"]}`))
	f.Add([]byte("\x00\x00\x00\x00\x02\x00\x0a\x01a"))
	f.Add(frame(1, []byte{2, 0}))
	f.Add(frame(3, []byte("{} ")))
	r := loaded(f, map[int]sr.Schema{
		1: {Schema: file(f, "list.avsc")},
		2: {Schema: file(f, "shop/item.proto"), Type: sr.TypeProtobuf},
		3: {Schema: "{}", Type: sr.TypeJSON},
	})
	c := autoCodec(r)
	f.Fuzz(func(t *testing.T, b []byte) {
		r := run(c, message{topic: "orders", b: b})
		sound(t, r)
		var v, w any
		if jsonscan.Opens(b) != 0 && json.Unmarshal(b, &v) == nil {
			if err := json.Unmarshal(r.Text, &w); err != nil || !reflect.DeepEqual(v, w) {
				t.Errorf("%q became %q", b, r.Text)
			}
		}
	})
}

// FuzzRoundTrip encodes what a JSON text says by other libraries and decodes
// it by ours.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte(`{"a":[1,-2,3.5,"x",null,true,{"":{}}],"b":1e300,"c":-0.1,"d":[]}`))
	f.Add([]byte(`"` + "\\u0000\\u001f\\ud83d\\ude00" + `"`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var v any
		if json.Unmarshal(text, &v) != nil {
			return
		}
		for name, encode := range map[string]struct {
			with func(any) ([]byte, error)
			by   codec
		}{"msgpack": {msgpack.Marshal, msgpackMessage}, "cbor": {cbor.Marshal, cborMessage}} {
			b, err := encode.with(v)
			if err != nil {
				t.Fatal(err)
			}
			r, err := encode.by(message{b: b})
			if err != nil {
				if errors.Is(err, errDeep) {
					continue
				}
				t.Fatalf("%s %x: %v", name, b, err)
			}
			var again any
			if err := json.Unmarshal(r.Text, &again); err != nil || !reflect.DeepEqual(v, again) {
				t.Errorf("%s: %s became %s", name, text, r.Text)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, i := range Formats() {
		f.Add(i.Name)
		f.Add(i.Name + ":x#y")
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(p.String()); err != nil || again != p {
			t.Errorf("%q: %q is read as %v, %v", text, p, again, err)
		}
	})
}
