package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// msgpackMessage reads one value of MessagePack.
func msgpackMessage(m message) (Result, error) {
	w := writer{most: m.most}
	p := packed{b: m.b}
	err := p.value(&w)
	if err == nil && len(p.b) > 0 {
		err = rest(len(p.b))
	}
	return w.result("MessagePack", err)
}

// packed is what is left to read of MessagePack.
type packed struct{ b []byte }

// take gives the next n bytes.
func (p *packed) take(n uint64) ([]byte, error) {
	if n > uint64(len(p.b)) {
		return nil, errShort
	}
	b := p.b[:n]
	p.b = p.b[n:]
	return b, nil
}

// uint reads a big endian number of 1, 2, 4 or 8 bytes.
func (p *packed) uint(size uint64) (uint64, error) {
	b, err := p.take(size)
	if err != nil {
		return 0, err
	}
	switch size {
	case 1:
		return uint64(b[0]), nil
	case 2:
		return uint64(binary.BigEndian.Uint16(b)), nil
	case 4:
		return uint64(binary.BigEndian.Uint32(b)), nil
	default:
		return binary.BigEndian.Uint64(b), nil
	}
}

func (p *packed) value(w *writer) error {
	if err := w.enter(); err != nil {
		return err
	}
	defer w.leave()
	head, err := p.take(1)
	if err != nil {
		return err
	}
	switch c := head[0]; {
	case c <= 0x7f:
		w.uint(uint64(c))
	case c <= 0x8f:
		return p.object(w, uint64(c&0xf))
	case c <= 0x9f:
		return p.array(w, uint64(c&0xf))
	case c <= 0xbf:
		return p.text(w, uint64(c&0x1f))
	case c >= 0xe0:
		w.int(int64(int8(c)))
	default:
		return p.long(w, c)
	}
	return nil
}

// long reads a value whose first byte says only what it is.
func (p *packed) long(w *writer, c byte) error {
	switch c {
	case 0xc0:
		w.raw("null")
		return nil
	case 0xc1:
		return errors.New("it has a byte that MessagePack never uses, 0xc1")
	case 0xc2, 0xc3:
		w.bool(c == 0xc3)
		return nil
	case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8:
		return p.extension(w, 1<<(c-0xd4))
	}
	// What follows the first byte is a number: the value, or how long it is.
	size := map[byte]uint64{
		0xc4: 1, 0xc5: 2, 0xc6: 4, 0xc7: 1, 0xc8: 2, 0xc9: 4, 0xca: 4, 0xcb: 8,
		0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8, 0xd0: 1, 0xd1: 2, 0xd2: 4, 0xd3: 8,
		0xd9: 1, 0xda: 2, 0xdb: 4, 0xdc: 2, 0xdd: 4, 0xde: 2, 0xdf: 4,
	}[c]
	n, err := p.uint(size)
	if err != nil {
		return err
	}
	switch c {
	case 0xc4, 0xc5, 0xc6:
		b, err := p.take(n)
		if err != nil {
			return err
		}
		w.bytes(b)
	case 0xc7, 0xc8, 0xc9:
		return p.extension(w, n)
	case 0xca:
		w.float(float64(math.Float32frombits(uint32(n))), 32)
	case 0xcb:
		w.float(math.Float64frombits(n), 64)
	case 0xcc, 0xcd, 0xce, 0xcf:
		w.uint(n)
	case 0xd0:
		w.int(int64(int8(n)))
	case 0xd1:
		w.int(int64(int16(n)))
	case 0xd2:
		w.int(int64(int32(n)))
	case 0xd3:
		w.int(int64(n))
	case 0xd9, 0xda, 0xdb:
		return p.text(w, n)
	case 0xdc, 0xdd:
		return p.array(w, n)
	default:
		return p.object(w, n)
	}
	return nil
}

func (p *packed) text(w *writer, n uint64) error {
	b, err := p.take(n)
	if err != nil {
		return err
	}
	w.string(string(b))
	return nil
}

func (p *packed) array(w *writer, n uint64) error {
	w.raw("[")
	for i := range n {
		w.comma(i == 0)
		if err := p.value(w); err != nil {
			return err
		}
	}
	w.raw("]")
	return nil
}

func (p *packed) object(w *writer, n uint64) error {
	w.raw("{")
	for i := range n {
		w.comma(i == 0)
		at := len(w.b)
		if err := p.value(w); err != nil {
			return err
		}
		w.asName(at)
		if err := p.value(w); err != nil {
			return err
		}
	}
	w.raw("}")
	return nil
}

// extension reads a type and n bytes. Type -1 is an instant.
func (p *packed) extension(w *writer, n uint64) error {
	kind, err := p.uint(1)
	if err != nil {
		return err
	}
	b, err := p.take(n)
	if err != nil {
		return err
	}
	if int8(kind) == -1 {
		t, err := packedTime(b)
		if err != nil {
			return err
		}
		w.instant(t)
		return nil
	}
	w.raw(`{"ext":`)
	w.int(int64(int8(kind)))
	w.raw(`,"data":`)
	w.bytes(b)
	w.raw("}")
	return nil
}

// packedTime reads the three forms of an instant.
func packedTime(b []byte) (time.Time, error) {
	var seconds int64
	var nanos uint32
	switch len(b) {
	case 4:
		seconds = int64(binary.BigEndian.Uint32(b))
	case 8:
		n := binary.BigEndian.Uint64(b)
		nanos, seconds = uint32(n>>34), int64(n&(1<<34-1))
	case 12:
		nanos, seconds = binary.BigEndian.Uint32(b), int64(binary.BigEndian.Uint64(b[4:]))
	default:
		return time.Time{}, fmt.Errorf("an instant takes 4, 8 or 12 bytes, and there are %d", len(b))
	}
	if nanos > 999_999_999 {
		return time.Time{}, errors.New("an instant has more than 999,999,999 nanoseconds")
	}
	return time.Unix(seconds, int64(nanos)).UTC(), nil
}
