package history

import (
	"strconv"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// A window that is shared shows the same when the first one is released and the
// history has forgotten everything in it, and gives its pages back by itself.
func TestASharedWindowIsReleasedByItself(t *testing.T) {
	h := newHistory(t, Options{KeepRecords: 10}, false)
	add := func(from, n int) {
		for i := range n {
			h.Append(&model.Record{Offset: int64(from + i), Value: []byte("value-" + strconv.Itoa(from+i))})
		}
	}
	add(0, 10)
	first := h.Window()
	second := first.Share()
	first.Release()
	add(10, 20_000)
	var r model.Record
	for i := range second.Len() {
		if second.Record(i, &r); string(r.Value) != "value-"+strconv.Itoa(i) {
			t.Fatalf("record %d is %q", i, r.Value)
		}
	}
	pages := second.pages
	second.Release()
	for _, p := range pages {
		if p.held != 0 {
			t.Errorf("a page is held %d times", p.held)
		}
	}
}
