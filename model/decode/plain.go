package decode

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/kafkathreadmanager/ktm/model/jsonscan"
)

// textMessage shows bytes as they are, UTF-8 or not.
func textMessage(m message) (Result, error) { return text(m.b), nil }

func hexMessage(m message) (Result, error) { return hexed(m.b), nil }

func base64Message(m message) (Result, error) {
	r := Result{Kind: "base64"}
	b := m.b
	if most := base64.StdEncoding.DecodedLen(MaxText); len(b) > most {
		b, r.Cut = b[:most], true
	}
	r.Text = base64.StdEncoding.AppendEncode(make([]byte, 0, base64.StdEncoding.EncodedLen(len(b))), b)
	return r, nil
}

func jsonMessage(m message) (Result, error) {
	r, ok := compactJSON(m.b)
	if !ok {
		return Result{}, errors.New("it is no valid JSON")
	}
	return r, nil
}

// compactJSON leaves out the blanks between tokens; without any it gives the
// bytes themselves. false: this is not JSON.
func compactJSON(b []byte) (Result, bool) {
	if !json.Valid(b) {
		return Result{}, false
	}
	if blanks(b) {
		var out bytes.Buffer
		out.Grow(len(b))
		if json.Compact(&out, b) != nil {
			return Result{}, false
		}
		b = out.Bytes()
	}
	r := Result{Kind: "JSON", Text: b, JSON: true}
	if len(b) > MaxText {
		r.Text, r.JSON, r.Cut = b[:MaxText], false, true
	}
	return r, true
}

// blanks says that valid JSON has white space outside of strings.
func blanks(b []byte) bool {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case ' ', '\t', '\r', '\n':
			return true
		case '"':
			end, _ := jsonscan.String(b, i)
			i = end - 1
		}
	}
	return false
}

// order is the byte order of a number.
func order(little bool) binary.ByteOrder {
	if little {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

// number makes the codec of a number of a fixed size.
func number(kind string, size int, write func(w *writer, b []byte)) codec {
	return func(m message) (Result, error) {
		if len(m.b) != size {
			return Result{}, fmt.Errorf("%s takes %d bytes, and there are %d", kind, size, len(m.b))
		}
		var w writer
		write(&w, m.b)
		return w.result(kind, nil)
	}
}

func int32Message(little bool) codec {
	return number("int32", 4, func(w *writer, b []byte) { w.int(int64(int32(order(little).Uint32(b)))) })
}

func int64Message(little bool) codec {
	return number("int64", 8, func(w *writer, b []byte) { w.int(int64(order(little).Uint64(b))) })
}

func floatMessage(little bool) codec {
	return number("float", 4, func(w *writer, b []byte) { w.float(float64(math.Float32frombits(order(little).Uint32(b))), 32) })
}

func doubleMessage(little bool) codec {
	return number("double", 8, func(w *writer, b []byte) { w.float(math.Float64frombits(order(little).Uint64(b)), 64) })
}

// uuidMessage reads a UUID of 16 bytes, and one written as text, as Kafka's
// UUIDSerializer does.
func uuidMessage(m message) (Result, error) {
	if len(m.b) == 16 {
		return Result{Kind: "UUID", Text: appendUUID(nil, m.b)}, nil
	}
	if isUUID(m.b) {
		return Result{Kind: "UUID", Text: m.b}, nil
	}
	return Result{}, fmt.Errorf("a UUID takes 16 bytes, or 36 as text, and there are %d", len(m.b))
}

// appendUUID writes 16 bytes as 8-4-4-4-12 hex digits.
func appendUUID(dst, b []byte) []byte {
	for i, part := range [][]byte{b[:4], b[4:6], b[6:8], b[8:10], b[10:16]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return dst
}

func isUUID(b []byte) bool {
	if len(b) != 36 {
		return false
	}
	for i, c := range b {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return false
			}
		}
	}
	return true
}
