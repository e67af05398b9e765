package kafka

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"github.com/kafkathreadmanager/ktm/model"
)

// errTooLarge: a batch unpacks to more than is ever kept.
var errTooLarge = errors.New("it unpacks to too much")

// unpacker unpacks batches for one goroutine. What a batch unpacks to is only
// known afterwards: a kilobyte may become a gigabyte. So a batch is unpacked into
// a place that most fit in, the shelf or a scratch that grows up to a usual size.
// One that does not fit is unpacked again to nowhere, to learn its size; then
// room is asked for, and only as much as it takes is made.
type unpacker struct {
	room    func(size int64) bool // waits until there is room for a giant; false: give up
	scratch []byte
	more    [1]byte // tells a place that is full from one that is too small
	shelf   shelf
	gzip    *gzip.Reader
	lz4     *lz4.Reader
	zstd    *zstd.Decoder // of usual batches
}

const (
	firstScratch = 64 << 10
	usual        = 4 << 20  // bytes that a batch unpacks to without asking for room
	giant        = 16 << 20 // bytes from which on memory is given back to the system before
)

// errNoRoom: the consumer was closed while a giant waited for room.
var errNoRoom = errors.New("closed while waiting for room")

// errNoFit: a batch unpacks to more than its place has room for.
var errNoFit = errors.New("it does not fit")

// unpack gives what records unpack to, and what it lies in: nil for a buffer of
// its own. most bounds it.
func (u *unpacker) unpack(by model.Compression, records []byte, most int64) (out []byte, in *body, err error) {
	n, err := u.into(u.shelf.place(), by, records)
	if err == nil {
		out, in = u.shelf.take(n)
		return out, in, nil
	}
	for errors.Is(err, errNoFit) {
		if n, err = u.into(u.scratch, by, records); err == nil {
			out, in = u.shelf.keep(u.scratch[:n])
			return out, in, nil
		}
		if len(u.scratch) >= usual {
			break
		}
		if errors.Is(err, errNoFit) {
			u.scratch = make([]byte, max(firstScratch, 4*len(u.scratch)))
		}
	}
	if errors.Is(err, errNoFit) {
		out, err = u.giant(by, records, most)
	}
	return out, nil, err
}

// into unpacks records into a place and gives how much of it they take.
func (u *unpacker) into(place []byte, by model.Compression, records []byte) (n int, err error) {
	if len(place) == 0 {
		return 0, errNoFit
	}
	switch by {
	case model.Snappy:
		return snappyInto(place, records)
	case model.Zstd:
		return u.zstdInto(place, records)
	}
	r, done, err := u.open(by, records)
	if err != nil {
		return 0, err
	}
	defer done()
	for {
		to := place[n:]
		if len(to) == 0 {
			to = u.more[:]
		}
		m, err := r.Read(to)
		if m > 0 && n == len(place) {
			return 0, errNoFit
		}
		n += m
		switch {
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return 0, fmt.Errorf("%s: %w", by, err)
		}
	}
}

// zstdInto unpacks at once, which is faster than a stream. How far back records
// look costs nothing here: they look into the place.
func (u *unpacker) zstdInto(place, records []byte) (n int, err error) {
	if u.zstd == nil {
		u.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return 0, fmt.Errorf("zstd: %w", err)
		}
	}
	out, err := u.zstd.DecodeAll(records, place[:0:len(place)])
	if err != nil {
		// What does not fit has several errors, some of which it shares with what
		// is damaged; measuring tells them apart.
		return 0, fmt.Errorf("%w: zstd: %w", errNoFit, err)
	}
	return len(out), nil
}

// giant unpacks what is not of usual size.
func (u *unpacker) giant(by model.Compression, records []byte, most int64) ([]byte, error) {
	size, err := u.measure(by, records, most)
	if err != nil {
		return nil, err
	}
	if !u.room(size) {
		return nil, errNoRoom
	}
	out := make([]byte, size)
	n, err := u.into(out, by, records)
	if err != nil {
		return nil, err
	}
	return out[:n], nil
}

// measure tells what records unpack to, up to a bound.
func (u *unpacker) measure(by model.Compression, records []byte, most int64) (int64, error) {
	if by == model.Snappy {
		_, size, err := snappyBlocks(records)
		if err == nil && size > most {
			err = errTooLarge
		}
		return size, err
	}
	r, done, err := u.open(by, records)
	if err != nil {
		return 0, err
	}
	defer done()
	size, err := io.Copy(onlyWriter{io.Discard}, io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return 0, fmt.Errorf("%s: %w", by, err)
	case size > most:
		return 0, errTooLarge
	}
	return size, nil
}

// onlyWriter hides what would let io.Copy ask the reader for buffers of its own.
type onlyWriter struct{ io.Writer }

// open begins to unpack as a stream. done ends it.
func (u *unpacker) open(by model.Compression, records []byte) (r io.Reader, done func(), err error) {
	src := bytes.NewReader(records)
	done = func() {}
	switch by {
	case model.Gzip:
		if u.gzip == nil {
			u.gzip = new(gzip.Reader)
		}
		r, err = u.gzip, u.gzip.Reset(src)
	case model.Lz4:
		if u.lz4 == nil {
			u.lz4 = lz4.NewReader(nil)
		}
		u.lz4.Reset(src)
		r = u.lz4
	case model.Zstd:
		var head zstd.Header
		if head.Decode(records) == nil && head.WindowSize > usual && !u.room(int64(min(head.WindowSize, maxZstdWindow))) {
			return nil, nil, errNoRoom
		}
		var z *zstd.Decoder
		z, err = zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err == nil {
			r, done = z, z.Close
		}
	default:
		err = errors.New("it is not known")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", by, err)
	}
	return r, done, nil
}

// maxZstdWindow is the most that zstd may look back, what its highest level
// uses. A stream takes that much memory while it is unpacked.
const maxZstdWindow = 128 << 20

// freeBefore gives memory that is no longer used back to the system before so
// much more is taken: the collector would wait until it has as much again.
func freeBefore(size int64) {
	if size >= giant {
		debug.FreeOSMemory()
	}
}
