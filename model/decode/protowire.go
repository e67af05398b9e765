package decode

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
)

// wireMessage reads Protobuf without a schema: an object of field numbers.
//
// The wire says how long a field is and not what it is, so this is a guess:
// bytes are text where they are printable, else a message where they can be
// one, else base64; 4 and 8 bytes are a floating point number where that has a
// likely size, else an integer; varints are signed.
func wireMessage(m message) (Result, error) {
	w := writer{most: m.most}
	err := w.wire(m.b)
	return w.result("Protobuf, no schema", err)
}

var errNoMessage = errors.New("it is no Protobuf message")

// maxWireFields bounds the fields of one message, which are sorted.
const maxWireFields = 1 << 17

// wireField is one field as it lies on the wire.
type wireField struct {
	number protowire.Number
	kind   protowire.Type
	b      []byte // with the length of what has one
}

// wireFields splits a message.
func wireFields(b []byte) ([]wireField, error) {
	var fields []wireField
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return nil, errNoMessage
		}
		b = b[n:]
		if n = protowire.ConsumeFieldValue(number, kind, b); n < 0 {
			return nil, errNoMessage
		}
		if len(fields) == maxWireFields {
			return nil, fmt.Errorf("a message has more than %d fields", maxWireFields)
		}
		fields = append(fields, wireField{number, kind, b[:n]})
		b = b[n:]
	}
	return fields, nil
}

// wireHead passes over the fields of a message, as long as they begin within its
// first most bytes: what is written of a message is about as long as it is. false:
// it can be no message.
func wireHead(b []byte, most int) (head []byte, ok bool) {
	at := 0
	for at < min(len(b), most) {
		number, kind, n := protowire.ConsumeTag(b[at:])
		if n < 0 || kind == protowire.EndGroupType {
			return nil, false
		}
		content := b[at+n:]
		near := content
		if kind == protowire.StartGroupType { // its end is looked for no farther
			near = content[:min(len(content), most)]
		}
		size := protowire.ConsumeFieldValue(number, kind, near)
		if size < 0 && len(near) < len(content) && errors.Is(protowire.ParseError(size), io.ErrUnexpectedEOF) {
			return b[:at], true
		}
		if size < 0 {
			return nil, false
		}
		at += n + size
	}
	return b[:at], true
}

// wire writes a message as an object: numbers in order, an array where a number
// comes more than once.
func (w *writer) wire(b []byte) error {
	if err := w.enter(); err != nil {
		return err
	}
	defer w.leave()
	head, ok := wireHead(b, max(1, w.room()))
	if !ok {
		return errNoMessage
	}
	fields, err := wireFields(head)
	if err != nil {
		return err
	}
	slices.SortStableFunc(fields, func(a, b wireField) int { return int(a.number) - int(b.number) })
	w.raw("{")
	for i, f := range fields {
		again := i > 0 && fields[i-1].number == f.number
		more := i+1 < len(fields) && fields[i+1].number == f.number
		w.comma(i == 0)
		if !again {
			w.name(fmt.Sprint(f.number))
			if more {
				w.raw("[")
			}
		}
		if err := w.wireValue(f); err != nil {
			return err
		}
		if again && !more {
			w.raw("]")
		}
	}
	if len(head) < len(b) {
		return errFull
	}
	w.raw("}")
	return nil
}

func (w *writer) wireValue(f wireField) error {
	if w.full() {
		return errFull
	}
	switch f.kind {
	case protowire.VarintType:
		n, _ := protowire.ConsumeVarint(f.b)
		w.int(int64(n))
	case protowire.Fixed32Type:
		n, _ := protowire.ConsumeFixed32(f.b)
		if v := math.Float32frombits(n); likely(float64(v)) {
			w.float(float64(v), 32)
		} else {
			w.uint(uint64(n))
		}
	case protowire.Fixed64Type:
		n, _ := protowire.ConsumeFixed64(f.b)
		if v := math.Float64frombits(n); likely(v) {
			w.float(v, 64)
		} else {
			w.uint(n)
		}
	case protowire.BytesType:
		b, _ := protowire.ConsumeBytes(f.b)
		return w.wireBytes(b)
	case protowire.StartGroupType:
		b, _ := protowire.ConsumeGroup(f.number, f.b)
		return w.wire(b)
	}
	return nil
}

// wireBytes guesses what bytes are by as many of them as are shown.
func (w *writer) wireBytes(b []byte) error {
	head := wholeRunes(b, max(1, w.room()))
	if utf8.Valid(head) && !hasControls(head) {
		w.string(string(head))
		if len(head) < len(b) {
			return errFull
		}
		return nil
	}
	if w.depth < maxDepth/2 {
		if _, ok := wireHead(b, max(1, w.room())); ok {
			return w.wire(b)
		}
	}
	switch {
	case readable(head):
		w.string(string(b))
	default:
		w.bytes(b)
	}
	return nil
}

// wholeRunes is b, or its beginning without a character that is cut through.
func wholeRunes(b []byte, most int) []byte {
	if len(b) <= most {
		return b
	}
	for n := most; n > max(0, most-utf8.UTFMax); n-- {
		if utf8.RuneStart(b[n]) {
			return b[:n]
		}
	}
	return b[:most]
}

func hasControls(b []byte) bool {
	return slices.ContainsFunc(b, func(c byte) bool { return c < ' ' || c == 0x7f })
}

// likely: integers, read as floating point, are almost never of this size.
func likely(f float64) bool {
	f = math.Abs(f)
	return f > 1e-9 && f < 1e15
}
