package history

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
)

// beginning gives what is kept of a record that is too large. It points to the
// record's bytes and is valid until the next call.
func (h *History) beginning(r *model.Record) *model.Record {
	whole := extent(r)
	sizes := [3]int{int(whole.Key), int(whole.Value), int(whole.Headers)}
	room := shares(h.keepRecord, sizes)
	cut := *r
	cut.Key, cut.Value = head(r.Key, room[0]), head(r.Value, room[1])
	h.headers = headHeaders(h.headers[:0], r.Headers, room[2])
	cut.Headers = h.headers
	cut.Whole = &whole
	return &cut
}

func extent(r *model.Record) model.Extent {
	e := model.Extent{Key: int64(len(r.Key)), Value: int64(len(r.Value)), HeaderCount: len(r.Headers)}
	e.Headers = int64(r.Size()) - e.Key - e.Value
	return e
}

// shares shares room out: smaller sizes first, each at most an equal part of
// what is left.
func shares(room int, sizes [3]int) (out [3]int) {
	for left := len(sizes); left > 0; left-- {
		small := -1
		for i, n := range sizes {
			if n >= 0 && (small < 0 || n < sizes[small]) {
				small = i
			}
		}
		out[small] = min(sizes[small], room/left)
		room -= out[small]
		sizes[small] = -1 // served
	}
	return out
}

// head is the beginning of b, of at most n bytes. The last character is not
// torn, as far as b is UTF-8.
func head(b []byte, n int) []byte {
	if len(b) <= n {
		return b
	}
	for i := n; i >= 0 && i > n-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			return b[:i]
		}
	}
	return b[:n]
}

// headHeaders appends the first headers that room bytes and MaxHeaders allow.
func headHeaders(dst, headers []model.Header, room int) []model.Header {
	for _, h := range headers[:min(len(headers), MaxHeaders)] {
		key := head(h.Key, room)
		room -= len(key)
		value := head(h.Value, room)
		room -= len(value)
		dst = append(dst, model.Header{Key: key, Value: value})
		if len(key) < len(h.Key) || len(value) < len(h.Value) {
			break
		}
	}
	return dst
}

// A record that was cut has its true size in front of its bytes.

const extentBytes = 4 * binary.MaxVarintLen64

func appendExtent(b []byte, e *model.Extent) []byte {
	for _, n := range [...]int64{e.Key, e.Value, e.Headers, int64(e.HeaderCount)} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return b
}

func readExtent(b []byte) (e *model.Extent, rest []byte) {
	var numbers [4]int64
	for i := range numbers {
		n, size := binary.Uvarint(b)
		numbers[i], b = int64(n), b[size:]
	}
	return &model.Extent{Key: numbers[0], Value: numbers[1], Headers: numbers[2], HeaderCount: int(numbers[3])}, b
}

// wholeLen is the length of a field that was whole bytes long; null stays null.
func wholeLen(kept int, whole int64) int {
	if kept < 0 {
		return kept
	}
	return int(whole)
}
