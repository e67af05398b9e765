package decode

import (
	"errors"
	"fmt"
	"math"
	"math/big"
)

// cborMessage reads one data item of CBOR (RFC 8949).
func cborMessage(m message) (Result, error) {
	w := writer{most: m.most}
	p := concise{packed{b: m.b}}
	err := p.value(&w)
	if err == nil && len(p.b) > 0 {
		err = rest(len(p.b))
	}
	return w.result("CBOR", err)
}

// concise is what is left to read of CBOR.
type concise struct{ packed }

// The major types of CBOR.
const (
	cborUint = iota
	cborNegative
	cborBytes
	cborText
	cborArray
	cborMap
	cborTag
	cborSimple
)

// endless is the argument of an item whose length is not given.
const endless = 31

// cborBreak is the byte that ends an item without a length.
const cborBreak = 0xff

// head reads the beginning of an item. info is 31 for one without a length;
// for others n is the argument.
func (p *concise) head() (major, info byte, n uint64, err error) {
	first, err := p.take(1)
	if err != nil {
		return 0, 0, 0, err
	}
	major, info = first[0]>>5, first[0]&0x1f
	switch {
	case info < 24:
		return major, info, uint64(info), nil
	case info < 28:
		n, err = p.uint(1 << (info - 24))
		return major, info, n, err
	case info == endless && major >= cborBytes && major <= cborMap:
		return major, info, 0, nil
	default:
		return 0, 0, 0, fmt.Errorf("the byte 0x%02x begins no item of CBOR", first[0])
	}
}

func (p *concise) value(w *writer) error {
	if err := w.enter(); err != nil {
		return err
	}
	defer w.leave()
	major, info, n, err := p.head()
	if err != nil {
		return err
	}
	switch major {
	case cborUint:
		w.uint(n)
	case cborNegative: // -1 - n, which may not fit 64 bits
		if n == math.MaxUint64 {
			w.raw("-18446744073709551616")
			return nil
		}
		w.raw("-")
		w.uint(n + 1)
	case cborBytes, cborText:
		b, err := p.span(major, info, n, w.room())
		if err != nil && !errors.Is(err, errFull) {
			return err
		}
		if major == cborBytes {
			w.bytes(b)
		} else {
			w.string(string(b))
		}
		return err
	case cborArray:
		return p.list(w, "[]", info, n, p.value)
	case cborMap:
		return p.list(w, "{}", info, n, p.member)
	case cborTag:
		return p.tag(w, n)
	default:
		return simpleValue(w, info, n)
	}
	return nil
}

// span reads bytes or text, in one piece or in several. Of several it gives no
// more than have come to most bytes, and then errFull.
func (p *concise) span(major, info byte, n uint64, most int) ([]byte, error) {
	if info != endless {
		return p.take(n)
	}
	var whole []byte
	for !p.ended() {
		if len(whole) > most {
			return whole, errFull
		}
		m, i, n, err := p.head()
		if err != nil {
			return nil, err
		}
		if m != major || i == endless {
			return nil, errors.New("a piece of a string is of another kind than the string")
		}
		b, err := p.take(n)
		if err != nil {
			return nil, err
		}
		whole = append(whole, b...)
	}
	return whole, nil
}

// ended reads the byte that ends an item without a length, if it is there.
func (p *concise) ended() bool {
	if len(p.b) > 0 && p.b[0] == cborBreak {
		p.b = p.b[1:]
		return true
	}
	return false
}

// list reads n elements, or those up to the end.
func (p *concise) list(w *writer, brackets string, info byte, n uint64, element func(*writer) error) error {
	w.raw(brackets[:1])
	for i := uint64(0); info == endless || i < n; i++ {
		if info == endless && p.ended() {
			break
		}
		w.comma(i == 0)
		if err := element(w); err != nil {
			return err
		}
	}
	w.raw(brackets[1:])
	return nil
}

func (p *concise) member(w *writer) error {
	at := len(w.b)
	if err := p.value(w); err != nil {
		return err
	}
	w.asName(at)
	return p.value(w)
}

// simpleValue writes false, true, null, undefined (as null), a float, or a
// value that has only a number.
func simpleValue(w *writer, info byte, n uint64) error {
	switch {
	case info == 25:
		w.float(float16(uint16(n)), 32)
	case info == 26:
		w.float(float64(math.Float32frombits(uint32(n))), 32)
	case info == 27:
		w.float(math.Float64frombits(n), 64)
	case n == 20 || n == 21:
		w.bool(n == 21)
	case n == 22 || n == 23:
		w.raw("null")
	case info == 24 && n < 32:
		return errors.New("a simple value is written in two bytes that takes one")
	default:
		w.raw(`{"simple":`)
		w.uint(n)
		w.raw("}")
	}
	return nil
}

// float16 widens a number of half precision.
func float16(h uint16) float64 {
	exponent, fraction := int(h>>10&0x1f), float64(h&0x3ff)
	var f float64
	switch exponent {
	case 0:
		f = math.Ldexp(fraction, -24)
	case 31:
		f = math.Inf(1)
		if fraction != 0 {
			return math.NaN()
		}
	default:
		f = math.Ldexp(fraction+1024, exponent-25)
	}
	if h&0x8000 != 0 {
		f = -f
	}
	return f
}

// bignum reads the bytes of a large number, which stand behind their tag.
func (p *concise) bignum(w *writer, negative bool) error {
	major, info, n, err := p.head()
	if err != nil {
		return err
	}
	if major != cborBytes {
		return errors.New("a large number is not written in bytes")
	}
	b, err := p.span(major, info, n, bigDigits)
	if err != nil && !errors.Is(err, errFull) {
		return err
	}
	return w.bigInt(b, negative)
}

// bigDigits bounds numbers whose digits are written: to write them takes a
// time that grows with the square of their length.
const bigDigits = 4096

// bigInt writes an unsigned number, or -1 minus it.
func (w *writer) bigInt(b []byte, negative bool) error {
	if len(b) > bigDigits {
		return fmt.Errorf("a number has more than %d bytes", bigDigits)
	}
	n := new(big.Int).SetBytes(b)
	if negative {
		n.Not(n)
	}
	w.b = n.Append(w.b, 10)
	return nil
}

// asInt is the number that stands behind a tag.
func asInt(major byte, n uint64) (int64, error) {
	switch {
	case major == cborUint && n <= math.MaxInt64:
		return int64(n), nil
	case major == cborNegative && n <= math.MaxInt64:
		return -1 - int64(n), nil
	default:
		return 0, errors.New("a number behind a tag is out of range")
	}
}
