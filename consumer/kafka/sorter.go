package kafka

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/kafkathreadmanager/ktm/model"
)

// sorter takes the batches of one partition's share of an answer one by one and
// sorts out what is for readers.
type sorter struct {
	log         []byte
	end         int64 // high watermark; nothing lies beyond it
	from, until int64 // offset to go on at; where to end, or negative
	aborted     abortedFilter
	by          *unpacker
	body        *body // of the answer
}

// step is one batch, sorted out.
type step struct {
	batches []batch      // records to hand out; one, but for message sets
	next    int64        // where to go on: after the batch, also past what is not handed out
	weight  int64        // bytes of memory that the records keep
	body    *body        // what the records lie in; nil for bytes of their own
	epoch   int32        // the leader's when it was written; -1 for unknown
	gap     *model.Fault // tells what was left out before next; nil for nothing
}

// sorted begins to sort out a partition's share of an answer to a fetch at
// offset from. Records before from, at or after until (where that is not
// negative), of control batches and, under read_committed, of aborted
// transactions are left out; the position goes past them all the same.
func sorted(answer *partAnswer, from, until int64, isolation model.Isolation, by *unpacker) *sorter {
	s := &sorter{log: answer.log, end: answer.end, from: from, until: until, by: by}
	s.aborted = newAbortedFilter(isolation, answer.aborted)
	return s
}

// batchError says that what lies at an offset cannot be read.
type batchError struct {
	packed packed // what its head says
	err    error
}

func (e *batchError) Error() string { return e.err.Error() }
func (e *batchError) Unwrap() error { return e.err }

// partialError: the first batch did not come whole.
type partialError struct{ need int64 } // bytes it has; 0 where that is not known

func (e *partialError) Error() string { return errPartial.Error() }

// next sorts out the next batch. ok is false at the end of the answer. A
// *partialError says that not even one batch came whole, a *batchError that a
// batch cannot be read; everything before it was given already.
func (s *sorter) next() (st step, ok bool, err error) {
	for len(s.log) > 0 && (s.until < 0 || s.from < s.until) {
		b, rest, need, whole := nextPacked(s.log)
		if !whole {
			s.log = nil
			return st, false, &partialError{need}
		}
		s.log = rest
		if b.err == nil && b.base <= b.last && b.last < s.from {
			s.aborted.drops(&b)
			continue
		}
		if b.err != nil && b.base < s.from && len(rest) >= headSize {
			// Its head may claim more than it has. What was asked for is not
			// in it if the next batch begins no later.
			if next := int64(binary.BigEndian.Uint64(rest)); next > b.base && next <= s.from {
				continue
			}
		}
		st, err := s.sort(&b)
		if err != nil {
			if !errors.Is(err, errNoRoom) {
				err = &batchError{b, err}
			}
			return st, false, err
		}
		s.from = st.next
		return st, true, nil
	}
	return st, false, nil
}

func (s *sorter) sort(b *packed) (st step, err error) {
	st = step{next: max(s.from, b.last+1), epoch: b.epoch}
	switch {
	case b.err != nil:
		return st, b.err
	case s.end >= 0 && b.last >= s.end:
		return st, fmt.Errorf("%w: offset %d, where the log ends at %d", errHead, b.last, s.end)
	case b.magic < 2:
		err = s.legacy(b, &st)
	case s.aborted.drops(b):
	default:
		err = s.records(b, &st)
	}
	if s.until >= 0 {
		st.next = min(st.next, s.until)
	}
	return st, err
}

func (s *sorter) records(b *packed, st *step) error {
	raw, in, err := s.by.bytes(b, s.body)
	if err != nil {
		return err
	}
	l, err := look(raw, b.count, b.base, s.from, s.until)
	if err != nil {
		return err
	}
	if s.end >= 0 && l.next > s.end {
		return fmt.Errorf("%w: offset %d, where the log ends at %d", errHead, l.next-1, s.end)
	}
	st.next = max(st.next, l.next)
	if len(l.records) > 0 {
		st.batches = []batch{{raw: l.records, base: b.base, time: b.time, stamp: b.stamp, of: b.told(b.count, len(raw)-len(b.records))}}
		st.weight, st.body = int64(cap(raw)), in
	}
	return nil
}

// bytes are a batch's records, unpacked, and what they lie in: the answer's body
// where they are not compressed.
func (u *unpacker) bytes(b *packed, answer *body) (raw []byte, in *body, err error) {
	if b.codec == model.NoCompression || len(b.records) == 0 {
		return b.records, answer, nil
	}
	return u.unpack(b.codec, b.records, maxUnpacked)
}
