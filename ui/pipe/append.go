package pipe

import (
	"context"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
)

// Encoder makes the lines that the pipe writes, for who writes them elsewhere. It
// is used by one goroutine.
type Encoder struct{ decoder decoder }

// NewEncoder makes an encoder that has keys and values read by r.
func NewEncoder(r *decoded.Reader) *Encoder { return &Encoder{decoder{reader: r}} }

// Append appends a record as a line. It waits for the record's schemas until ctx
// ends; what is not read by then goes out as the bytes it is.
func (e *Encoder) Append(ctx context.Context, dst []byte, r *model.Record) []byte {
	return appendRecord(dst, r, e.decoder.fields(ctx, r), nil)
}
