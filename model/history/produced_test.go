package history

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// produce makes record i of a sequence in which every kind of field occurs;
// its content follows from i alone, so that any window can be checked.
func produce(i int64) *model.Record {
	r := &model.Record{
		TopicPartition: model.TopicPartition{Topic: fmt.Sprintf("topic-%d", i%3), Partition: int32(i % 5)},
		Offset:         i * 2,
		Timestamp:      1_700_000_000_000 + i,
		TimestampType:  model.TimestampType(i % 3),
	}
	if r.TimestampType == model.NoTimestamp {
		r.Timestamp = -1
	}
	// Batches of some records, here and there none.
	if g := i / 9; g%7 > 0 {
		r.Batch = model.Batch{Records: 9, Size: int32(g % 4), Unpacked: int32(i / 30), Compression: model.Compression(g % 5)}
	}
	r.Key = field(i, i%11, "key")
	r.Value = field(i, i%7, "value")
	for k := range i % 4 {
		r.Headers = append(r.Headers, model.Header{Key: field(i, 5, "header"), Value: field(i, i%13+k, "hv")})
	}
	return r
}

// field is null, empty or some bytes, depending on kind.
func field(i, kind int64, name string) []byte {
	switch kind {
	case 0:
		return nil
	case 1:
		return []byte{}
	default:
		return bytes.Repeat(fmt.Appendf(nil, "%s-%d ", name, i), int(kind))
	}
}

// sized makes record i with a value of n bytes that follow from i.
func sized(i int64, n int) *model.Record {
	v := make([]byte, n)
	for k := range v {
		v[k] = byte(int64(k)*7 + i)
	}
	return &model.Record{Offset: i, Value: v, Batch: model.Batch{Records: 1, Size: int32(n), Unpacked: int32(n)}}
}

// scribble overwrites what r points to, as a fetch buffer is.
func scribble(r *model.Record) {
	for _, b := range [][]byte{r.Key, r.Value} {
		for i := range b {
			b[i] = '#'
		}
	}
	for _, h := range r.Headers {
		for i := range h.Value {
			h.Value[i] = '#'
		}
	}
}

// check compares record i of a window with what was produced.
func check(t *testing.T, w *Window, i int, r *model.Record) {
	t.Helper()
	want := produce(w.First() + int64(i))
	w.Record(i, r)
	if r.TopicPartition != want.TopicPartition || r.Offset != want.Offset || r.Timestamp != want.Timestamp || r.TimestampType != want.TimestampType {
		t.Errorf("record %d is %v of %d (%v), want %v of %d (%v)", w.First()+int64(i),
			r.At(r.Offset), r.Timestamp, r.TimestampType, want.At(want.Offset), want.Timestamp, want.TimestampType)
	}
	if r.Batch != want.Batch {
		t.Errorf("record %d came in %+v, want %+v", w.First()+int64(i), r.Batch, want.Batch)
	}
	same(t, "key", r.Key, want.Key)
	same(t, "value", r.Value, want.Value)
	if len(r.Headers) != len(want.Headers) {
		t.Errorf("record %d has %d headers, want %d", w.First()+int64(i), len(r.Headers), len(want.Headers))
		return
	}
	for k := range want.Headers {
		same(t, "header key", r.Headers[k].Key, want.Headers[k].Key)
		same(t, "header value", r.Headers[k].Value, want.Headers[k].Value)
	}
	m := w.Meta(i)
	if m.TopicPartition != want.TopicPartition || m.Offset != want.Offset || m.Timestamp != want.Timestamp || m.TimestampType != want.TimestampType ||
		m.KeyLen != int(length(want.Key)) || m.ValueLen != int(length(want.Value)) {
		t.Errorf("meta of record %d is %+v", w.First()+int64(i), m)
	}
}

func same(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) || (got == nil) != (want == nil) {
		t.Errorf("%s is %q (null %v), want %q (null %v)", what, got, got == nil, want, want == nil)
	}
}

func addsUp(t *testing.T, w *Window) {
	t.Helper()
	if sum := int64(w.Len()) + w.Forgotten() + w.Cleared(); sum != w.Received() {
		t.Errorf("received %d, but len %d + forgotten %d + cleared %d = %d", w.Received(), w.Len(), w.Forgotten(), w.Cleared(), sum)
	}
}
