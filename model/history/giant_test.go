package history

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// kept appends r to a history that keeps bound bytes of a record, and gives
// what is in its window.
func kept(t *testing.T, bound int, r *model.Record) *model.Record {
	t.Helper()
	h := newHistory(t, Options{KeepRecordBytes: bound}, true)
	h.Append(r)
	w := h.Window()
	t.Cleanup(w.Release)
	if w.Bytes() != int64(r.Size()) {
		t.Errorf("%d bytes are counted of %d received", w.Bytes(), r.Size())
	}
	checkMeta(t, w.Meta(0), r)
	got := new(model.Record)
	w.Record(0, got)
	begins(t, bound, got, r)
	return got
}

func TestTheRoomOfAGiantIsSharedFairly(t *testing.T) {
	const bound = 1200
	for _, tt := range []struct {
		name                string
		key, value, header  int // sizes
		wantK, wantV, wantH int // kept
	}{
		{"within the bound", 400, 400, 400, 400, 400, 400},
		{"one byte over it", 400, 401, 400, 400, 400, 400},
		{"a large value", 10, 96 << 20, 30, 10, 1160, 30},
		{"a large key", 1 << 20, 100, 0, 1100, 100, 0},
		{"key and value", 1 << 20, 2 << 20, 0, 600, 600, 0},
		{"key and value, a header", 1 << 20, 2 << 20, 200, 500, 500, 200},
		{"all of them", 1 << 20, 2 << 20, 3 << 20, 400, 400, 400},
		{"large headers", 12, 88, 1 << 20, 12, 88, 1100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &model.Record{Key: make([]byte, tt.key), Value: make([]byte, tt.value)}
			if tt.header > 0 {
				r.Headers = []model.Header{{Key: []byte("name"), Value: make([]byte, tt.header-4)}}
			}
			got := kept(t, bound, r)
			header := got.Size() - len(got.Key) - len(got.Value)
			if len(got.Key) != tt.wantK || len(got.Value) != tt.wantV || header != tt.wantH {
				t.Errorf("kept are %d of the key, %d of the value, %d of the header; want %d, %d, %d",
					len(got.Key), len(got.Value), header, tt.wantK, tt.wantV, tt.wantH)
			}
		})
	}
}

func TestHeadersAreBounded(t *testing.T) {
	many := func(n int) *model.Record {
		r := &model.Record{Value: []byte("v"), Headers: make([]model.Header, n)}
		for i := range r.Headers {
			r.Headers[i].Key = []byte{byte(i)}
		}
		return r
	}
	if got := kept(t, 1<<20, many(MaxHeaders)); len(got.Headers) != MaxHeaders || got.Whole != nil {
		t.Errorf("%d headers are kept of %d, the whole is %v", len(got.Headers), MaxHeaders, got.Whole)
	}
	got := kept(t, 1<<20, many(100_000))
	if len(got.Headers) != MaxHeaders || got.Whole.HeaderCount != 100_000 || string(got.Value) != "v" {
		t.Errorf("%d headers are kept of %+v", len(got.Headers), got.Whole)
	}
	r := many(50)
	r.Headers[7].Value = make([]byte, 1<<20)
	if got := kept(t, 1000, r); len(got.Headers) != 8 || len(got.Headers[7].Value) == 0 {
		t.Errorf("%d headers are kept, want those up to the large one, with its beginning", len(got.Headers))
	}
}

func TestACutTearsNoCharacter(t *testing.T) {
	for _, c := range []string{"é", "日", "🏳"} {
		for bound := 20; bound < 30; bound++ {
			got := kept(t, bound, &model.Record{Value: []byte(strings.Repeat(c, 100))})
			if want := strings.Repeat(c, bound/len(c)); string(got.Value) != want {
				t.Errorf("of %d bytes of %s are kept %q", bound, c, got.Value)
			}
		}
	}
	// What is no UTF-8 is cut where the bound is.
	if got := kept(t, 20, &model.Record{Value: bytes.Repeat([]byte{0x80}, 100)}); len(got.Value) != 20 {
		t.Errorf("%d bytes are kept, want 20", len(got.Value))
	}
}

// A giant costs no more memory than its beginning, and its own is let go.
func TestAGiantIsLetGo(t *testing.T) {
	h := newHistory(t, Options{}, false)
	r := &model.Record{Value: make([]byte, 8<<20), Headers: []model.Header{{Key: []byte("k"), Value: []byte("v")}}}
	h.Append(r)
	if h.memory > 2*DefaultKeepRecordBytes {
		t.Errorf("%d bytes are held of a giant", h.memory)
	}
	for _, header := range h.headers[:cap(h.headers)] {
		if header.Key != nil || header.Value != nil {
			t.Error("a header of a giant is still pointed to")
		}
	}
}
