package kafka

import "bytes"

// shelf keeps what batches unpack to, many of them in one body.
type shelf struct {
	from *bodies // nil: everything gets bytes of its own
	body *body
	used int
}

const (
	shelfSize  = 4 << 20
	shelfLimit = shelfSize / 4 // larger ones would leave too much of a body empty
)

// keep copies b. in is what the copy lies in, nil for bytes of its own; the
// shelf lets go of it in its own time.
func (s *shelf) keep(b []byte) (kept []byte, in *body) {
	if s.from == nil || len(b) > shelfLimit {
		return bytes.Clone(b), nil
	}
	if s.body == nil || len(b) > len(s.body.bytes)-s.used {
		s.body.letGo()
		s.body, s.used = s.from.get(shelfSize), 0
	}
	from := s.used
	s.used += copy(s.body.bytes[from:], b)
	return s.body.bytes[from:s.used:s.used], s.body
}
