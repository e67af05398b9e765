package kafka

import "encoding/binary"

// cursor reads what brokers encode, from the front. Once something does not
// fit, it is short and everything read afterwards is zero: who reads looks at
// that once, at the end. What it gives aliases the buffer.
type cursor struct {
	rest  []byte
	short bool
}

// take gives the next n bytes.
func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.rest) {
		c.rest, c.short = nil, true
		return nil
	}
	taken := c.rest[:n:n]
	c.rest = c.rest[n:]
	return taken
}

func (c *cursor) int16() int16 {
	if b := c.take(2); b != nil {
		return int16(binary.BigEndian.Uint16(b))
	}
	return 0
}

func (c *cursor) int32() int32 {
	if b := c.take(4); b != nil {
		return int32(binary.BigEndian.Uint32(b))
	}
	return 0
}

func (c *cursor) int64() int64 {
	if b := c.take(8); b != nil {
		return int64(binary.BigEndian.Uint64(b))
	}
	return 0
}

func (c *cursor) uvarint() uint64 {
	if len(c.rest) > 0 && c.rest[0] < 0x80 {
		v := c.rest[0]
		c.rest = c.rest[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(c.rest)
	if n <= 0 {
		c.rest, c.short = nil, true
		return 0
	}
	c.rest = c.rest[n:]
	return v
}

// varint is the zigzag form that records use.
func (c *cursor) varint() int64 {
	v := c.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

// varbytes are bytes after their length as a varint, as in records; nil for
// null, which has length -1.
func (c *cursor) varbytes() []byte {
	n := c.varint()
	switch {
	case n == -1:
		return nil
	case n < 0 || n > int64(len(c.rest)):
		c.rest, c.short = nil, true
		return nil
	}
	return c.take(int(n))
}

// count is the length of an array, -1 for null. It never exceeds what is left,
// for everything has at least one byte.
func (c *cursor) count(flexible bool) int {
	var n int64
	if flexible {
		n = int64(c.uvarint()) - 1
	} else {
		n = int64(c.int32())
	}
	if n > int64(len(c.rest)) || n < -1 {
		c.rest, c.short = nil, true
		return 0
	}
	return int(n)
}

// bytes are bytes after their length; nil for null.
func (c *cursor) bytes(flexible bool) []byte {
	n := c.count(flexible)
	if n < 0 {
		return nil
	}
	return c.take(n)
}

func (c *cursor) string(flexible bool) string {
	if flexible {
		return string(c.bytes(true))
	}
	return string(c.take(int(c.int16())))
}

// tags passes over the tagged fields of a flexible version, giving each to see.
func (c *cursor) tags(flexible bool, see func(tag uint64, field *cursor)) {
	if !flexible {
		return
	}
	for range c.uvarint() {
		tag := c.uvarint()
		field := cursor{rest: c.take(int(min(c.uvarint(), uint64(len(c.rest)+1))))}
		if c.short {
			return
		}
		if see != nil {
			see(tag, &field)
		}
	}
}
