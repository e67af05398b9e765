package history

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// FuzzHistory makes records of any bytes, appends them to a small history, and
// reads all of them back through windows that are held while it goes on. With a
// small bound for one record, most of them are cut.
func FuzzHistory(f *testing.F) {
	f.Add([]byte("\x03key\x05value\x01\x02hk\x02hv"), uint8(7), uint16(0))
	f.Add([]byte("\x00\x00\x00\xff\xff\xff\xff"), uint8(1), uint16(100))
	f.Add([]byte("\x02\x1b[\x03\xe6\x97\xa5\x02\x00\x01\x9b"), uint8(200), uint16(3))
	f.Fuzz(func(t *testing.T, data []byte, keep uint8, keepRecord uint16) {
		h := newHistory(t, Options{KeepRecords: 1 + int(keep), KeepRecordBytes: int(keepRecord)}, true)
		var all []model.Record
		var held []*Window
		for x := (input{data}); len(x.data) > 0 && len(all) < 1000; {
			r := x.record(int64(len(all)))
			all = append(all, r)
			h.Append(&r)
			if len(all)%5 == 0 {
				held = append(held, h.Window())
			}
		}
		held = append(held, h.Window())
		for _, w := range held {
			addsUp(t, w)
			var got model.Record
			for i := range w.Len() {
				w.Record(i, &got)
				begins(t, h.keepRecord, &got, &all[w.First()+int64(i)])
				checkMeta(t, w.Meta(i), &all[w.First()+int64(i)])
			}
			w.Release()
		}
	})
}

// begins fails unless got is whole, or a beginning within the bound that says
// what the whole is.
func begins(t *testing.T, bound int, got, whole *model.Record) {
	t.Helper()
	if whole.Size() <= bound && len(whole.Headers) <= MaxHeaders {
		if got.Whole != nil {
			t.Fatalf("%d bytes of at most %d are called cut: %+v", whole.Size(), bound, got.Whole)
		}
		equal(t, got, whole)
		return
	}
	if got.Whole == nil || *got.Whole != extent(whole) {
		t.Fatalf("the whole is %+v, want %+v", got.Whole, extent(whole))
	}
	if n := got.Size(); n > bound || len(got.Headers) > MaxHeaders {
		t.Fatalf("%d bytes and %d headers are kept of %d bytes, the bound is %d", n, len(got.Headers), whole.Size(), bound)
	}
	if len(got.Headers) > len(whole.Headers) {
		t.Fatalf("%d headers are kept of %d", len(got.Headers), len(whole.Headers))
	}
	// The fields begin as the whole's do; equal compares the rest.
	head := *whole
	begin := func(what string, got, whole []byte) []byte {
		if len(got) > len(whole) || (got == nil) != (whole == nil) {
			t.Fatalf("%s: %d bytes (null %v) are kept of %d (null %v)", what, len(got), got == nil, len(whole), whole == nil)
		}
		return whole[:len(got)]
	}
	head.Key, head.Value, head.Headers = begin("key", got.Key, whole.Key), begin("value", got.Value, whole.Value), nil
	for i, g := range got.Headers {
		w := whole.Headers[i]
		head.Headers = append(head.Headers, model.Header{Key: begin("header key", g.Key, w.Key), Value: begin("header value", g.Value, w.Value)})
	}
	equal(t, got, &head)
}

func checkMeta(t *testing.T, m Meta, whole *model.Record) {
	t.Helper()
	if m.KeyLen != int(length(whole.Key)) || m.ValueLen != int(length(whole.Value)) {
		t.Fatalf("meta says %d and %d bytes, want %d and %d", m.KeyLen, m.ValueLen, length(whole.Key), length(whole.Value))
	}
}

func equal(t *testing.T, got, want *model.Record) {
	t.Helper()
	if got.TopicPartition != want.TopicPartition || got.Offset != want.Offset || got.Timestamp != want.Timestamp || got.Batch != want.Batch || len(got.Headers) != len(want.Headers) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	same(t, "key", got.Key, want.Key)
	same(t, "value", got.Value, want.Value)
	for i := range want.Headers {
		same(t, "header key", got.Headers[i].Key, want.Headers[i].Key)
		same(t, "header value", got.Headers[i].Value, want.Headers[i].Value)
	}
}

// input takes records from bytes: a field is a length and what it says, as far
// as there is something; lengths from 0xe0 on are null and from 0xf0 on large.
type input struct{ data []byte }

func (x *input) next() byte {
	if len(x.data) == 0 {
		return 0
	}
	b := x.data[0]
	x.data = x.data[1:]
	return b
}

func (x *input) field() []byte {
	n := int(x.next())
	switch {
	case n >= 0xf0:
		return make([]byte, slabBytes/16*(n-0xef))
	case n >= 0xe0:
		return nil
	}
	n = min(n, len(x.data))
	b := x.data[:n:n]
	x.data = x.data[n:]
	return b
}

func (x *input) record(i int64) model.Record {
	r := model.Record{Offset: i, Key: x.field(), Value: x.field()}
	for range x.next() % 8 {
		r.Headers = append(r.Headers, model.Header{Key: x.field(), Value: x.field()})
	}
	var n [8]byte
	copy(n[:], x.data)
	r.Timestamp = int64(binary.BigEndian.Uint64(n[:]))
	r.Partition = int32(r.Timestamp)
	r.Topic = string(n[:2])
	r.Batch = model.Batch{Records: int32(n[2] % 3), Size: math.MaxInt32 - int32(n[3]%2), Unpacked: int32(n[4] % 2), Compression: model.Compression(n[5])}
	if !r.Batch.Known() {
		r.Batch = model.Batch{}
	}
	return r
}
