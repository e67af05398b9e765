package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Confluent's wire format: a zero, the schema's id in four bytes, big endian,
// then the content. For Protobuf the content begins with the path to the
// message's type in the schema's file.
const frameSize = 5

// framed says that bytes can begin with a frame. Ids count from 1.
func framed(b []byte) bool {
	return len(b) >= frameSize && b[0] == 0 && frameID(b) > 0
}

func frameID(b []byte) int { return int(int32(binary.BigEndian.Uint32(b[1:]))) }

// registered makes a codec of content whose schema is in a registry.
func registered(r *Registry, want schemaKind) codec {
	return func(m message) (Result, error) {
		if !framed(m.b) {
			return Result{}, errors.New("it has no schema id in front")
		}
		id := frameID(m.b)
		s, pending, err := r.lookup(id)
		if err != nil {
			return Result{SchemaID: id, Pending: pending}, err
		}
		if want != schemaAny && s.kind != want {
			return Result{SchemaID: id, Schema: s.name}, fmt.Errorf("schema %d is for %s, not for %s", id, s.kind, want)
		}
		res, err := s.decode(m.b[frameSize:], m.most)
		res.SchemaID = id
		if res.Schema == "" {
			res.Schema = s.name
		}
		if err != nil {
			err = fmt.Errorf("schema %d does not fit: %w", id, err)
		}
		return res, err
	}
}

// unframed makes a codec of a schema from a file. Where bytes do not fit it
// and begin with a frame, what is behind the frame is tried: the file is often
// only the nearest copy of what the registry has.
func unframed(decode func([]byte, int) (Result, error), behind func([]byte) ([]byte, bool)) codec {
	return func(m message) (Result, error) {
		r, err := decode(m.b, m.most)
		if err == nil || !framed(m.b) {
			return r, err
		}
		content, ok := behind(m.b[frameSize:])
		if !ok {
			return r, err
		}
		inner, innerErr := decode(content, m.most)
		if innerErr != nil {
			return r, err
		}
		inner.SchemaID = frameID(m.b)
		return inner, nil
	}
}

// maxIndex is how deep message types may be nested in one another.
const maxIndex = 32

// messageIndex reads the path to a Protobuf message's type: how many numbers,
// then each; the most usual one, the first type, is a single zero.
func messageIndex(b []byte) (path []int, rest []byte, err error) {
	bad := errors.New("the path to the message's type is not valid")
	n, size := binary.Varint(b)
	if size <= 0 || n < 0 || n > maxIndex {
		return nil, nil, bad
	}
	b = b[size:]
	if n == 0 {
		return []int{0}, b, nil
	}
	for range n {
		i, size := binary.Varint(b)
		if size <= 0 || i < 0 || i > math.MaxInt16 {
			return nil, nil, bad
		}
		path, b = append(path, int(i)), b[size:]
	}
	return path, b, nil
}
