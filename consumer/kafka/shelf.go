package kafka

import "bytes"

// shelf keeps what batches unpack to, many of them in one body.
type shelf struct {
	from *bodies // nil: everything gets bytes of its own
	body *body
	used int
	last int // size of the last one
}

const (
	shelfSize  = 4 << 20
	shelfLimit = shelfSize / 4 // larger ones would leave too much of a body empty
)

// place is free bytes that something like the last one is to be unpacked into,
// or nil where there are none; take keeps what was.
func (s *shelf) place() []byte {
	expected := 2 * s.last
	if s.from == nil || s.last == 0 || expected > shelfLimit {
		return nil
	}
	if s.body == nil || expected > len(s.body.bytes)-s.used {
		s.next()
	}
	return s.body.bytes[s.used:]
}

// take keeps the first n bytes of the place.
func (s *shelf) take(n int) (kept []byte, in *body) {
	from := s.used
	s.used += n
	s.last = n
	return s.body.bytes[from:s.used:s.used], s.body
}

// keep copies b. in is what the copy lies in, nil for bytes of its own; the
// shelf lets go of it in its own time.
func (s *shelf) keep(b []byte) (kept []byte, in *body) {
	s.last = len(b)
	if s.from == nil || len(b) > shelfLimit {
		return bytes.Clone(b), nil
	}
	if s.body == nil || len(b) > len(s.body.bytes)-s.used {
		s.next()
	}
	copy(s.body.bytes[s.used:], b)
	return s.take(len(b))
}

// next begins another body.
func (s *shelf) next() {
	s.body.letGo()
	s.body, s.used = s.from.get(shelfSize), 0
}
