package safetext

import (
	"bytes"
	"math"
	"testing"
)

func BenchmarkAppend(b *testing.B) {
	for _, bb := range []struct{ name, unit string }{
		{"ascii", `{"id":1042,"state":"paid"}`},
		{"cjk", "日本語テキスト"},
		{"latin", "žluťoučký kůň "},
		{"hostile", "\x1b[31m\u202e\xff\u200d"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			src := bytes.Repeat([]byte(bb.unit), 1+4096/len(bb.unit))
			dst := make([]byte, 0, 8*len(src))
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				dst, _, _ = AppendStyled(dst[:0], src, math.MaxInt, "\x1b[37m", "\x1b[33m")
			}
		})
	}
}

// One row of a table, cut from a long value.
func BenchmarkRow(b *testing.B) {
	src := bytes.Repeat([]byte(`{"id":1042,"state":"paid"}`), 1<<16)
	var dst []byte
	for b.Loop() {
		dst, _, _ = AppendStyled(dst[:0], src, 100, "\x1b[37m", "\x1b[33m")
	}
}

// The whole of a long value, as for a jump to its end.
func BenchmarkPagerCount(b *testing.B) {
	src := bytes.Repeat([]byte(`{"id":1042,"state":"paid"}`), 1<<16)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		NewPager(src, 100).Count(math.MaxInt)
	}
}
