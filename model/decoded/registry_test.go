package decoded

import (
	"context"
	"encoding/binary"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/query"
)

// registry is one that has schema 7, a string, once it is up.
type registry struct {
	*httptest.Server
	up     atomic.Bool
	faults chan *model.Fault
	told   chan struct{}
}

func newRegistry(t *testing.T) (*registry, *Reader) {
	t.Helper()
	g := &registry{faults: make(chan *model.Fault, 100), told: make(chan struct{}, 100)}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !g.up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"schema":"\"string\""}`))
	}))
	t.Cleanup(g.Close)
	r, err := WithRegistry(decode.RegistryConfig{URLs: []string{g.URL}}, decode.Events{
		Changed: func() { g.told <- struct{}{} }, Failed: func(f *model.Fault) { g.faults <- f },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return g, r
}

// framed is an Avro string behind the id of schema 7.
func framed(text string) []byte {
	return append(append(binary.BigEndian.AppendUint32([]byte{0}, 7), byte(2*len(text))), text...)
}

func TestAwaitWaitsForASchema(t *testing.T) {
	g, r := newRegistry(t)
	g.up.Store(true)
	rec := record("orders", nil, framed("paid"))
	if got := r.Await(t.Context(), rec, Value, time.Minute); string(got.Text) != `"paid"` || got.SchemaID != 7 {
		t.Errorf("%+v", got)
	}
	if r.Settled() != 1 {
		t.Errorf("%d ids are settled", r.Settled())
	}
}

// A registry that is down holds nothing up, and what waits for it decodes when it
// is there.
func TestARegistryThatComesLate(t *testing.T) {
	g, r := newRegistry(t)
	rec := record("orders", nil, framed("paid"))
	got := r.Await(t.Context(), rec, Value, time.Minute)
	if !got.Pending || got.Err == nil || got.Kind != "hex" {
		t.Errorf("while it is down: %+v", got)
	}
	other := record("orders", nil, append([]byte{0, 0, 0, 0, 8}, 0))
	if got := r.Await(t.Context(), other, Value, time.Minute); !got.Pending {
		t.Errorf("another schema: %+v", got)
	}
	if f := <-g.faults; f.Kind != model.FaultProtocol {
		t.Errorf("the fault is %s", f.Kind)
	}
	version := r.Version()
	g.up.Store(true)
	for r.Settled() == 0 {
		<-g.told
	}
	if got := r.Value(rec); string(got.Text) != `"paid"` || r.Version() == version {
		t.Errorf("when it is up: %+v", got)
	}
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	_, r := newRegistry(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := r.Await(ctx, record("orders", nil, framed("paid")), Value, time.Hour); !got.Pending {
		t.Errorf("%+v", got)
	}
}

func filter(t *testing.T, text string, r *Reader) *Filter {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return NewFilter(q, r, nil)
}

// Filters see what is read, and the bytes of text as they are.
func TestFilterSeesWhatIsRead(t *testing.T) {
	r := New()
	set(t, r, "packed", Value, "msgpack")
	set(t, r, "packed", Key, "int32")
	packed := record("packed", []byte{0, 0, 0, 42}, []byte("\x81\xa5total\x2a"))
	for _, tt := range []struct {
		filter string
		rec    *model.Record
		want   bool
	}{
		{"value.total > 40", packed, true},
		{"value.total > 42", packed, false},
		{`"total":42`, packed, true},
		{"key == 42", packed, true},
		{"key:42", packed, true},
		{"size == 12", packed, true},
		{query.KeyIs([]byte{0, 0, 0, 42}), packed, true},
		{query.KeyIs([]byte{0, 0, 0, 43}), packed, false},
		{"key:=42", packed, true},
		{"-key:=42", packed, false},
		{"value == nil", record("packed", []byte{0, 0, 0, 1}, nil), true},
		{`value == ""`, record("packed", nil, []byte{}), true},
		{"value.total > 40", record("orders", nil, []byte(`{"total":41}`)), true},
		{"value:\x01", record("orders", nil, []byte("\x01\x02")), true},
	} {
		if got := filter(t, tt.filter, r).Match(tt.rec); got != tt.want {
			t.Errorf("%s of %q: %v", tt.filter, tt.rec.Value, got)
		}
	}
}

// What waits for a schema is undecided unless it matches as it is.
func TestFilterOfWhatIsPending(t *testing.T) {
	_, r := newRegistry(t)
	f := filter(t, `value == "paid"`, r)
	if f.Match(record("orders", nil, framed("paid"))) || !f.Undecided() {
		t.Error("it is decided")
	}
	if f.Match(record("orders", nil, []byte("open"))) || f.Undecided() {
		t.Error("text is undecided")
	}
	if f = filter(t, "paid", r); !f.Match(record("orders", nil, framed("paid"))) || f.Undecided() {
		t.Error("a word in the bytes is not found")
	}
	f.GiveUp()
	if n, err := f.Failures(); n != 1 || err == nil {
		t.Errorf("%d failures, %v", n, err)
	}
}

func BenchmarkFilterOfText(b *testing.B) {
	q, err := query.Parse("needle")
	if err != nil {
		b.Fatal(err)
	}
	rec := record("orders", []byte("user-1"), []byte(`{"id":123456,"user":"user-42","total":40.25,"note":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}`))
	b.Run("bytes", func(b *testing.B) {
		for b.Loop() {
			q.Match(rec)
		}
	})
	r := New()
	f := NewFilter(q, r, nil)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			f.Match(rec)
		}
	})
}
