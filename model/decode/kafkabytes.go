package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// kafkaBytes is what is left to read of Kafka's own form of messages.
type kafkaBytes struct {
	packed
	version  int16
	flexible bool
}

// message reads a version and the fields of a layout. A key has no versions:
// the number says its type.
func (p *kafkaBytes) message(w *writer, l *layout, key bool) error {
	n, err := p.uint(2)
	if err != nil {
		return err
	}
	if !key {
		p.version = int16(n)
		if !l.versions.has(p.version) {
			return fmt.Errorf("version %d of %s is not among those of Kafka 4.1", p.version, l.name)
		}
		p.flexible = l.flexible.has(p.version)
	}
	if err := p.object(w, l.fields); err != nil {
		return err
	}
	if len(p.b) > 0 {
		return rest(len(p.b))
	}
	return nil
}

func (p *kafkaBytes) object(w *writer, fields []field) error {
	if err := w.enter(); err != nil {
		return err
	}
	defer w.leave()
	w.raw("{")
	first := true
	for i := range fields {
		f := &fields[i]
		if f.tag >= 0 || !f.versions.has(p.version) {
			continue
		}
		w.comma(first)
		first = false
		if err := p.field(w, f); err != nil {
			return err
		}
	}
	if p.flexible {
		if err := p.tagged(w, fields, first); err != nil {
			return err
		}
	}
	w.raw("}")
	return nil
}

// tagged reads the fields that are written by number behind all others. Those
// that are not known are shown by it.
func (p *kafkaBytes) tagged(w *writer, fields []field, first bool) error {
	n, err := p.uvarint()
	if err != nil {
		return err
	}
	for range n {
		if w.full() {
			return errFull
		}
		tag, err := p.uvarint()
		if err != nil {
			return err
		}
		b, err := p.sized()
		if err != nil {
			return err
		}
		w.comma(first)
		first = false
		f := byTag(fields, tag)
		if f == nil {
			w.name(fmt.Sprint("tag", tag))
			w.bytes(b)
			continue
		}
		inner := kafkaBytes{packed{b}, p.version, p.flexible}
		if err := inner.field(w, f); err != nil {
			return err
		}
		if len(inner.b) > 0 {
			return rest(len(inner.b))
		}
	}
	return nil
}

func byTag(fields []field, tag uint64) *field {
	for i := range fields {
		if f := &fields[i]; f.tag >= 0 && uint64(f.tag) == tag {
			return f
		}
	}
	return nil
}

func (p *kafkaBytes) field(w *writer, f *field) error {
	w.name(f.name)
	if element, list := cutList(f.kind); list {
		n, null, err := p.length(4)
		if err != nil {
			return err
		}
		if null {
			w.raw("null")
			return nil
		}
		w.raw("[")
		for i := range n {
			w.comma(i == 0)
			if err := p.value(w, element, f.fields); err != nil {
				return err
			}
		}
		w.raw("]")
		return nil
	}
	if f.kind == "{}" && f.null.has(p.version) {
		there, err := p.uint(1)
		if err != nil {
			return err
		}
		if int8(there) < 0 {
			w.raw("null")
			return nil
		}
	}
	return p.value(w, f.kind, f.fields)
}

func cutList(kind string) (string, bool) {
	if len(kind) > 2 && kind[:2] == "[]" {
		return kind[2:], true
	}
	return kind, false
}

// value reads a value that is no list.
func (p *kafkaBytes) value(w *writer, kind string, fields []field) error {
	if kind == "{}" {
		return p.object(w, fields)
	}
	if err := w.enter(); err != nil {
		return err
	}
	defer w.leave()
	switch kind {
	case "string", "bytes", "ConsumerProtocolSubscription", "ConsumerProtocolAssignment":
		return p.span(w, kind)
	case "uuid":
		b, err := p.take(16)
		if err != nil {
			return err
		}
		w.b = append(appendUUID(append(w.b, '"'), b), '"')
		return nil
	}
	size := numberSizes[kind]
	n, err := p.uint(size)
	if err != nil {
		return err
	}
	switch shift := 64 - 8*size; kind {
	case "uint16":
		w.uint(n)
	case "time":
		if int64(n) < 0 {
			w.raw("null")
			return nil
		}
		w.instant(time.UnixMilli(int64(n)))
	case "transaction-state":
		w.transactionState(n)
	default:
		w.int(int64(n<<shift) >> shift)
	}
	return nil
}

// numberSizes has the bytes of each kind of number.
var numberSizes = map[string]uint64{"int8": 1, "int16": 2, "uint16": 2, "int32": 4, "int64": 8, "time": 8, "transaction-state": 1}

// span reads text or bytes. Bytes that have a layout of their own are shown by
// it where they fit.
func (p *kafkaBytes) span(w *writer, kind string) error {
	size := uint64(4)
	if kind == "string" {
		size = 2
	}
	n, null, err := p.length(size)
	if err != nil {
		return err
	}
	if null {
		w.raw("null")
		return nil
	}
	b, err := p.take(n)
	if err != nil {
		return err
	}
	if kind == "string" {
		w.string(string(b))
		return nil
	}
	if l := layouts()[layoutKey{topic: "group", part: "part", name: kind}]; l != nil {
		at, depth := len(w.b), w.depth
		inner := kafkaBytes{packed: packed{b}}
		if err := inner.message(w, l, false); err == nil || errors.Is(err, errFull) {
			return err
		}
		w.b, w.depth = w.b[:at], depth
	}
	w.bytes(b)
	return nil
}

// length reads how long a list, a text or bytes are: a number of size bytes, or
// a varint in the compact form.
func (p *kafkaBytes) length(size uint64) (n uint64, null bool, err error) {
	if p.flexible {
		n, err = p.uvarint()
		return n - 1, n == 0, err
	}
	n, err = p.uint(size)
	most := uint64(math.MaxInt32)
	if size == 2 {
		most = math.MaxInt16
	}
	return n, n > most, err
}

// sized reads bytes behind their length as a varint.
func (p *kafkaBytes) sized() ([]byte, error) {
	n, err := p.uvarint()
	if err != nil {
		return nil, err
	}
	return p.take(n)
}

func (p *packed) uvarint() (uint64, error) {
	n, size := binary.Uvarint(p.b)
	if size <= 0 {
		return 0, errShort
	}
	p.b = p.b[size:]
	return n, nil
}

// transactionState writes the name that Kafka has for the number.
func (w *writer) transactionState(n uint64) {
	states := []string{"Empty", "Ongoing", "PrepareCommit", "PrepareAbort", "CompleteCommit", "CompleteAbort", "Dead", "PrepareEpochFence"}
	if n < uint64(len(states)) {
		w.string(states[n])
		return
	}
	w.uint(n)
}
