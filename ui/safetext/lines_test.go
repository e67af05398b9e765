package safetext

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// wrapped gives all lines of src as they are shown.
func wrapped(src string, width int) []string {
	var out []string
	for rest := []byte(src); len(rest) > 0; {
		var line []byte
		line, rest = Wrap(rest, width)
		shown, _ := AppendLine(nil, line, width, "", "", Marks{})
		out = append(out, string(shown))
	}
	return out
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, in string
		width    int
		want     []string
	}{
		{"nothing", "", 10, nil},
		{"one line", "abc", 10, []string{"abc"}},
		{"newlines", "a\nb\n\nc", 10, []string{"a", "b", "", "c"}},
		{"newline at the end", "a\n", 10, []string{"a"}},
		{"only newlines", "\n\n", 10, []string{"", ""}},
		{"too long", "0123456789abc", 10, []string{"0123456789", "abc"}},
		{"exactly full", "0123456789\nabc", 10, []string{"0123456789", "abc"}},
		{"carriage return", "a\r\nb", 10, []string{`a\r`, "b"}},
		{"wide at the edge", "123456789日本", 10, []string{"123456789", "日本"}},
		{"escape at the edge", "12345678\x1b[2J", 10, []string{"12345678", `\x1b[2J`}},
		{"widest escape", "a\U000e0041b", 10, []string{"a", `\U000e0041`, "b"}},
		{"mark at the edge", "123456789e\u0301f", 10, []string{"123456789e\u0301", "f"}},
		{"tab", "a\tb", 20, []string{"a       b"}},
		{"tab at a stop", "12345678\tb", 20, []string{"12345678        b"}},
		{"tab at the edge", "12345678\tb", 12, []string{"12345678    ", "b"}},
		{"tab after a full line", "0123456789\tb", 10, []string{"0123456789", "        b"}},
		{"tab after an escape", "\x1b\tb", 20, []string{`\x1b    b`}},
		{"too narrow", "\U000e0041b", 3, []string{`\U000e0041`, "b"}},
		{"separator", "a\u2028b", 20, []string{`a\u2028b`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := wrapped(tt.in, tt.width); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestAppendLineStyles(t *testing.T) {
	out, cols := AppendLine(nil, []byte("a\t\x1bb"), 20, "<T>", "<E>", Marks{})
	if want := `<T>a       <E>\x1b<T>b`; string(out) != want || cols != 13 {
		t.Errorf("got %q in %d columns, want %q in 13", out, cols, want)
	}
}

func TestPagerNumbersTheLinesOfWrap(t *testing.T) {
	var src []byte
	for i := range 1000 {
		src = fmt.Appendf(src, "line %d%s\n", i, strings.Repeat(" more", i%40))
	}
	const width = 50
	want := wrapped(string(src), width)
	for _, from := range []int{0, 1, 63, 64, 65, 128, 700, len(want) - 1, len(want), len(want) + 1, math.MaxInt, -3} {
		p := NewPager(src, width)
		for range 2 { // the second time from what it remembers
			next := max(0, from)
			for i, line := range p.Lines(from) {
				if i != next {
					t.Fatalf("from %d: line %d follows %d", from, i, next-1)
				}
				if shown, _ := AppendLine(nil, line, width, "", "", Marks{}); string(shown) != want[i] {
					t.Fatalf("from %d: line %d is %q, want %q", from, i, shown, want[i])
				}
				next++
			}
			if next != max(from, len(want)) && from != math.MaxInt {
				t.Errorf("from %d: lines end at %d, want %d", from, next, len(want))
			}
		}
		if n := p.Count(math.MaxInt); n != len(want) {
			t.Errorf("%d lines counted, want %d", n, len(want))
		}
	}
}

func TestPagerGoesBack(t *testing.T) {
	src := []byte(strings.Repeat("abc\n", 1000))
	p := NewPager(src, 20)
	for _, from := range []int{999, 0, 500, 127, 128, 129, 64, 63} {
		got := -1
		for i := range p.Lines(from) {
			got = i
			break
		}
		if got != from {
			t.Errorf("the first line from %d is %d", from, got)
		}
	}
}

func TestPagerReadsOnlyAsFarAsItIsAsked(t *testing.T) {
	src := bytes.Repeat([]byte("0123456789"), 1<<20)
	p := NewPager(src, 100)
	if n := p.Count(40); n != 40 {
		t.Errorf("Count(40) = %d", n)
	}
	seen := 0
	for range p.Lines(20) {
		if seen++; seen == 30 {
			break
		}
	}
	if most := 60 * 100; p.end > most {
		t.Errorf("%d bytes were read for 50 lines of 100 columns", p.end)
	}
}
