package decode

import (
	"encoding/binary"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// avroNumber writes an int or a long by its logical type.
func (w *writer) avroNumber(logical string, n int64) {
	switch logical {
	case "date":
		if w.date(n) {
			return
		}
	case "time-millis":
		if w.clock(n, time.Millisecond) {
			return
		}
	case "time-micros":
		if w.clock(n, time.Microsecond) {
			return
		}
	case "timestamp-millis":
		w.instant(time.UnixMilli(n))
		return
	case "timestamp-micros":
		w.instant(time.UnixMicro(n))
		return
	case "timestamp-nanos":
		w.instant(time.Unix(0, n))
		return
	case "local-timestamp-millis":
		w.local(time.UnixMilli(n))
		return
	case "local-timestamp-micros":
		w.local(time.UnixMicro(n))
		return
	case "local-timestamp-nanos":
		w.local(time.Unix(0, n))
		return
	}
	w.int(n)
}

// clock writes a time of day; false where it is none, and then it writes
// nothing.
func (w *writer) clock(n int64, unit time.Duration) bool {
	if n < 0 || n >= int64(24*time.Hour/unit) {
		return false
	}
	w.b = append(w.b, '"')
	w.b = time.Unix(0, n*int64(unit)).UTC().AppendFormat(w.b, "15:04:05.999999999")
	w.b = append(w.b, '"')
	return true
}

// local writes a time that belongs to no zone.
func (w *writer) local(t time.Time) {
	t = t.UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		w.int(t.Unix())
		return
	}
	w.b = append(w.b, '"')
	w.b = t.AppendFormat(w.b, "2006-01-02T15:04:05.999999999")
	w.b = append(w.b, '"')
}

// avroBytes writes bytes or a fixed by its logical type.
func (w *writer) avroBytes(t *avroType, b []byte) {
	switch {
	case t.logical == "decimal":
		w.decimal(b, t.scale)
	case t.logical == "uuid" && len(b) == 16:
		w.b = append(appendUUID(append(w.b, '"'), b), '"')
	case t.logical == "duration" && len(b) == 12:
		w.raw(`{"months":`)
		w.uint(uint64(binary.LittleEndian.Uint32(b)))
		w.raw(`,"days":`)
		w.uint(uint64(binary.LittleEndian.Uint32(b[4:])))
		w.raw(`,"millis":`)
		w.uint(uint64(binary.LittleEndian.Uint32(b[8:])))
		w.raw("}")
	default:
		w.bytes(b)
	}
}

// maxScale bounds the digits behind the point that are written for a decimal.
const maxScale = 4096

// decimal writes a number in two's complement, with the last scale digits
// behind the point, as the number it is.
func (w *writer) decimal(b []byte, scale int) {
	if len(b) > bigDigits || scale > maxScale || scale < -maxScale {
		w.bytes(b)
		return
	}
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	w.scaled(n, scale)
}

// scaled writes n with its last scale digits behind the point; a negative
// scale is an exponent.
func (w *writer) scaled(n *big.Int, scale int) {
	if n.Sign() < 0 {
		w.raw("-")
	}
	digits := new(big.Int).Abs(n).String()
	switch {
	case scale < 0 && n.Sign() != 0:
		w.raw(digits)
		w.raw("e")
		w.b = strconv.AppendInt(w.b, int64(-scale), 10)
	case scale <= 0:
		w.raw(digits)
	default:
		if short := scale + 1 - len(digits); short > 0 {
			digits = strings.Repeat("0", short) + digits
		}
		w.raw(digits[:len(digits)-scale])
		w.raw(".")
		w.raw(digits[len(digits)-scale:])
	}
}
