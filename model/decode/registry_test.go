package decode

import (
	"encoding/binary"
	"encoding/hex"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"
	"go.uber.org/goleak"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// asked is a registry with what it told.
type asked struct {
	*Registry
	changed chan struct{}
	faults  chan *model.Fault
}

func ask(t testing.TB, c RegistryConfig) *asked {
	t.Helper()
	a := &asked{changed: make(chan struct{}, 100), faults: make(chan *model.Fault, 100)}
	r, err := NewRegistry(c, Events{
		Changed: func() { a.changed <- struct{}{} },
		Failed:  func(f *model.Fault) { a.faults <- f },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	a.Registry = r
	return a
}

// decoder makes a decoder that asks this registry.
func (a *asked) decoder(t testing.TB, format string) *Decoder {
	t.Helper()
	f, err := Parse(format)
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(f, a.Registry)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// settled decodes until the schema is there or will not come.
func (a *asked) settled(t testing.TB, d *Decoder, b []byte) Result {
	t.Helper()
	for {
		if r := d.Decode("orders", false, b); !r.Pending {
			return r
		}
		select {
		case <-a.changed:
		case <-time.After(20 * time.Second):
			t.Fatal("the registry tells of no change")
		}
	}
}

func fake(t testing.TB, options ...srfake.Option) *srfake.Registry {
	t.Helper()
	f := srfake.New(options...)
	t.Cleanup(f.Close)
	return f
}

// frame puts a schema's id in front.
func frame(id int, content []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte{0}, uint32(id))
	return append(b, content...)
}

func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRegistryIsAskedOnceAndNotWaitedFor(t *testing.T) {
	f := fake(t)
	f.SeedSchema("nodes-value", 1, 17, sr.Schema{Schema: file(t, "list.avsc")})
	var questions atomic.Int32
	release := make(chan struct{})
	f.Intercept(func(http.ResponseWriter, *http.Request) bool {
		questions.Add(1)
		<-release
		return false
	})
	a := ask(t, RegistryConfig{URLs: []string{f.URL()}})
	d := a.decoder(t, "auto")
	b := frame(17, []byte{2, 0}) // v 1, next null
	for range 3 {
		r := d.Decode("orders", false, b)
		if got := shown(r); got != "hex 00000000110200 (schema 17 is being fetched)" || !r.Pending || r.SchemaID != 17 {
			t.Fatalf("before the answer: %s, %+v", got, r)
		}
	}
	close(release)
	r := a.settled(t, d, b)
	if got := shown(r); got != `Avro {"v":1,"next":null}` || r.Schema != "Node" || r.SchemaID != 17 || !r.JSON {
		t.Errorf("after it: %s, %+v", got, r)
	}
	if n := questions.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
	if got := shown(d.Decode("orders", false, frame(17, []byte{2, 1}))); !strings.HasPrefix(got, "hex 00000000110201 (schema 17 does not fit: a union of 2 types has no type -1") {
		t.Error(got)
	}
	if got := shown(d.Decode("orders", false, []byte(`{"a": 1}`))); got != `JSON {"a":1}` {
		t.Error("without a frame: ", got)
	}
}

func TestRegistryFormats(t *testing.T) {
	f := fake(t)
	f.SeedSchema("nodes-value", 1, 1, sr.Schema{Schema: file(t, "list.avsc")})
	f.SeedSchema("json-value", 1, 2, sr.Schema{Schema: `{"title":"Order","type":"object"}`, Type: sr.TypeJSON})
	f.SeedSchema("item", 1, 3, sr.Schema{Schema: file(t, "shop/item.proto"), Type: sr.TypeProtobuf})
	f.SeedSchema("order-value", 1, 4, sr.Schema{
		Schema: `syntax = "proto3"; import "shop/item.proto"; import "confluent/meta.proto";
			message First { shop.Item item = 1 [(confluent.field_meta) = { doc: "x" }]; }
			message Second { message A {} message B { sint64 n = 1; } }`,
		Type: sr.TypeProtobuf, References: []sr.SchemaReference{{Name: "shop/item.proto", Subject: "item", Version: 1}},
	})
	f.SeedSchema("money", 1, 5, sr.Schema{Schema: `{"type":"fixed","name":"Money","namespace":"shop","size":2,"logicalType":"decimal","precision":4,"scale":2}`})
	f.SeedSchema("price", 1, 6, sr.Schema{
		Schema:     `{"type":"record","name":"Price","namespace":"shop","fields":[{"name":"amount","type":"Money"}]}`,
		References: []sr.SchemaReference{{Name: "shop.Money", Subject: "money", Version: 1}},
	})
	f.SeedSchema("bill", 1, 7, sr.Schema{
		Schema: `{"type":"record","name":"Bill","fields":[{"name":"total","type":"shop.Price"},{"name":"tip","type":["null","shop.Money"]}]}`,
		References: []sr.SchemaReference{
			{Name: "shop.Price", Subject: "price", Version: 1}, {Name: "shop.Money", Subject: "money", Version: 1},
		},
	})
	f.SeedSchema("broken", 1, 8, sr.Schema{Schema: `syntax = "proto3"; message A { Missing m = 1; }`, Type: sr.TypeProtobuf})
	a := ask(t, RegistryConfig{URLs: []string{f.URL() + "/"}})
	for _, tt := range []struct {
		format string
		b      []byte
		want   string
		schema string
	}{
		{"avro", frame(1, []byte{2, 0}), `Avro {"v":1,"next":null}`, "Node"},
		{"json-schema", frame(2, []byte(`{"a": 1}`)), `JSON {"a":1}`, "Order"},
		{"json-schema", frame(2, []byte(`{"a"`)), `hex 00000000027b226122 (schema 2 does not fit: it is no valid JSON)`, "Order"},
		{"protobuf", frame(4, unhex(t, "000a050a036f6e65")), `Protobuf {"item":{"sku":"one"}}`, "First"},
		{"protobuf", frame(4, unhex(t, "0402020803")), `Protobuf {"n":-2}`, "Second.B"},
		{"protobuf", frame(4, unhex(t, "0204")), `hex 00000000040204 (schema 4 does not fit: the schema has no message type [2])`, ""},
		{"avro", frame(7, unhex(t, "007b02ff9c")), `Avro {"total":{"amount":1.23},"tip":-1.00}`, "Bill"},
		{"avro", frame(3, []byte{0}), `hex 000000000300 (schema 3 is for Protobuf, not for Avro)`, ""},
		{"avro", []byte("text"), `text text (it has no schema id in front)`, ""},
		{"avro", frame(99, nil), `hex 0000000063 (schema 99: the registry does not have it)`, ""},
	} {
		r := a.settled(t, a.decoder(t, tt.format), tt.b)
		if got := shown(r); got != tt.want || r.Schema != tt.schema {
			t.Errorf("%s %x: %s of %q, want %s of %q", tt.format, tt.b, got, r.Schema, tt.want, tt.schema)
		}
	}
	r := a.settled(t, a.decoder(t, "auto"), frame(8, []byte{0}))
	if r.Err == nil || !strings.Contains(r.Err.Error(), "schema 8 cannot be used: the Protobuf schema does not compile") || !strings.Contains(r.Err.Error(), "Missing") {
		t.Error(r.Err)
	}
	if len(a.faults) > 0 {
		t.Error("a fault, and the registry answered everything:", <-a.faults)
	}
}

func TestRegistryThatIsDownComesBack(t *testing.T) {
	fake := srfake.NewRegistry()
	fake.SeedSchema("nodes-value", 1, 17, sr.Schema{Schema: file(t, "list.avsc")})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	a := ask(t, RegistryConfig{URLs: []string{address}})
	d := a.decoder(t, "avro")
	b := frame(17, []byte{2, 0})
	d.Decode("orders", false, b)
	fault := <-a.faults
	if fault.Kind != model.FaultConnection || fault.Broker != address || fault.Text != "the schema registry cannot be reached" || fault.Hint == "" {
		t.Errorf("%+v", fault)
	}
	r := d.Decode("orders", false, b)
	if got := shown(r); got != "hex 00000000110200 (schema 17 cannot be fetched: the schema registry cannot be reached)" || !r.Pending {
		t.Error(got)
	}
	if l, err = net.Listen("tcp", address); err != nil {
		t.Skip("another process has taken the port:", err)
	}
	s := &http.Server{Handler: fake.Handler(), ReadHeaderTimeout: time.Second}
	served := make(chan struct{})
	go func() { defer close(served); _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close(); <-served })
	if got := shown(a.settled(t, d, b)); got != `Avro {"v":1,"next":null}` {
		t.Error(got)
	}
}

func TestRegistryRefusals(t *testing.T) {
	for _, tt := range []struct {
		code int
		body string
		kind model.FaultKind
		text string
	}{
		{401, `{"error_code":40101,"message":"for secret"}`, model.FaultAuth, "the schema registry refuses the credentials"},
		{403, "", model.FaultAuthorization, "the schema registry does not let this user read schemas"},
		{404, "<html>secret", model.FaultConfig, "there is no schema registry at this URL"},
		{429, "", model.FaultProtocol, "the schema registry answers 429 Too Many Requests"},
		{500, `{"error_code":50001,"message":"secret"}`, model.FaultProtocol, "the schema registry answers 500 Internal Server Error"},
		{200, "<html>secret", model.FaultProtocol, "the schema registry answers something that is no schema"},
		{200, `{"schema":7}`, model.FaultProtocol, "the schema registry answers something that is no schema"},
	} {
		f := fake(t)
		f.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(tt.code)
			_, _ = w.Write([]byte(tt.body))
			return true
		})
		a := ask(t, RegistryConfig{URLs: []string{f.URL()}})
		a.decoder(t, "avro").Decode("orders", false, frame(1, nil))
		fault := <-a.faults
		if fault.Kind != tt.kind || fault.Text != tt.text || fault.Fatal || fault.Gap {
			t.Errorf("%d %q: %+v", tt.code, tt.body, fault)
		}
		if strings.Contains(fault.Error()+fault.Hint, "secret") {
			t.Errorf("%d: the fault quotes the answer: %v", tt.code, fault)
		}
	}
}

func TestRegistryDoesNotAskAgainForWhatIsMissing(t *testing.T) {
	f := fake(t)
	var questions atomic.Int32
	f.Intercept(func(http.ResponseWriter, *http.Request) bool { questions.Add(1); return false })
	a := ask(t, RegistryConfig{URLs: []string{f.URL()}})
	d := a.decoder(t, "auto")
	for range 5 {
		a.settled(t, d, frame(5, nil))
	}
	if n := questions.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestRegistryIsBounded(t *testing.T) {
	release := make(chan struct{})
	f := fake(t)
	f.Intercept(func(http.ResponseWriter, *http.Request) bool { <-release; return false })
	defer close(release)
	a := ask(t, RegistryConfig{URLs: []string{f.URL()}})
	d := a.decoder(t, "auto")
	for id := range 10 * maxQueue {
		if r := d.Decode("orders", false, frame(id+1, nil)); !r.Pending {
			t.Fatalf("schema %d: %s", id+1, shown(r))
		}
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	if len(a.queue) > maxQueue || len(a.entries) > maxQueue {
		t.Errorf("%d ids wait, %d are kept", len(a.queue), len(a.entries))
	}
}

func TestRegistryForgets(t *testing.T) {
	r := &Registry{entries: map[int]*entry{}}
	for id := range maxEntries {
		e := &entry{pending: id == 0}
		if id%2 == 1 {
			e.expires = time.Now().Add(missingFor)
		}
		r.entries[id] = e
	}
	r.forget()
	if len(r.entries) != maxEntries/2 || r.entries[0] == nil || r.entries[1] != nil {
		t.Errorf("%d are left", len(r.entries))
	}
}

func TestRegistryCloses(t *testing.T) {
	f := fake(t)
	reached, release := make(chan struct{}, 1), make(chan struct{})
	f.Intercept(func(http.ResponseWriter, *http.Request) bool { reached <- struct{}{}; <-release; return false })
	defer close(release)
	a := ask(t, RegistryConfig{URLs: []string{f.URL()}})
	d := a.decoder(t, "avro")
	d.Decode("orders", false, frame(1, nil))
	<-reached
	closed := make(chan struct{})
	go func() { a.Close(); a.Close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(10 * time.Second):
		t.Fatal("Close waits for an answer")
	}
	if r := d.Decode("orders", false, frame(2, nil)); !r.Pending || r.Err == nil {
		t.Error("after Close:", shown(r))
	}
	if len(a.faults) > 0 {
		t.Error("Close is told as a fault:", <-a.faults)
	}
}
