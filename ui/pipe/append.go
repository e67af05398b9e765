package pipe

import (
	"context"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
)

// Encoder makes the lines that the pipe writes, for who writes them elsewhere. It
// is used by one goroutine.
type Encoder struct{ decoder decoder }

// NewEncoder makes an encoder that has keys and values read by r.
func NewEncoder(r *decoded.Reader) *Encoder { return &Encoder{decoder{reader: r}} }

// Append appends a record as a line. It waits for the record's schemas until ctx
// ends; what is not read by then goes out as the bytes it is. The line of a large
// record is handed to spill piece by piece, which gives the slice to go on with;
// nil keeps all of it. The last bytes, from the timestamp on, are never handed
// over. What the reader conceals is not in the line.
func (e *Encoder) Append(ctx context.Context, dst []byte, r *model.Record, spill func([]byte) []byte) []byte {
	r = e.decoder.reader.Masked(r)
	f := e.decoder.fields(ctx, r)
	if spill != nil && r.Size()+f.size()+headerFrame*len(r.Headers) <= longLine {
		spill = nil // in one piece it is faster
	}
	return appendRecord(dst, r, f, spill)
}

// AppendHeaders appends headers as the JSON array that they are in a line.
func AppendHeaders(dst []byte, headers []model.Header) []byte {
	return appendHeaders(dst, headers, nil)
}

// AppendString appends text as a JSON string, as in a line; what is not UTF-8 is
// replaced.
func AppendString(dst []byte, text string) []byte {
	dst, _ = appendString(dst, []byte(strings.ToValidUTF8(text, "\ufffd")))
	return dst
}
