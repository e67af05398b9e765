package query

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// texts are filters of every kind, to begin with.
var texts = []string{
	"", "paid", `"two words" -x`, "/re[0-9]+/ key:a", "header:a=b partition:0,2-5 offset:5-", "topic:/x/", "été",
	`value.total > 40 && key startsWith "user-"`, `any(value.items, .price * 2 > 10) || "x" in value.tags`, `.a[0]["b"][-1] ?? 3 == 5`, `timestamp > now() - 1h30m`, `size in 1..3kB`, `key matches "^a|b$"`,
	`lower(value.a) + "x" == 'y'`, `sum(value.a, .b) % 3 == 1`, `not (value.x in [1, "a", nil])`, `headers["a-b"] > 3`, `date(value.at) < timestamp`, `=value.a`, `value.total ≥ "`, `len(`, `1..2 in (3..4)`, `[1..2][0].x == -[3]`,
}

// Any text is a filter or a mistake with a place in it and a sentence, and any
// filter has an answer for a message.
func FuzzParse(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	r := order()
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := Parse(text)
		if err != nil {
			var e *SyntaxError
			if !errors.As(err, &e) || e.Pos < 0 || e.Pos > len(text) || e.Text == "" || e.Hint == "" || filter != nil {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		first := filter.Match(r)
		if again := filter.Clone().Match(r); first != again && !strings.Contains(text, "now") {
			t.Fatalf("%q matches and does not match", text)
		}
		if filter.String() != text {
			t.Fatalf("%q gives the text %q", text, filter)
		}
		for field := Key; field <= Topic; field++ {
			checkSpans(t, filter, field, r.Value)
		}
	})
}

// checkSpans holds spans against what Spans promises.
func checkSpans(t *testing.T, f *Filter, field Field, b []byte) {
	t.Helper()
	end := -1
	for _, s := range f.Spans(field, b, nil) {
		if s.Start <= end || s.End <= s.Start || s.End > len(b) {
			t.Fatalf("%q: the span %v of %d bytes follows one that ends at %d", f, s, len(b), end)
		}
		end = s.End
	}
}

// Any message has an answer, whatever its bytes.
func FuzzMatch(f *testing.F) {
	for i := range texts {
		f.Add(uint8(i), []byte("user-1"), []byte(`{"total":41,"items":[{"price":10}],"tags":["x"],"a":[{"b":[1,2]}],"at":"2026-11-23T12:00:00Z"}`), []byte("a-b"), []byte("4"), int64(1795435200000))
		f.Add(uint8(i), []byte(nil), []byte("\xff{\"a\":\"\\u12"), []byte("a"), []byte(nil), int64(-1<<63))
	}
	var filters []*Filter
	for _, s := range texts {
		if filter, err := Parse(s); err == nil {
			filters = append(filters, filter)
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, key, value, name, header []byte, at int64) {
		filter := filters[int(i)%len(filters)]
		r := &model.Record{Key: key, Value: value, Timestamp: at, Offset: at, Headers: []model.Header{{Key: name, Value: header}, {Key: header}}}
		got := filter.Match(r)
		for field := Key; field <= Topic; field++ {
			checkSpans(t, filter, field, value)
		}
		// What matches by words alone is marked somewhere.
		if len(filter.terms) == 1 && filter.terms[0].scope == anywhere && !filter.terms[0].not {
			marked := len(filter.Spans(Key, key, nil)) + len(filter.Spans(Value, value, nil)) + len(filter.Spans(HeaderKey, name, nil)) + 2*len(filter.Spans(HeaderValue, header, nil))
			if got != (marked > 0) {
				t.Fatalf("%q matches: %v, with %d spans", filter, got, marked)
			}
		}
	})
}

// A regex finds what it finds without what is searched for before it.
func FuzzRegex(f *testing.F) {
	for _, s := range []string{"ne+dle", "failed|refused", "(a|b)+c", "k[0-9]", "(?i)S", `x{2,}|\bword`, "stask", "a(bc)?d", "(?s).*é$"} {
		f.Add(s, "a needle failed STASK k7 \u212a7 aBCd É")
	}
	f.Add("\ufffd", "\xff")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		re, err := compile(pattern)
		if err != nil || len(text) > 1000 {
			return
		}
		flags := ""
		if !smartRegex(pattern) {
			flags = "(?i)"
		}
		if got, want := re.in([]byte(text)), regexp.MustCompile(flags+pattern).MatchString(text); got != want {
			t.Fatalf("/%s/ matches %q: %v, want %v", pattern, text, got, want)
		}
	})
}
