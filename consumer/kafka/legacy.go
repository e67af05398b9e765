package kafka

import (
	"encoding/binary"
	"fmt"

	"github.com/kafkathreadmanager/ktm/model"
)

// legacy takes over a message of the formats 0 and 1. A compressed message
// wraps a set of its own: in format 1 the offsets inside count from 0 and the
// wrapper has the last one's; in format 0 they are those of the log.
func (s *sorter) legacy(b *packed, st *step) error {
	if b.codec == model.NoCompression {
		return s.message(b, b, 0, model.Batch{}, st)
	}
	c := cursor{rest: b.records}
	c.bytes(false) // key
	value := c.bytes(false)
	if c.short || len(c.rest) > 0 {
		return errRecords
	}
	set, _, err := s.by.unpack(b.codec, value, maxUnpacked)
	if err != nil {
		return err
	}
	of := b.told(0, len(set)-b.size) // unpacked, messages have no wrapper
	var inner []packed
	for len(set) > 0 {
		m, rest, _, whole := nextPacked(set)
		switch {
		case !whole:
			return errRecords
		case m.err != nil:
			return m.err
		case m.magic > 1 || m.codec != model.NoCompression:
			return fmt.Errorf("%w: message format %d inside a set", errHead, m.magic)
		}
		inner = append(inner, m)
		set = rest
	}
	of.Records = int32(len(inner))
	var shift int64
	if b.magic == 1 && len(inner) > 0 {
		shift = b.base - inner[len(inner)-1].base
	}
	for i := range inner {
		if err := s.message(b, &inner[i], shift, of, st); err != nil {
			return err
		}
	}
	return nil
}

// message takes over one message, as a batch of its own. The wrapper says
// whether the broker stamped the set, and with what. A message that stands alone is
// no batch, and none is told of it.
func (s *sorter) message(wrapper, m *packed, shift int64, of model.Batch, st *step) error {
	c := cursor{rest: m.records}
	// A length of -1 is null here as well.
	key, value := c.bytes(false), c.bytes(false)
	if c.short || len(c.rest) > 0 {
		return errRecords
	}
	offset := m.base + shift
	if offset < 0 {
		return fmt.Errorf("%w: offset %d", errHead, offset)
	}
	st.next = max(st.next, offset+1)
	if offset < s.from || s.until >= 0 && offset >= s.until {
		return nil
	}
	one := batch{raw: appendRecord(nil, key, value), base: offset, time: m.time, stamp: m.stamp, of: of}
	if wrapper.stamp == model.LogAppendTime {
		one.time, one.stamp = wrapper.time, wrapper.stamp
	}
	st.batches = append(st.batches, one)
	st.weight += int64(cap(one.raw))
	return nil
}

// appendRecord encodes a record as format 2 has it, without headers, at offset
// and time 0.
func appendRecord(b, key, value []byte) []byte {
	body := []byte{0, 0, 0} // attributes, time, offset
	body = appendVarbytes(body, key)
	body = appendVarbytes(body, value)
	body = append(body, 0)
	return append(binary.AppendVarint(b, int64(len(body))), body...)
}

func appendVarbytes(b, field []byte) []byte {
	if field == nil {
		return binary.AppendVarint(b, -1)
	}
	return append(binary.AppendVarint(b, int64(len(field))), field...)
}
