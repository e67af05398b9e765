package table

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func filled(t testing.TB, n, keep int, value func(i int) string) *history.Window {
	t.Helper()
	h, err := history.New(history.Options{KeepRecords: keep})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		h.Append(&model.Record{
			TopicPartition: model.TopicPartition{Topic: "orders"}, Offset: int64(i), Timestamp: time.Now().UnixMilli(),
			Key: []byte("k"), Value: []byte(value(i)),
		})
	}
	w := h.Window()
	t.Cleanup(w.Release)
	return w
}

func numbered(i int) string { return "value-" + strconv.Itoa(i) + "." }

func show(w *history.Window, width, height int) *Table {
	tb := New(theme.New(true), &theme.Unicode, false)
	tb.SetSize(width, height)
	tb.SetWindow(w)
	return tb
}

func text(tb *Table) string { return ansi.Strip(strings.Join(tb.View(time.Now()), "\n")) }

func TestARuleThatComesLateDoesNotMoveTheCursor(t *testing.T) {
	tb := show(filled(t, 50, 0, numbered), 80, 11)
	tb.Move(-5)
	var before, after model.Record
	tb.Selected(&before)
	tb.AddRule(Rule{After: 20, Text: "late"})
	tb.AddRule(Rule{After: 50, Text: "at the end"})
	tb.Selected(&after)
	if before.Offset != after.Offset {
		t.Errorf("the cursor moved from offset %d to %d", before.Offset, after.Offset)
	}
}

func TestScrollingKeepsTheCursorAsLongAsItCan(t *testing.T) {
	tb := show(filled(t, 100, 0, numbered), 80, 11)
	tb.Oldest()
	tb.Move(4)
	var r model.Record
	tb.Scroll(3)
	if tb.Selected(&r); r.Offset != 4 {
		t.Errorf("in view, the cursor moved to %d", r.Offset)
	}
	tb.Scroll(5)
	if tb.Selected(&r); r.Offset != 8 {
		t.Errorf("scrolled past it, the cursor is on %d, want the first in view", r.Offset)
	}
	tb.Scroll(-100)
	if tb.Selected(&r); r.Offset != 8 || !strings.Contains(text(tb), "value-0.") {
		t.Errorf("scrolled back, the cursor is on %d:\n%s", r.Offset, text(tb))
	}
}

func TestWrappedRowsStayInView(t *testing.T) {
	w := filled(t, 40, 0, func(i int) string { return numbered(i) + strings.Repeat(" x", 20*(i%9)) })
	tb := show(w, 80, 16)
	tb.ToggleWrap()
	if !strings.Contains(text(tb), "value-39.") {
		t.Errorf("following, the newest is not in view:\n%s", text(tb))
	}
	for i := 38; i >= 0; i-- {
		tb.Move(-1)
		if !strings.Contains(text(tb), numbered(i)) {
			t.Fatalf("row %d is not in view:\n%s", i, text(tb))
		}
	}
	for i := 1; i < 40; i++ {
		tb.Move(1)
		if !strings.Contains(text(tb), numbered(i)) {
			t.Fatalf("on the way down row %d is not in view:\n%s", i, text(tb))
		}
	}
}

func TestColumnsGrowAndDoNotShrink(t *testing.T) {
	h, err := history.New(history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tb := show(h.Window(), 120, 4)
	add := func(key string) int {
		h.Append(&model.Record{Key: []byte(key), Value: []byte("V")})
		tb.SetWindow(h.Window())
		lines := strings.Split(text(tb), "\n")
		return strings.Index(lines[0], "value")
	}
	narrow := add("k")
	wide := add("a-key-of-16-cols")
	if wide <= narrow {
		t.Fatalf("the value column stayed at %d for a wide key", wide)
	}
	for range 10 {
		if got := add("k"); got != wide {
			t.Fatalf("the value column moved from %d to %d", wide, got)
		}
	}
	tb.Clear()
	if got := add("k"); got != narrow {
		t.Errorf("after a clear the value column is at %d, want %d", got, narrow)
	}
}

func TestTopicColumnForManyTopics(t *testing.T) {
	tb := New(theme.New(true), &theme.Unicode, true)
	tb.SetSize(100, 5)
	tb.SetWindow(filled(t, 2, 0, numbered))
	if got := text(tb); !strings.Contains(got, "topic") || !strings.Contains(got, "orders ") {
		t.Errorf("no topic column:\n%s", got)
	}
}

// View must cost what is seen, whatever is kept.
func BenchmarkView(b *testing.B) {
	for _, kept := range []int{1_000, 100_000} {
		w := filled(b, kept, kept, func(i int) string {
			return `{"type":"order.paid","id":"o-` + strconv.Itoa(i) + `","total":12.5,"items":[{"sku":"B-1"}],"city":"Köln"}`
		})
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			b.Run(strconv.Itoa(kept)+"/"+strconv.Itoa(size[0])+"x"+strconv.Itoa(size[1]), func(b *testing.B) {
				tb := show(w, size[0], size[1])
				b.ReportAllocs()
				for b.Loop() {
					tb.View(time.Now())
				}
			})
		}
	}
}

// Rows show what was decoded; what cannot be is shown raw, with a sign in front.
func TestRowsShowWhatWasDecoded(t *testing.T) {
	r := decoded.New()
	f, err := decode.Parse("int32")
	if err == nil {
		err = r.Set("orders", decoded.Value, f)
	}
	if err != nil {
		t.Fatal(err)
	}
	tb := show(filled(t, 3, 0, func(i int) string { return []string{"\x00\x00\x00\x2a", "\x00\x01", "text"}[i] }), 80, 11)
	tb.Read(r)
	got := text(tb)
	for _, want := range []string{" 42\n", " ! 0001\n", " 1952807028 "} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not there:\n%s", want, got)
		}
	}
}
