package kafka

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func gzipped(t *testing.T, parts ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestMessageSets(t *testing.T) {
	const gzipCodec, appendTime = 1, 8
	plain := func(offset int64, magic int8, ts int64) []byte {
		return messageBytes(offset, magic, 0, ts, nil, fmt.Append(nil, "v", offset))
	}
	for _, tt := range []struct {
		name string
		raw  [][]byte
		from int64
		want []string // offset time type value
		next int64
	}{
		{
			"format 0",
			[][]byte{plain(5, 0, 0), plain(6, 0, 0)},
			5,
			[]string{"5 -1 NoTimestampType v5", "6 -1 NoTimestampType v6"},
			7,
		},
		{
			"format 1",
			[][]byte{plain(5, 1, 1005), plain(7, 1, 1007)},
			5,
			[]string{"5 1005 CreateTime v5", "7 1007 CreateTime v7"},
			8,
		},
		{
			"format 1, stamped by the broker",
			[][]byte{messageBytes(5, 1, appendTime, 2000, nil, []byte("v5"))},
			5,
			[]string{"5 2000 LogAppendTime v5"},
			6,
		},
		{
			"format 0 compressed: absolute offsets inside",
			[][]byte{messageBytes(6, 0, gzipCodec, 0, nil, gzipped(t, plain(5, 0, 0), plain(6, 0, 0)))},
			5,
			[]string{"5 -1 NoTimestampType v5", "6 -1 NoTimestampType v6"},
			7,
		},
		{
			"format 1 compressed: relative offsets inside",
			[][]byte{messageBytes(12, 1, gzipCodec, 1002, nil, gzipped(t, plain(0, 1, 1000), plain(1, 1, 1001), plain(2, 1, 1002)))},
			10,
			[]string{"10 1000 CreateTime v0", "11 1001 CreateTime v1", "12 1002 CreateTime v2"},
			13,
		},
		{
			"format 1 compressed, the position is inside",
			[][]byte{messageBytes(12, 1, gzipCodec, 1002, nil, gzipped(t, plain(0, 1, 1000), plain(1, 1, 1001), plain(2, 1, 1002)))},
			12,
			[]string{"12 1002 CreateTime v2"},
			13,
		},
		{
			"format 1 compressed, stamped by the broker",
			[][]byte{messageBytes(11, 1, gzipCodec|appendTime, 2000, nil, gzipped(t, plain(0, 1, 1000), plain(1, 1, 1001)))},
			10,
			[]string{"10 2000 LogAppendTime v0", "11 2000 LogAppendTime v1"},
			12,
		},
		{
			"format 1 compressed after compaction: gaps inside",
			[][]byte{messageBytes(14, 1, gzipCodec, 1004, nil, gzipped(t, plain(1, 1, 1001), plain(4, 1, 1004)))},
			10,
			[]string{"11 1001 CreateTime v1", "14 1004 CreateTime v4"},
			15,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := unpack(answerOf(tt.raw...), tt.from, -1, model.ReadCommitted)
			var got []string
			for _, r := range u.records {
				got = append(got, fmt.Sprintf("%d %d %v %s", r.Offset, r.Timestamp, r.TimestampType, r.Value))
			}
			if !slices.Equal(got, tt.want) || u.next != tt.next {
				t.Errorf("got %q next %d, want %q next %d", got, u.next, tt.want, tt.next)
			}
		})
	}
}

func TestMessageSetNullAndEmpty(t *testing.T) {
	raw := slices.Concat(messageBytes(0, 1, 0, 1, nil, nil), messageBytes(1, 1, 0, 1, []byte{}, []byte{}))
	u := unpack(answerOf(raw), 0, -1, model.ReadCommitted)
	null, empty := u.records[0], u.records[1]
	if null.Key != nil || null.Value != nil {
		t.Errorf("null came as %#v %#v", null.Key, null.Value)
	}
	if empty.Key == nil || empty.Value == nil || len(empty.Key)+len(empty.Value) > 0 {
		t.Errorf("empty came as %#v %#v", empty.Key, empty.Value)
	}
}

// The first message of a set did not fit: more has to be asked for.
func TestMessageSetPartial(t *testing.T) {
	whole := messageBytes(5, 1, 0, 1, nil, make([]byte, 100))
	var partial *partialError
	if u := unpack(answerOf(whole[:60]), 5, -1, model.ReadCommitted); !errors.As(u.err, &partial) || u.next != 5 || partial.need != int64(len(whole)) {
		t.Errorf("%v, next %d, want one that did not come whole and 5", u.err, u.next)
	}
	cut := messageBytes(6, 1, 0, 1, nil, make([]byte, 100))[:60]
	if u := unpack(answerOf(whole, cut), 5, -1, model.ReadCommitted); !errors.As(u.err, &partial) || u.next != 6 {
		t.Errorf("%v, next %d, want one that did not come whole and 6", u.err, u.next)
	}
}
