package latest

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newHistory(t testing.TB, o history.Options) *history.History {
	t.Helper()
	h, err := history.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// take takes in all that a history keeps.
func take(t *Table, h *history.History) {
	w := h.Window()
	defer w.Release()
	for !t.Take(w, now, time.Hour) {
	}
}

// rows arranges and gives what the rows are.
func rows(tb *Table, o Order) []string {
	for !tb.Arrange(o) {
	}
	var out []string
	all := tb.Rows()
	list := make([]Row, all.Len())
	all.Read(0, list, 1<<20)
	for _, r := range list {
		if r.ID < 0 {
			out = append(out, "forgotten")
			continue
		}
		out = append(out, text(&r.Record, r.Count))
	}
	return out
}

func text(r *model.Record, count int64) string {
	s := fmt.Sprintf("%d× %s@%d %q=%q of %v", count, r.TopicPartition, r.Offset, r.Key, r.Value, r.Batch)
	if r.Value == nil {
		s += " tombstone"
	}
	for _, h := range r.Headers {
		s += fmt.Sprintf(" %q:%q", h.Key, h.Value)
		if h.Value == nil {
			s += "null"
		}
	}
	return s
}

// entity is what the plain map of the oracle has of a key.
type entity struct {
	record model.Record
	count  int64
	last   int // which message of all was its last one
}

// Whatever comes, in however many windows, the table is what a plain map is.
func TestTheTableIsThePlainMap(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		h := newHistory(t, history.Options{})
		tb := New(Options{Keys: 1 << 20, Bytes: 1 << 30})
		oracle := map[string]*entity{}
		keyless, n := int64(0), 0
		for range 1 + rnd.IntN(8) {
			for range rnd.IntN(400) {
				r := random(rnd, n)
				h.Append(&r)
				n++
				if r.Key == nil {
					keyless++
					continue
				}
				name := r.Topic + "\x00" + string(r.Key)
				e := oracle[name]
				if e == nil {
					e = &entity{}
					oracle[name] = e
				}
				e.record, e.last = r, n
				e.count++
			}
			take(tb, h)
			tombstones := int64(0)
			all := slices.Collect(maps.Values(oracle))
			for _, e := range all {
				if e.record.Value == nil {
					tombstones++
				}
			}
			byKey := func(a, b *entity) int {
				return cmp.Or(cmp.Compare(a.record.Topic, b.record.Topic), natural(a.record.Key, b.record.Key))
			}
			for order, less := range map[Order]func(a, b *entity) int{
				ByKey:    byKey,
				ByChange: func(a, b *entity) int { return cmp.Compare(b.last, a.last) },
				ByCount:  func(a, b *entity) int { return cmp.Or(cmp.Compare(b.count, a.count), byKey(a, b)) },
			} {
				slices.SortFunc(all, less)
				var want []string
				for _, e := range all {
					want = append(want, text(&e.record, e.count))
				}
				got := rows(tb, order)
				if len(got) != len(want) {
					t.Fatalf("%v there are %d rows, want %d", order, len(got), len(want))
				}
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("%v, row %d is\n%s, want\n%s", order, i, got[i], want[i])
					}
				}
			}
			want := Counts{Keys: len(oracle), Tombstones: tombstones, Taken: int64(n), Keyless: keyless}
			if got := tb.Counts(); got != want {
				t.Fatalf("the counts are %+v, want %+v", got, want)
			}
		}
	}
}

func random(rnd *rand.Rand, n int) model.Record {
	r := model.Record{
		TopicPartition: model.TopicPartition{Topic: []string{"orders", "payments"}[rnd.IntN(2)], Partition: int32(rnd.IntN(3))},
		Offset:         int64(n), Timestamp: now.UnixMilli(),
		Batch: model.Batch{Records: int32(1 + n%5), Size: int32(n), Unpacked: int32(2 * n), Compression: model.Zstd},
	}
	switch key := rnd.IntN(40); key {
	case 0:
	case 1:
		r.Key = []byte{}
	default:
		r.Key = []byte(strconv.Itoa(key))
	}
	switch rnd.IntN(6) {
	case 0:
	case 1:
		r.Value = []byte{}
	default:
		r.Value = bytes.Repeat([]byte{byte('a' + n%26)}, rnd.IntN(300))
	}
	for range rnd.IntN(3) {
		h := model.Header{Key: []byte("h" + strconv.Itoa(n))}
		if rnd.IntN(2) == 0 {
			h.Value = []byte("v")
		}
		r.Headers = append(r.Headers, h)
	}
	return r
}

// Over a bound the key that changed longest ago is forgotten, and counted; the
// bounds hold at any moment, and what is kept is right.
func TestTheBoundsHold(t *testing.T) {
	for _, o := range []Options{{Keys: 50, Bytes: 1 << 30}, {Keys: 1 << 20, Bytes: 64 << 10}} {
		rnd := rand.New(rand.NewPCG(5, 6))
		h := newHistory(t, history.Options{})
		tb := New(o)
		last := map[string]model.Record{}
		var order []string // by last message
		for n := range 5000 {
			r := model.Record{Offset: int64(n), Key: []byte(strconv.Itoa(rnd.IntN(500))), Value: make([]byte, rnd.IntN(1500))}
			h.Append(&r)
			last[string(r.Key)] = r
			order = append(slices.DeleteFunc(order, func(k string) bool { return k == string(r.Key) }), string(r.Key))
			take(tb, h)
			c := tb.Counts()
			if c.Keys > o.Keys || tb.bytes > o.Bytes {
				t.Fatalf("%d keys in %d bytes, the bounds are %+v", c.Keys, tb.bytes, o)
			}
		}
		c := tb.Counts()
		if c.Forgotten == 0 || c.Skipped != 0 {
			t.Errorf("%+v", c)
		}
		for !tb.Arrange(ByChange) {
		}
		var r Row
		rows := tb.Rows()
		for i := range rows.Len() {
			rows.ReadOne(i, &r, 1<<20)
			if want := order[len(order)-1-i]; string(r.Record.Key) != want || r.Record.Offset != last[want].Offset {
				t.Fatalf("row %d is %q at %d, want %q at %d", i, r.Record.Key, r.Record.Offset, want, last[want].Offset)
			}
		}
	}
}

func TestWhatTheHistoryForgotIsSkipped(t *testing.T) {
	h := newHistory(t, history.Options{KeepRecords: 100})
	tb := New(Options{Keys: 1000, Bytes: 1 << 30})
	add := func(n int) {
		for range n {
			h.Append(&model.Record{Key: []byte("k")})
		}
	}
	add(250) // 150 are forgotten before anybody looks
	take(tb, h)
	add(130)
	take(tb, h)
	if c := tb.Counts(); c.Taken != 200 || c.Skipped != 30 || c.Waiting != 0 {
		t.Errorf("%+v", c)
	}
}

// What was there at the beginning is not new; what comes is.
func TestOnlyWhatComesIsNew(t *testing.T) {
	h := newHistory(t, history.Options{})
	tb := New(Options{Keys: 1000, Bytes: 1 << 30})
	h.Append(&model.Record{Key: []byte("old")})
	h.Append(&model.Record{Key: []byte("both")})
	take(tb, h)
	h.Append(&model.Record{Key: []byte("both")})
	h.Append(&model.Record{Key: []byte("new")})
	take(tb, h)
	for !tb.Arrange(ByKey) {
	}
	var r Row
	rows := tb.Rows()
	for i, want := range []bool{true, true, false} { // both, new, old
		if rows.ReadOne(i, &r, 10); r.Changed.IsZero() == want {
			t.Errorf("%s changed at %v", r.Record.Key, r.Changed)
		}
	}
}

// A row that was forgotten after the rows were arranged is not taken for another.
func TestRowsStayUntilTheyAreArranged(t *testing.T) {
	h := newHistory(t, history.Options{})
	tb := New(Options{Keys: 2, Bytes: 1 << 30})
	for _, k := range []string{"a", "b"} {
		h.Append(&model.Record{Key: []byte(k)})
	}
	take(tb, h)
	for !tb.Arrange(ByKey) {
	}
	before := tb.Rows()
	a, b := before.ID(0), before.ID(1)
	h.Append(&model.Record{Key: []byte("c")}) // in the place of a
	take(tb, h)
	var r Row
	if before.ReadOne(0, &r, 10) || !before.ReadOne(1, &r, 10) || string(r.Record.Key) != "b" {
		t.Errorf("row 0 is there, or row 1 is %q", r.Record.Key)
	}
	h.Append(&model.Record{Key: []byte("c")})
	h.Append(&model.Record{Key: []byte("b"), Value: make([]byte, 1<<20)})
	tb.options.Bytes = 1 << 20 // and c is forgotten
	take(tb, h)
	for !tb.Arrange(ByKey) {
	}
	after := tb.Rows()
	if i, ok := after.Find(b, 1); i != 0 || !ok {
		t.Errorf("b is in row %d (%t)", i, ok)
	}
	if _, ok := after.Find(a, 0); ok {
		t.Error("a is there still")
	}
	if after.Len() != 1 || before.Len() != 2 || !before.ReadOne(1, &r, 10) || r.Count != 2 {
		t.Errorf("%d rows, before %d; b came %d times", after.Len(), before.Len(), r.Count)
	}
}

// No index is a mistake: where there is no row, there is none.
func TestThereIsNoSuchRow(t *testing.T) {
	tb := New(Options{Keys: 10, Bytes: 1 << 20})
	tb.add(&model.Record{Key: []byte("k")}, now)
	tb.Arrange(ByKey)
	for _, rows := range []Rows{{}, tb.Rows()} {
		for _, i := range []int{-1, rows.Len(), 1 << 40} {
			r := Row{ID: 7}
			if rows.ReadOne(i, &r, 10) || r.ID != -1 || rows.ID(i) != -1 {
				t.Errorf("there is a row %d of %d", i, rows.Len())
			}
		}
		if _, ok := rows.Find(-1, 5); ok {
			t.Error("no row is found")
		}
	}
}

// Two messages of all that ever come do not have the same number.
func TestAMessageHasItsOwnNumber(t *testing.T) {
	tb := New(Options{Keys: 10, Bytes: 1 << 20})
	seen := map[int64]bool{}
	var r Row
	for n := range 200 {
		tb.add(&model.Record{Key: []byte{byte(n % 3)}}, now)
		tb.sorting = 0
		tb.Arrange(ByChange)
		if !tb.Rows().ReadOne(0, &r, 10) || seen[r.Message] {
			t.Fatalf("message %d has the number %d, as another one", n, r.Message)
		}
		seen[r.Message] = true
	}
}

func TestALargeValueIsCutForARow(t *testing.T) {
	h := newHistory(t, history.Options{})
	tb := New(Options{Keys: 10, Bytes: 1 << 30})
	h.Append(&model.Record{Key: []byte("k"), Value: bytes.Repeat([]byte("v"), 10_000), Headers: []model.Header{{Key: []byte("a"), Value: []byte("b")}}})
	take(tb, h)
	for !tb.Arrange(ByKey) {
	}
	var r Row
	tb.Rows().ReadOne(0, &r, 100)
	w := r.Record.Whole
	if len(r.Record.Value) != 100 || w == nil || *w != (model.Extent{Key: 1, Value: 10_000, Headers: 2, HeaderCount: 1}) || len(r.Record.Headers) != 1 {
		t.Errorf("%d bytes of %+v, headers %v", len(r.Record.Value), w, r.Record.Headers)
	}
	if tb.Rows().ReadOne(0, &r, 1<<20); r.Record.Whole != nil || len(r.Record.Value) != 10_000 {
		t.Errorf("%d bytes of %+v", len(r.Record.Value), r.Record.Whole)
	}
}

// Readers look while it is filled, and while large messages push out nearly all
// rows; the race detector watches.
func TestReadersLookWhileItIsFilled(t *testing.T) {
	h := newHistory(t, history.Options{KeepRecords: 5000})
	tb := New(Options{Keys: 300, Bytes: 512 << 10})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range 40 {
			for i := range 200 {
				h.Append(&model.Record{Key: []byte(strconv.Itoa(i * n % 977)), Value: make([]byte, 1500)})
			}
			if n%2 == 0 {
				h.Append(&model.Record{Key: []byte("large"), Value: make([]byte, 400<<10)})
			}
			take(tb, h)
			tb.sorting = 0
			tb.Arrange(Order(n % int(orders)))
		}
	}()
	most, least := 0, 1<<30
	screen := make([]Row, 40)
	for looking := true; looking; {
		select {
		case <-done:
			looking = false
		default:
		}
		rows := tb.Rows()
		n := rows.Len()
		if n > 0 {
			most, least = max(most, n), min(least, n)
		}
		top := max(0, n-len(screen))
		rows.Read(top, screen, 100)
		for i, r := range screen {
			if r.ID >= 0 && (r.Count < 1 || len(r.Record.Value) != 100 || r.ID != rows.ID(top+i)) {
				t.Fatalf("row %d of %d is %+v", top+i, n, r)
			}
		}
	}
	if most < 2*least {
		t.Errorf("the table had %d to %d rows: it never shrank", least, most)
	}
}
