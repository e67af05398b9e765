package export

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/pipe"
)

// bufferSize is about the size of a write.
const bufferSize = 256 << 10

// Marker is a mark that a reader set among the messages.
type Marker struct {
	After int64 // number of messages before it, counted over the session
	At    time.Time
	Text  string
}

// writer writes messages and markers in a format. It is used by one goroutine.
type writer struct {
	ctx     context.Context // waiting for schemas ends with it
	out     io.Writer
	format  Format
	reader  *decoded.Reader
	encoder *pipe.Encoder
	buf     []byte
	items   int64
	err     error // the first one; nothing is written after it
}

func newWriter(ctx context.Context, out io.Writer, f Format, r *decoded.Reader) *writer {
	w := &writer{ctx: ctx, out: out, format: f, reader: r, encoder: pipe.NewEncoder(r)}
	switch f {
	case CSV:
		w.buf = append(w.buf, csvColumns...)
	case JSON:
		w.buf = append(w.buf, "[\n"...)
	}
	return w
}

// record writes a message.
func (w *writer) record(r *model.Record) error {
	w.between()
	if w.format == CSV {
		w.buf = appendRow(w.ctx, w.buf, w.reader, r)
		return w.full()
	}
	w.buf = w.encoder.Append(w.ctx, w.buf, r, w.spill)
	w.buf = w.buf[:len(w.buf)-1] // without the end of the line
	if e := r.Whole; e != nil {
		w.buf = append(w.buf[:len(w.buf)-1], `,"whole":{"key":`...)
		w.buf = strconv.AppendInt(w.buf, e.Key, 10)
		w.buf = strconv.AppendInt(append(w.buf, `,"value":`...), e.Value, 10)
		w.buf = strconv.AppendInt(append(w.buf, `,"headers":`...), e.Headers, 10)
		w.buf = append(w.buf, `}}`...)
	}
	return w.ended()
}

// marker writes a mark.
func (w *writer) marker(m Marker) error {
	w.between()
	if w.format == CSV {
		w.buf = appendMarkerRow(w.buf, m)
		return w.full()
	}
	w.buf = pipe.AppendString(append(w.buf, `{"marker":`...), m.Text)
	w.buf = strconv.AppendInt(append(w.buf, `,"timestamp":`...), m.At.UnixMilli(), 10)
	w.buf = append(w.buf, '}')
	return w.ended()
}

// between separates an element of an array from the one before.
func (w *writer) between() {
	if w.format == JSON && w.items > 0 {
		w.buf = append(w.buf, ",\n"...)
	}
	w.items++
}

// ended ends a line of JSON; in an array what comes next does that.
func (w *writer) ended() error {
	if w.format == NDJSON {
		w.buf = append(w.buf, '\n')
	}
	return w.full()
}

// close writes what is left. It does not close the output.
func (w *writer) close() error {
	if w.format == JSON {
		if w.items > 0 {
			w.buf = append(w.buf, '\n')
		}
		w.buf = append(w.buf, "]\n"...)
	}
	w.buf = w.writeOut(w.buf)
	return w.err
}

func (w *writer) full() error {
	w.buf = w.spill(w.buf)
	return w.err
}

// spill writes out what is large enough, and gives the slice to go on with.
func (w *writer) spill(p []byte) []byte {
	if len(p) < bufferSize {
		return p
	}
	return w.writeOut(p)
}

func (w *writer) writeOut(p []byte) []byte {
	if w.err == nil {
		if _, err := w.out.Write(p); err != nil {
			w.err = fmt.Errorf("writing: %w", err)
		}
	}
	return p[:0]
}
