package expr

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// Messages made to cost much are given up with an error, in little memory. Each
// takes at most 0.2 s of a processor; work is counted, so that it is the same on
// a busy machine.
func TestBounds(t *testing.T) {
	list := []byte("[" + strings.Repeat("1,", 5000) + "1]")
	escaped := []byte(`{"s":"` + strings.Repeat(`\u00e9`, 2<<20) + `"}`)
	key, headers := bytes.Repeat([]byte(" "), 1<<20), make([]model.Header, 10_000)
	huge := fmt.Appendf(nil, `{"a":"%s","b":{"c":1}}`, bytes.Repeat([]byte("x"), 80<<20))
	for _, tt := range []struct {
		name, text string
		value      []byte
		want       error
	}{
		{"nested tests", `all(value, all(value, # == 1))`, list, ErrWork},
		{"deep and not closed", `"x" in value || len(value) == 2`, bytes.Repeat([]byte("[1,"), 8<<20), ErrWork},
		{"a long array", `"x" in value || value[-1] == 2`, []byte("[" + strings.Repeat("1,", 8<<20) + "1]"), ErrWork},
		{"a field behind 80 MB", `value.b.c == 1`, huge, ErrWork},
		{"80 MB of one field", `value.a == "x"`, huge, ErrWork},
		{"a regex over 80 MB", `value matches "y$"`, huge, ErrWork},
		{"long escapes", `lower(value.s) == "x"`, escaped, ErrMemory},
		{"joining", `value.s + value.s + value.s + value.s + value.s + value.s == ""`, fmt.Appendf(nil, `{"s":"%s"}`, strings.Repeat("x", 2<<20)), ErrMemory},
		{"a long key in a test", `none(value, key == 1)`, list, ErrWork},
		{"a long key that is trimmed", `all(value, trim(key) == "")`, list, ErrWork},
		{"a long key that is equal", `all(value, key == key)`, list, ErrWork},
		{"many headers", `all(value, headers.x == nil && "x" not in headers)`, list, ErrWork},
		{"lower", `lower(value) == ""`, bytes.Repeat([]byte("\xff"), 8<<20), ErrMemory},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, syntax := Compile(tt.text, 0)
			if syntax != nil {
				t.Fatal(syntax)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := p.Eval(&model.Record{Key: key, Value: tt.value, Headers: headers})
			runtime.ReadMemStats(&after)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 4*maxMemory {
				t.Errorf("allocated %d MiB", allocated>>20)
			}
		})
	}
}

// A text is searched at the speed of memory: 80 MB of it are within the bounds.
func TestLargeTextIsSearched(t *testing.T) {
	r := &model.Record{Value: append(bytes.Repeat([]byte("x"), 80<<20), "needle"...)}
	if ok, err := evaluate(t, `value contains "needle"`, r); !ok || err != nil {
		t.Errorf("the needle was not found (%v)", err)
	}
}

func TestDeepJSON(t *testing.T) {
	const depth = 1 << 20
	r := &model.Record{Value: []byte(`{"deep":` + strings.Repeat(`{"a":[`, depth) + strings.Repeat(`]}`, depth) + `,"last":1}`)}
	if ok, err := evaluate(t, `value.last == 1 && value.deep.a[0].a[0] != nil`, r); !ok || err != nil {
		t.Errorf("the field behind the deep one was not found (%v)", err)
	}
}

func TestDeepExpression(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("(", 2000) + "1" + strings.Repeat(")", 2000) + " == 1", strings.Repeat("!", 2000) + "key", strings.Repeat("-", 2000) + "1 == 1",
		strings.Repeat("not ", 2000) + "key", "key" + strings.Repeat("[key", 2000), strings.Repeat("any(value, ", 2000),
	} {
		if _, err := Compile(text, 0); err == nil || !strings.Contains(err.Text, "nested too deep") {
			t.Errorf("%.20s…: %v", text, err)
		}
	}
}

// Fields, comparisons and operators of constants take no memory.
func TestAllocations(t *testing.T) {
	r := anOrder()
	for _, text := range []string{
		`value.total > 40`, `value.state == "paid"`, `value.items[1].price > 21`, `key startsWith "user-"`, `headers["trace-id"] == "9f"`, `partition in 1..3 && topic == "orders"`,
		`timestamp > now() - 5m || value.missing`, `any(value.items, .price > 20)`, `"eu" in value.tags`, `key matches "^user"`,
	} {
		p, err := Compile(text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { _, _ = p.Eval(r) }); n > 0 {
			t.Errorf("%s allocates %v times", text, n)
		}
	}
}

// A program keeps nothing of a message, and its clones run beside one another.
func TestClone(t *testing.T) {
	p, err := Compile(`value.total > 40 && topic == "orders" && any(value.items, .price > 20)`, 0)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	for range 4 {
		c := p.Clone()
		go func() {
			all := true
			for range 200 {
				ok, err := c.Eval(anOrder())
				all = all && ok && err == nil && c.machine.record == nil && c.machine.element.text == nil
			}
			done <- all
		}()
	}
	for range 4 {
		if !<-done {
			t.Error("a clone gives another answer, or keeps the record")
		}
	}
}
