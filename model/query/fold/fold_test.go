package fold

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		text, in   string
		start, end int
	}{
		{"paid", `{"status":"PAID"}`, 11, 15},
		{"paid", `{"status":"pai","x":"d"}`, -1, -1},
		{"Paid", "paid Paid", 5, 9},
		{"PAID", "Paid", -1, -1},
		{"", "anything", 0, 0},
		{"", "", 0, 0},
		{"a", "", -1, -1},
		{"42", "id 142", 4, 6},
		{"aab", "AaAaB", 2, 5},
		{"zz", "zZz", 0, 2},
		{"straße", "STRAßE", 0, 7},
		{"été", "un Été", 3, 8},
		{"σας", "ΣΑΣ", 0, 6},
		{"привет", "ПРИВЕТ", 0, 12},
		{"Привет", "привет", -1, -1},
		{"日本", "x日本", 1, 7},
		{"ⱥ", "Ⱥ", 0, 2}, // its forms have two bytes and three
		{"xⱥy", "XȺY", 0, 4},
		{"k", "\u212a", -1, -1}, // the sign for kelvin is no ASCII letter
		{"é", "e\u0301", -1, -1},
		{"é", "\xc3", -1, -1},
		{"\ufffd", "\xff", -1, -1},
		{"é\ufffd", "É\xff", -1, -1},
		{"end", "xEND", 1, 4},
		{"end", "xEN", -1, -1},
	} {
		start, end := New(tt.text, Smart(tt.text)).Find([]byte(tt.in))
		if start != tt.start || end != tt.end {
			t.Errorf("%q is in %q at %d:%d, want %d:%d", tt.text, tt.in, start, end, tt.start, tt.end)
		}
	}
}

func TestEqual(t *testing.T) {
	for _, tt := range []struct {
		text, b string
		want    bool
	}{
		{"trace", "Trace", true}, {"Trace", "trace", false}, {"trace", "traces", false}, {"trace", "trac", false}, {"été", "ÉTÉ", true}, {"", "", true},
	} {
		if got := New(tt.text, Smart(tt.text)).Equal([]byte(tt.b)); got != tt.want {
			t.Errorf("%q equals %q: %v", tt.text, tt.b, got)
		}
	}
}

// slow is what Find does, without its haste.
func slow(text, in string, exact bool) (int, int) {
	if exact {
		if i := strings.Index(in, text); i >= 0 {
			return i, i + len(text)
		}
		return -1, -1
	}
	for start := range len(in) + 1 {
		i := start
		found := true
		for _, want := range text {
			r, size := utf8.DecodeRuneInString(in[i:])
			if canonical(r) != canonical(want) || (r == utf8.RuneError && size < 2) {
				found = false
				break
			}
			i += size
		}
		if found {
			return start, i
		}
	}
	return -1, -1
}

func FuzzFind(f *testing.F) {
	f.Add("paid", `{"status":"PAID"}`)
	f.Add("été σ", "ÉTÉ Σ \xff")
	f.Add("xⱥ", "xxȺ")
	f.Add("k", "\u212aK")
	f.Fuzz(func(t *testing.T, text, in string) {
		if !utf8.ValidString(text) || len(text)+len(in) > 1000 { // slow is slow
			return
		}
		for _, exact := range []bool{true, false} {
			start, end := New(text, exact).Find([]byte(in))
			wantStart, wantEnd := slow(text, in, exact || !strings.ContainsFunc(text, hasForms))
			if start != wantStart || end != wantEnd {
				t.Errorf("%q (exact %v) is in %q at %d:%d, want %d:%d", text, exact, in, start, end, wantStart, wantEnd)
			}
		}
	})
}
