package kafka

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// codec is how the records of a batch are compressed, in Kafka's numbers.
type codec uint8

const (
	codecNone codec = iota
	codecGzip
	codecSnappy
	codecLz4
	codecZstd
)

var codecNames = [...]string{"none", "gzip", "snappy", "lz4", "zstd"}

func (c codec) String() string {
	if int(c) < len(codecNames) {
		return codecNames[c]
	}
	return fmt.Sprintf("codec %d", uint8(c))
}

// errTooLarge: a batch unpacks to more than is ever kept.
var errTooLarge = errors.New("it unpacks to too much")

// unpacker unpacks batches for one goroutine. What a batch unpacks to is only
// known afterwards: a kilobyte may become a gigabyte. So a batch is unpacked
// into a buffer of a usual size first. One that does not fit is unpacked again
// to nowhere, to learn its size; then room is asked for, and only as much as it
// takes is made.
type unpacker struct {
	room    func(size int64) bool // waits until there is room for a giant; false: give up
	scratch []byte
	shelf   shelf
	gzip    *gzip.Reader
	lz4     *lz4.Reader
	zstd    *zstd.Decoder // of usual batches
}

const (
	usual = 4 << 20  // bytes that a batch unpacks to without asking for room
	giant = 16 << 20 // bytes from which on memory is given back to the system before
)

// errNoRoom: the consumer was closed while a giant waited for room.
var errNoRoom = errors.New("closed while waiting for room")

// unpack gives what records unpack to, and what it lies in: nil for a buffer of
// its own. most bounds it.
func (u *unpacker) unpack(by codec, records []byte, most int64) (out []byte, in *body, err error) {
	switch by {
	case codecSnappy:
		out, err = u.unsnappy(records, most)
		return out, nil, err
	case codecZstd:
		if out, err := u.zstdAll(records); err == nil {
			out, in = u.shelf.keep(out)
			return out, in, nil
		}
	default:
		out, ok, err := u.stream(by, records)
		switch {
		case err != nil:
			return nil, nil, err
		case ok:
			out, in = u.shelf.keep(out)
			return out, in, nil
		}
	}
	out, err = u.giant(by, records, most)
	return out, nil, err
}

// giant unpacks what is not of usual size.
func (u *unpacker) giant(by codec, records []byte, most int64) ([]byte, error) {
	size, err := u.measure(by, records, most)
	if err != nil {
		return nil, err
	}
	if !u.room(size) {
		return nil, errNoRoom
	}
	if by == codecZstd {
		return zstdInto(make([]byte, 0, size), records)
	}
	r, done, err := u.open(by, records)
	if err != nil {
		return nil, err
	}
	defer done()
	out := make([]byte, size)
	if _, err := io.ReadFull(r, out); err != nil {
		return nil, fmt.Errorf("%s: %w", by, err)
	}
	return out, nil
}

// stream unpacks what is of usual size into the scratch; ok is false for what is not.
func (u *unpacker) stream(by codec, records []byte) (out []byte, ok bool, err error) {
	r, done, err := u.open(by, records)
	if err != nil {
		return nil, false, err
	}
	defer done()
	if u.scratch == nil {
		u.scratch = make([]byte, 64<<10)
	}
	n := 0
	for {
		if n == len(u.scratch) {
			if n >= usual {
				return nil, false, nil
			}
			u.scratch = append(u.scratch, make([]byte, n)...)
		}
		m, err := r.Read(u.scratch[n:])
		n += m
		switch {
		case errors.Is(err, io.EOF):
			return u.scratch[:n], true, nil
		case err != nil:
			return nil, false, fmt.Errorf("%s: %w", by, err)
		}
	}
}

// zstdAll unpacks what is of usual size into the scratch at once, which is faster than a stream.
func (u *unpacker) zstdAll(records []byte) ([]byte, error) {
	if u.zstd == nil {
		var err error
		u.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderMaxMemory(usual), zstd.WithDecoderMaxWindow(maxZstdWindow))
		if err != nil {
			return nil, fmt.Errorf("zstd: %w", err)
		}
	}
	out, err := u.zstd.DecodeAll(records, u.scratch[:0])
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	if cap(out) > cap(u.scratch) {
		u.scratch = out[:cap(out)]
	}
	return out, nil
}

// zstdInto unpacks a giant into room that was made for it.
func zstdInto(out, records []byte) ([]byte, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
	if err == nil {
		defer z.Close()
		out, err = z.DecodeAll(records, out)
	}
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	return out, nil
}

// measure tells what records unpack to, up to a bound.
func (u *unpacker) measure(by codec, records []byte, most int64) (int64, error) {
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
func (u *unpacker) open(by codec, records []byte) (r io.Reader, done func(), err error) {
	src := bytes.NewReader(records)
	done = func() {}
	switch by {
	case codecGzip:
		if u.gzip == nil {
			u.gzip = new(gzip.Reader)
		}
		r, err = u.gzip, u.gzip.Reset(src)
	case codecLz4:
		if u.lz4 == nil {
			u.lz4 = lz4.NewReader(nil)
		}
		u.lz4.Reset(src)
		r = u.lz4
	case codecZstd:
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

// unsnappy unpacks blocks of snappy, which say what they unpack to. Java's
// producers frame them (xerial), others send a single block.
func (u *unpacker) unsnappy(records []byte, most int64) ([]byte, error) {
	blocks := [][]byte{records}
	if bytes.HasPrefix(records, xerialMagic) {
		blocks = blocks[:0]
		c := cursor{rest: records}
		c.take(len(xerialMagic) + 8) // two versions
		for len(c.rest) > 0 {
			blocks = append(blocks, c.take(int(c.int32())))
		}
		if c.short {
			return nil, fmt.Errorf("snappy: %w", io.ErrUnexpectedEOF)
		}
	}
	var size int64
	for _, b := range blocks {
		n, err := snappy.DecodedLen(b)
		if err != nil {
			return nil, fmt.Errorf("snappy: %w", err)
		}
		if n > 64*len(b) { // it packs 64 bytes into 3 at best
			return nil, fmt.Errorf("snappy: %w", snappy.ErrCorrupt)
		}
		if size += int64(n); size > most {
			return nil, errTooLarge
		}
	}
	if size > usual && !u.room(size) {
		return nil, errNoRoom
	}
	out := make([]byte, size)
	at := 0
	for _, b := range blocks {
		piece, err := snappy.Decode(out[at:], b)
		if err != nil {
			return nil, fmt.Errorf("snappy: %w", err)
		}
		at += len(piece)
	}
	return out, nil
}

var xerialMagic = []byte{0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0}

// freeBefore gives memory that is no longer used back to the system before so
// much more is taken: the collector would wait until it has as much again.
func freeBefore(size int64) {
	if size >= giant {
		debug.FreeOSMemory()
	}
}
