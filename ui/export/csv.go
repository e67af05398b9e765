package export

import (
	"bytes"
	"context"
	"encoding/base64"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/pipe"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

const csvColumns = "topic,partition,offset,timestamp,key,value,headers\r\n"

// appendRow appends a record as a row of CSV.
func appendRow(ctx context.Context, dst []byte, reader *decoded.Reader, r *model.Record) []byte {
	r = reader.Masked(r)
	dst = appendCell(dst, []byte(r.Topic))
	dst = strconv.AppendInt(append(dst, ','), int64(r.Partition), 10)
	dst = strconv.AppendInt(append(dst, ','), r.Offset, 10)
	dst = append(dst, ',')
	if r.Timestamp >= 0 {
		dst = appendTime(dst, time.UnixMilli(r.Timestamp))
	}
	dst = appendCell(append(dst, ','), read(ctx, reader, r, decoded.Key, r.Key))
	dst = appendCell(append(dst, ','), read(ctx, reader, r, decoded.Value, r.Value))
	dst = append(dst, ',')
	if len(r.Headers) > 0 {
		dst = appendCell(dst, pipe.AppendHeaders(nil, r.Headers))
	}
	return append(dst, '\r', '\n')
}

// read gives a part as the pipe reads it: decoded where a format says how, else
// its bytes.
func read(ctx context.Context, reader *decoded.Reader, r *model.Record, part decoded.Part, b []byte) []byte {
	if len(b) == 0 || reader.AsIs(r, part) {
		return b
	}
	res := reader.Await(ctx, r, part, pipe.SchemaPatience)
	if reader.Concealing() || res.Err == nil && !res.Cut {
		return reader.Shown(r, part, res).Text
	}
	return b
}

func appendMarkerRow(dst []byte, m Marker) []byte {
	dst = appendTime(append(dst, ",,,"...), m.At)
	dst = appendCell(append(dst, ",,"...), []byte(m.Text))
	return append(dst, ",\r\n"...)
}

func appendTime(dst []byte, t time.Time) []byte {
	return t.UTC().AppendFormat(dst, "2006-01-02T15:04:05.000Z07:00")
}

const base64Mark = "base64:"

// appendCell appends a text as a cell that no spreadsheet computes; nothing for
// nil. Text is always quoted: then nothing in it ends a cell, wherever in the
// world the file is opened.
func appendCell(dst, b []byte) []byte {
	switch {
	case b == nil:
		return dst
	case !safetext.IsText(b):
		dst = append(append(dst, '"'), base64Mark...)
		return append(base64.StdEncoding.AppendEncode(dst, b), '"')
	}
	dst = append(dst, '"')
	if begins(b) {
		dst = append(dst, '\'')
	}
	for {
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			return append(append(dst, b...), '"')
		}
		dst = append(append(dst, b[:i]...), `""`...)
		b = b[i+1:]
	}
}

// begins says that a text needs the sign in front.
func begins(b []byte) bool {
	c, _ := utf8.DecodeRune(b)
	switch c {
	case '=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠':
		return true
	}
	return len(b) == 0 || bytes.HasPrefix(b, []byte(base64Mark))
}
