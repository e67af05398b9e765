package query

import (
	"errors"
	"slices"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/query/expr"
)

// parse is Parse for filters that are right.
func parse(t testing.TB, text string) *Filter {
	t.Helper()
	f, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

func TestZeroFilterMatchesAll(t *testing.T) {
	var f Filter
	if !f.Match(order()) || !f.Match(&model.Record{}) || !f.Empty() || f.String() != "" || len(f.Spans(Value, []byte("x"), nil)) > 0 {
		t.Error("the zero filter is not empty, or leaves messages out")
	}
	if !parse(t, " ").Empty() || parse(t, "a").Empty() || parse(t, "=key").Empty() {
		t.Error("what is empty is wrong")
	}
}

// The rule for what is taken for an expression, as the package tells it.
func TestExpressionsAreRecognised(t *testing.T) {
	for _, text := range []string{
		`value.total > 40`, `value.total>40`, `.total > 40`, `.total>40`, `value["a b"] == 1`, `value.items[0].x != 2`, `key startsWith "user-"`, `key == nil`, `key matches "x" || value.a`, `(value.a == 1)`,
		`!(value.a == 1)`, `not value.a == 1`, `headers["a"] == "b"`, `partition in [1, 2]`, `topic not in ["a"]`, `timestamp > now() - 5m`, `now() - timestamp > 5m`, `size > 10kB`, `len(value.items) > 3`,
		`any(value.items, .x)`, `all(.items, .x)`, `count(value.items, .x) >= 2`, `"a" in value.tags`, `40 < value.total`, `"x" == key`, `value.a + value.b > 3`, `value.a ?? 0 > 1`, `value && key == "a"`, `=value.paid`, ` = key`, `#.a == 1`, `value?.a == 1`,
		`true && value.a == 1`,
	} {
		if f := parse(t, text); f.program == nil {
			t.Errorf("%s is taken for words", text)
		}
	}
	for _, text := range []string{
		`value.total`, `key`, `key.serializer`, `value total 40`, `any words`, `the key is`, `topic`, `offset`, `a=b`, `key=5`, `<total>40</total>`, `foo<bar`, `x->y`, `dG90YWw==`, `"a b" c`, `40`, `{"a":1}`, `[1,2]`, `(foo)`, `foo(bar)`, `not found`,
		`a/b`, `1 - 2`[:1], `value/x`, `http://a?b=c&d==`, `size`, `5m`, `error in handler`, `len(`, `.hidden`, `...`, `x.y.z`, `key, value`, `key or value`, `"==" foo`,
	} {
		if f := parse(t, text); f.program != nil {
			t.Errorf("%s is taken for an expression", text)
		}
	}
}

func TestExpressionMatches(t *testing.T) {
	r := order()
	for text, want := range map[string]bool{
		`value.id == 5 && key startsWith "user-"`: true, `value.id > 5`: false, `=value.Status`: true, `=value.missing`: false, `= headers.Trace`: true,
	} {
		if got := parse(t, text).Match(r); got != want {
			t.Errorf("%s matches: %v", text, got)
		}
	}
}

func TestFailuresAreCounted(t *testing.T) {
	f := parse(t, `1 / value.id > 0`)
	bad, good := order(), order()
	bad.Value = []byte(`{"id":0}`)
	for _, want := range []int64{1, 2} {
		if f.Match(bad) {
			t.Error("a failure matches")
		}
		if n, last := f.Failures(); n != want || !errors.Is(last, expr.ErrZero) {
			t.Errorf("%d failures, the last %v; want %d", n, last, want)
		}
	}
	if !f.Match(good) {
		t.Error("a failure spoils the next message")
	}
	if n, last := f.Clone().Failures(); n != 0 || last != nil {
		t.Error("a clone has the failures of its origin")
	}
}

func TestWordsDoNotAllocate(t *testing.T) {
	r := order()
	for _, text := range []string{"paid", "Paid", "zürich", "missing", "key:user -value:x", "header:trace=9f", "partition:0,2-5", "offset:5-", "topic:orders", `"paid in" !foo`} {
		f := parse(t, text)
		if n := testing.AllocsPerRun(100, func() { f.Match(r) }); n > 0 {
			t.Errorf("%s allocates %v times", text, n)
		}
	}
}

// Clones answer as their origin, beside one another.
func TestClone(t *testing.T) {
	for _, text := range []string{"paid topic:orders /pa.d/ header:trace=9f", `value.id == 5 && topic == "shop.Orders"`} {
		f := parse(t, text)
		done := make(chan bool)
		for range 3 {
			c := f.Clone()
			go func() {
				all := c.String() == text
				for range 100 {
					all = all && c.Match(order()) && !c.Match(&model.Record{TopicPartition: model.TopicPartition{Topic: "other"}})
				}
				done <- all
			}()
		}
		for range 3 {
			if !<-done {
				t.Errorf("a clone of %s gives another answer", text)
			}
		}
	}
}

// A topic is looked at again when it changes.
func TestTopicsChange(t *testing.T) {
	f := parse(t, "topic:orders")
	a, b := order(), order()
	b.Topic = "payments"
	for range 2 {
		if !f.Match(a) || f.Match(b) {
			t.Fatal("the answer for one topic is given for another")
		}
	}
}

// Of a message of which only the beginning is here, what is here is seen.
func TestBeginningOfAMessage(t *testing.T) {
	r := order()
	r.Whole = &model.Extent{Key: 7, Value: 5_000_000, Headers: 20, HeaderCount: 2}
	r.Value = r.Value[:20]
	for text, want := range map[string]bool{"user-17": true, "value:id": true, "zürich": false, "-zürich": true, `value.id == 5`: true, `value.city == nil`: true, `size > 5MB`: true} {
		if got := parse(t, text).Match(r); got != want {
			t.Errorf("%s matches a beginning: %v", text, got)
		}
	}
}

// The fields that an expression asks for, and what they are compared with.
func TestReads(t *testing.T) {
	text := `value.total > 40 && (.a["b-c"] == "x" || key.id != "y") && any(value.items, .price > 5) && headers.h startsWith "z" && value.items[0].sku == nil`
	var got []string
	for _, r := range parse(t, text).Reads() {
		s := text[r.Pos:r.End]
		if r.Number {
			s += " number"
		}
		if r.Text {
			s += " " + r.Literal
		}
		got = append(got, s)
	}
	if want := []string{"value.total number", `.a["b-c"] x`, "key.id", "value.items", "headers.h", "value.items[0].sku"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if f := parse(t, "value.total"); f.IsExpression() || f.Reads() != nil {
		t.Error("words read fields")
	}
}
