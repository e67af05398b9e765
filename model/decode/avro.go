package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// avroType is one type of a schema, ready to read. A named type is one
// avroType wherever it is used, so that types can hold themselves.
type avroType struct {
	kind    string // "record", "long" …
	logical string // "date" …, "" where there is none that is known
	name    string // full name of a named type
	scale   int    // of a decimal
	size    int    // of a fixed
	symbols []string
	fields  []avroField
	inner   []*avroType // of an array or a map: one; of a union: its branches
}

type avroField struct {
	name string
	kind *avroType
}

// decode reads one value and all bytes there are, as far as most bytes of text go.
func (t *avroType) decode(b []byte, most int) (Result, error) {
	w := writer{most: most}
	p := avroBytes{packed{b: b}}
	err := p.value(&w, t)
	if err == nil && len(p.b) > 0 {
		err = rest(len(p.b))
	}
	r, err := w.result("Avro", err)
	r.Schema = t.name
	return r, err
}

// avroBytes is what is left to read of Avro's binary form.
type avroBytes struct{ packed }

// long reads a number in zig-zag form.
func (p *avroBytes) long() (int64, error) {
	n, size := binary.Varint(p.b)
	switch {
	case size == 0:
		return 0, errShort
	case size < 0:
		return 0, errors.New("a number has more than 64 bits")
	}
	p.b = p.b[size:]
	return n, nil
}

// span reads bytes behind their length.
func (p *avroBytes) span() ([]byte, error) {
	n, err := p.long()
	if err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, errors.New("a length is negative")
	}
	return p.take(uint64(n))
}

func (p *avroBytes) value(w *writer, t *avroType) error {
	if err := w.enter(); err != nil {
		return err
	}
	defer w.leave()
	switch t.kind {
	case "null":
		w.raw("null")
	case "boolean":
		n, err := p.uint(1)
		if err != nil {
			return err
		}
		if n > 1 {
			return errors.New("a boolean is neither 0 nor 1")
		}
		w.bool(n == 1)
	case "int", "long":
		n, err := p.long()
		if err != nil {
			return err
		}
		if t.kind == "int" && n != int64(int32(n)) {
			return errors.New("an int has more than 32 bits")
		}
		w.avroNumber(t.logical, n)
	case "float":
		b, err := p.take(4)
		if err != nil {
			return err
		}
		w.float(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))), 32)
	case "double":
		b, err := p.take(8)
		if err != nil {
			return err
		}
		w.float(math.Float64frombits(binary.LittleEndian.Uint64(b)), 64)
	case "string", "bytes", "fixed":
		return p.bytes(w, t)
	case "enum":
		return p.enum(w, t)
	case "record":
		return p.record(w, t)
	case "array", "map":
		return p.blocks(w, t)
	default:
		return p.union(w, t)
	}
	return nil
}

func (p *avroBytes) bytes(w *writer, t *avroType) error {
	var b []byte
	var err error
	if t.kind == "fixed" {
		b, err = p.take(uint64(t.size))
	} else {
		b, err = p.span()
	}
	if err != nil {
		return err
	}
	if t.kind == "string" {
		w.string(string(b))
		return nil
	}
	w.avroBytes(t, b)
	return nil
}

func (p *avroBytes) enum(w *writer, t *avroType) error {
	n, err := p.long()
	if err != nil {
		return err
	}
	if n < 0 || n >= int64(len(t.symbols)) {
		return fmt.Errorf("the enum %s has no symbol %d", t.name, n)
	}
	w.string(t.symbols[n])
	return nil
}

func (p *avroBytes) record(w *writer, t *avroType) error {
	w.raw("{")
	for i := range t.fields {
		w.comma(i == 0)
		w.name(t.fields[i].name)
		if err := p.value(w, t.fields[i].kind); err != nil {
			return err
		}
	}
	w.raw("}")
	return nil
}

// union shows the value of the branch that was written, without its type.
func (p *avroBytes) union(w *writer, t *avroType) error {
	n, err := p.long()
	if err != nil {
		return err
	}
	if n < 0 || n >= int64(len(t.inner)) {
		return fmt.Errorf("a union of %d types has no type %d", len(t.inner), n)
	}
	return p.value(w, t.inner[n])
}

// blocks reads the elements of an array or a map, which come in blocks up to
// an empty one.
func (p *avroBytes) blocks(w *writer, t *avroType) error {
	brackets := "[]"
	if t.kind == "map" {
		brackets = "{}"
	}
	w.raw(brackets[:1])
	for first := true; ; {
		n, err := p.long()
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		if n == math.MinInt64 {
			return errors.New("a block has no valid count")
		}
		if n < 0 { // the size of the block in bytes follows
			n = -n
			if _, err := p.long(); err != nil {
				return err
			}
		}
		for range n {
			w.comma(first)
			first = false
			if t.kind == "map" {
				name, err := p.span()
				if err != nil {
					return err
				}
				w.name(string(name))
			}
			if err := p.value(w, t.inner[0]); err != nil {
				return err
			}
		}
	}
	w.raw(brackets[1:])
	return nil
}
