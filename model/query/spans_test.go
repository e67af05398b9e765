package query

import (
	"slices"
	"testing"
)

func TestSpans(t *testing.T) {
	for _, tt := range []struct {
		filter string
		field  Field
		text   string
		want   []Span
	}{
		{"ab", Value, "abxABab", []Span{{0, 2}, {3, 7}}},
		{"Ab", Value, "abxAb", []Span{{3, 5}}},
		{"aa", Value, "aaa", []Span{{0, 2}}},
		{"ab bc", Value, "xabc", []Span{{1, 4}}},
		{"bc ab", Value, "ab bc ab", []Span{{0, 2}, {3, 5}, {6, 8}}},
		{"abc b", Value, "abc", []Span{{0, 3}}},
		{"-ab", Value, "ab", nil},
		{"é", Value, "xÉ", []Span{{1, 3}}},
		{"/[0-9]+/", Value, "a12b3", []Span{{1, 3}, {4, 5}}},
		{"/x*/", Value, "axx", []Span{{1, 3}}},
		{"ab", Key, "ab", []Span{{0, 2}}},
		{"ab", HeaderKey, "ab", []Span{{0, 2}}},
		{"ab", HeaderValue, "ab", []Span{{0, 2}}},
		{"ab", Topic, "ab", nil},
		{"key:ab", Key, "ab", []Span{{0, 2}}},
		{"key:ab", Value, "ab", nil},
		{"value:ab", Value, "ab", []Span{{0, 2}}},
		{"header:ab", HeaderKey, "xab", []Span{{1, 3}}},
		{"header:ab", Value, "ab", nil},
		{"header:ab=x", HeaderKey, "AB", []Span{{0, 2}}},
		{"header:ab=x", HeaderKey, "abc", nil},
		{"header:ab=x", HeaderValue, "x", nil},
		{"topic:ab", Topic, "ab", []Span{{0, 2}}},
		{"partition:1", Key, "1", nil},
		{`value.x == "ab"`, Value, "ab", nil},
		{"ab", Value, "", nil},
	} {
		if got := parse(t, tt.filter).Spans(tt.field, []byte(tt.text), nil); !slices.Equal(got, tt.want) {
			t.Errorf("%s in field %d %q: %v, want %v", tt.filter, tt.field, tt.text, got, tt.want)
		}
	}
}

// What is in dst stays, and its room is used.
func TestSpansAppend(t *testing.T) {
	dst := append(make([]Span, 0, 8), Span{90, 95})
	got := parse(t, "a").Spans(Value, []byte("xa"), dst)
	if !slices.Equal(got, []Span{{90, 95}, {1, 2}}) || &got[0] != &dst[0] {
		t.Errorf("spans %v", got)
	}
	f, b := parse(t, "paid key:x"), []byte(`{"status":"paid"}`)
	if n := testing.AllocsPerRun(100, func() { dst = f.Spans(Value, b, dst[:0]) }); n > 0 {
		t.Errorf("with room in dst it allocates %v times", n)
	}
}
