package pipe

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// fields are what the key and the value of a message were read as; nil where the
// bytes go out as they are.
type fields struct{ key, value *decode.Result }

// size is how many bytes were read.
func (f fields) size() (n int) {
	for _, r := range []*decode.Result{f.key, f.value} {
		if r != nil {
			n += len(r.Text)
		}
	}
	return n
}

// SchemaPatience is how long a message waits for its schema at most, unless the
// registry is known to be down.
const SchemaPatience = 10 * time.Second

// decoder reads what is to be decoded for the lines. It is used by one goroutine.
type decoder struct {
	reader  *decoded.Reader
	results [2]decode.Result // reused
}

// fields reads a message, and waits for its schemas until ctx ends.
func (d *decoder) fields(ctx context.Context, r *model.Record) (f fields) {
	return fields{d.part(ctx, r, decoded.Key, r.Key), d.part(ctx, r, decoded.Value, r.Value)}
}

func (d *decoder) part(ctx context.Context, r *model.Record, part decoded.Part, b []byte) *decode.Result {
	if len(b) == 0 || d.reader.Verbatim(r, part) {
		return nil
	}
	is := d.reader.Shown(r, part, d.reader.Await(ctx, r, part, SchemaPatience))
	if d.reader.Concealing() {
		is.Err, is.JSON, is.Cut = nil, is.JSON && !is.Cut, false // or the bytes would go out
	}
	d.results[part] = is
	return &d.results[part]
}

// appendPart appends a key or a value. JSON comes as JSON, other text as a
// string; what could not be read comes as the bytes it is, with the reason.
func appendPart(dst []byte, name string, b []byte, r *decode.Result, s spill) []byte {
	if r == nil {
		return appendField(dst, name, b, s)
	}
	reason := ""
	switch {
	case r.Err != nil:
		reason = r.Err.Error()
	case r.Cut:
		reason = "what it decodes to is too large"
	case r.JSON:
		dst = append(dst, '"')
		dst = append(dst, name...)
		dst = appendJSON(append(dst, `":`...), r.Text, s)
	default:
		dst = appendField(dst, name, r.Text, s)
	}
	if reason != "" {
		dst = appendField(dst, name, b, s)
		dst = append(dst, ',')
		dst = appendField(dst, name+"_error", []byte(reason), s)
	}
	if r.SchemaID > 0 {
		dst = append(dst, `,"`...)
		dst = append(dst, name...)
		dst = appendInt(append(dst, `_schema_id":`...), int64(r.SchemaID))
	}
	return dst
}

// appendJSON appends a JSON value. What is not seen, or reorders text, can only be
// in its strings, where it becomes an escape.
func appendJSON(dst, text []byte, s spill) []byte {
	for len(text) > 0 {
		piece := text
		if s != nil && len(text) > pieceSize {
			n := pieceSize
			for n > 0 && !utf8.RuneStart(text[n]) {
				n--
			}
			if n > 0 {
				piece = text[:n]
			}
		}
		text = text[len(piece):]
		dst = appendJSONText(dst, piece)
		if s != nil {
			dst = s(dst)
		}
	}
	return dst
}

func appendJSONText(dst, b []byte) []byte {
	done := 0 // b[:done] has been appended
	for i := 0; i < len(b); {
		c, size := rune(b[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(b[i:])
		}
		switch {
		case c == utf8.RuneError && size == 1, c == 0x7f, c >= utf8.RuneSelf && !safetext.Visible(c):
			dst = append(dst, b[done:i]...)
			dst = appendUnicode(dst, c)
			done = i + size
		}
		i += size
	}
	return append(dst, b[done:]...)
}
