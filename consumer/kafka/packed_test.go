package kafka

import (
	"bytes"
	"io"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// compressed packs a batch's records.
func compressed(t testing.TB, by model.Compression, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch by {
	case model.NoCompression:
		return raw
	case model.Gzip:
		w = gzip.NewWriter(&out)
	case model.Snappy:
		return snappy.Encode(nil, raw)
	case model.Lz4:
		w = lz4.NewWriter(&out)
	case model.Zstd:
		var err error
		if w, err = zstd.NewWriter(&out); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// packedBatch is a batch of records at offsets that count up, packed.
func packedBatch(t *testing.T, by model.Compression, offset int64, records ...kmsg.Record) ranged {
	t.Helper()
	b := wireBatch(offset, offset+int64(len(records))-1)
	for i, r := range records {
		r.OffsetDelta = int32(i)
		b.Records = append(b.Records, recordBytes(r)...)
	}
	b.NumRecords, b.Attributes = int32(len(records)), int16(by)
	b.Records = compressed(t, by, b.Records)
	return ranged{offset, offset + int64(len(records)) - 1, b.bytes()}
}

// moved is a batch at another offset.
func moved(r ranged, offset int64) ranged {
	raw := bytes.Clone(r.raw)
	for i := range 8 {
		raw[i] = byte(offset >> (56 - 8*i))
	}
	return ranged{offset, offset + r.last - r.first, raw}
}
