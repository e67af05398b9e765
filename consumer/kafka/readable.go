package kafka

import (
	"errors"
	"math"

	"github.com/kafkathreadmanager/ktm/model"
)

// search finds where the log can be read again behind something that cannot be.
//
// Where the unreadable batch ends is not known: its head may be damaged as well.
// But batches lie one after the other, and the next head says where the next
// batch begins. So the log is asked for from the unreadable batch on, with more
// and more bytes, and batches are passed until one can be read. Where a length is
// damaged the next head cannot be found that way, not even by the broker. Then
// offsets further on are tried, in doubling steps and back again, until the
// broker gives another batch.
type search struct {
	scout
	by    unpacker
	top   int64 // base offset of the last batch found that cannot be read
	claim int64 // the offset after it, as its head has it
	end   int64 // high watermark
}

// readable is the smallest offset from offset on at which a batch can be read,
// or the log's end where there is none.
func (s *search) readable(offset int64) (int64, error) {
	at, most := offset, int32(firstFetch)
	s.top, s.claim = math.MinInt64, offset
	for {
		a, err := s.look(at, most, model.ReadUncommitted)
		switch {
		case unreadableAnswer(err):
			return s.try(max(offset, s.top))
		case err != nil:
			return 0, err
		}
		s.end = a.end
		if at >= a.end {
			return a.end, nil
		}
		before := s.top
		base, found, whole := s.walk(a.log, offset)
		switch {
		case found:
			return max(offset, base), nil
		case s.top > max(before, offset):
			at = s.top // go on from the last one that is known
		case !whole && most < maxPartFetch:
			most = int32(min(maxPartFetch, 4*max(int64(most), int64(len(a.log)))))
		case whole && s.claim >= a.end:
			return a.end, nil // it is the last of the log
		case whole && s.claim > at:
			at = s.claim // it is the last of its file
		default:
			return s.try(max(offset, s.top))
		}
	}
}

// walk goes through the batches of an answer. It gives the base offset of the
// first one that can be read; whole says that there is none and that the answer
// holds nothing but whole batches.
func (s *search) walk(log []byte, offset int64) (base int64, found, whole bool) {
	for len(log) > 0 {
		b, rest, _, ok := nextPacked(log)
		if !ok || len(rest) == 0 && errors.Is(b.err, errHead) {
			return 0, false, false
		}
		switch {
		case b.err == nil && b.base <= b.last && b.last < offset:
		case s.reads(log[:b.size], b):
			return b.base, true, false
		case b.base > s.top && b.base < s.end:
			s.top, s.claim = b.base, b.last+1
		}
		log = rest
	}
	return 0, false, true
}

// reads tries whether a batch can be read.
func (s *search) reads(whole []byte, b packed) bool {
	if b.err != nil {
		return false
	}
	_, _, err := sorted(&partAnswer{log: whole, end: s.end}, b.base, -1, model.ReadUncommitted, &s.by).next()
	return err == nil
}

// try looks for a batch that can be read at offsets further on, and then for the
// smallest offset that gives one.
func (s *search) try(offset int64) (int64, error) {
	low, bound, found := offset, int64(0), int64(-1)
	for step := int64(1); found < 0; step *= 2 {
		at := offset + step
		if at >= s.end {
			return s.end, nil
		}
		base, ok, err := s.other(at)
		switch {
		case err != nil:
			return 0, err
		case ok:
			found = max(base, low+1)
			bound = min(at, found)
		default:
			low = at
		}
	}
	for low+1 < bound {
		at := low + (bound-low)/2
		base, ok, err := s.other(at)
		switch {
		case err != nil:
			return 0, err
		case ok:
			found = min(found, max(base, low+1))
			bound = min(at, found)
		default:
			low = at
		}
	}
	return found, nil
}

// other asks which batch the broker gives at an offset; ok is false where it is
// none that can be read.
func (s *search) other(at int64) (base int64, ok bool, err error) {
	a, err := s.look(at, oneBatch, model.ReadUncommitted)
	switch {
	case unreadableAnswer(err):
		return 0, false, nil
	case err != nil:
		return 0, false, err
	}
	s.end = a.end
	base, ok, _ = s.walk(a.log, at)
	return base, ok, nil
}
