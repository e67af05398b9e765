package latest

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// Over the bound of bytes as many keys stay as fit: what was forgotten takes no
// room from them.
func TestTheBoundOfBytesIsUsed(t *testing.T) {
	const bound = 1 << 20
	h := newHistory(t, history.Options{KeepRecords: 2000})
	tb := New(Options{Keys: 1 << 20, Bytes: bound})
	n := 0
	fill := func(messages, value int) {
		t.Helper()
		for range messages {
			h.Append(&model.Record{Key: strconv.AppendInt(nil, int64(1_000_000+n), 10), Value: make([]byte, value)})
			if n++; n%1000 == 0 {
				take(tb, h)
			}
		}
		fit := bound / (entryMemory + 7 + value)
		if c := tb.Counts(); c.Keys < fit*8/10 || c.Keys > fit {
			t.Errorf("%d values of %d bytes: %d keys are kept, %d fit", messages, value, c.Keys, fit)
		}
	}
	fill(20_000, 100)
	fill(2_000, 60_000) // few of them fit, and none of the small ones
	fill(20_000, 10)
	fill(20_000, 900)
}

// Of keys that are kept in part, those of the same beginning and length are the
// same, as everywhere.
func TestKeysThatAreKeptInPart(t *testing.T) {
	tb := New(Options{Keys: 10, Bytes: 1 << 30})
	part := bytes.Repeat([]byte("k"), 1000)
	for i, whole := range []int64{5000, 5000, 6000, 0} {
		r := model.Record{Offset: int64(i), Key: part, Value: []byte("v")}
		if whole > 0 {
			r.Whole = &model.Extent{Key: whole, Value: 1}
		}
		tb.add(&r, now)
	}
	if c := tb.Counts(); c.Keys != 3 {
		t.Errorf("there are %d keys, want those of 5000, 6000 and 1000 bytes", c.Keys)
	}
}

// Values of all sizes come and go: the memory that is counted is what is held.
func TestTheMemoryIsCounted(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	tb := New(Options{Keys: 1000, Bytes: 256 << 10})
	for n := range 50_000 {
		size := rnd.IntN(300)
		if rnd.IntN(1000) == 0 {
			size = rnd.IntN(100_000)
		}
		tb.add(&model.Record{Key: strconv.AppendInt(nil, int64(rnd.IntN(5000)), 10), Value: make([]byte, size), Offset: int64(n)}, now)
	}
	var held int64
	keys := 0
	for e := tb.newest; e != nil; e = e.older {
		held += e.memory()
		keys++
	}
	if c := tb.Counts(); tb.bytes != held || c.Keys != keys {
		t.Errorf("%d keys in %d bytes are counted, %d in %d are held", c.Keys, tb.bytes, keys, held)
	}
	spare := 0
	for _, e := range tb.free {
		spare += cap(e.buf)
	}
	if len(tb.free) > mostFree || spare > mostFree*smallRoom {
		t.Errorf("%d entries with %d bytes are kept for later", len(tb.free), spare)
	}
}
