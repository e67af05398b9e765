package pipe

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	bufferSize = 64 << 10              // a write has about this size when messages come fast
	longLine   = 16 << 10              // a message of more bytes is written in pieces
	flushAfter = 20 * time.Millisecond // a line waits no longer than this for others
)

// What a Writer fails with besides the errors of what it writes to.
var (
	// ErrReaderGone: whoever read the output has closed it, as head does. It
	// is a way to end, not a failure.
	ErrReaderGone = errors.New("the reader of the output has gone")
	// ErrWriterClosed: a record came after Close.
	ErrWriterClosed = errors.New("the output is closed")
)

// Writer writes records as lines of JSON. All methods may be called from any
// goroutine; write and Close wait while another call is writing out.
type Writer struct {
	out     io.Writer
	failed  chan struct{}
	closed  chan struct{}
	written atomic.Int64 // records; read also while a write never returns

	mu    sync.Mutex
	buf   []byte // whole lines, or a piece of a long one
	lines int64  // in buf
	timer *time.Timer
	armed bool  // the timer will flush
	err   error // the first failure; nothing is written after it

	closing sync.Once
}

// NewWriter makes a Writer, which is to be closed. It does not close out.
func NewWriter(out io.Writer) *Writer {
	w := &Writer{out: out, failed: make(chan struct{}), closed: make(chan struct{})}
	w.timer = time.AfterFunc(time.Hour, w.tick)
	w.timer.Stop()
	go w.watch()
	return w
}

// watch notices that the reader has gone while there is nothing to write.
func (w *Writer) watch() {
	err := awaitGone(w.out, w.closed)
	if err == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		_ = w.fail(err) // the next write or Close returns it
	}
}

// write appends one record, with what was read of it, and keeps nothing of both. It
// waits for the reader when the buffer is full. Once it has failed it fails always,
// in the same way.
func (w *Writer) write(r *model.Record, f fields) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if r.Size()+f.size()+headerFrame*len(r.Headers) > longLine {
		return w.writeLong(r, f)
	}
	w.buf = appendRecord(w.buf, r, f, nil)
	w.lines++
	if len(w.buf) >= bufferSize {
		return w.flush()
	}
	if !w.armed {
		w.armed = true
		w.timer.Reset(flushAfter)
	}
	return nil
}

// headerFrame is what a line has for each header beside its bytes.
const headerFrame = len(`{"key":"","value":""},`)

// writeLong writes one record in pieces of about the buffer's size, all of them
// before it returns: a value of 100 MB must not become a line of 600 MB first.
// It is called with the lock held and without an earlier failure.
func (w *Writer) writeLong(r *model.Record, f fields) error {
	if err := w.flush(); err != nil {
		return err
	}
	w.buf = appendRecord(w.buf, r, f, func(piece []byte) []byte {
		if len(piece) < bufferSize {
			return piece
		}
		if w.err == nil {
			_ = w.writeOut(piece) // w.err holds it
		}
		return piece[:0]
	})
	if w.err != nil {
		return w.err
	}
	w.lines = 1
	return w.flush()
}

// Written is the number of records that have been written out; after Close
// that is all of them, unless writing failed. It never waits.
func (w *Writer) Written() int64 { return w.written.Load() }

// Failed is closed when writing has failed, also in the background. The next
// write or Close says why.
func (w *Writer) Failed() <-chan struct{} { return w.failed }

// Close writes what is left. It returns the first failure there was; a second
// Close returns nil when the first did.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer.Stop()
	w.closing.Do(func() { close(w.closed) })
	if w.err == nil {
		if err := w.flush(); err != nil {
			return err
		}
		w.err = ErrWriterClosed
	}
	if errors.Is(w.err, ErrWriterClosed) {
		return nil
	}
	return w.err
}

// tick is the timer's.
func (w *Writer) tick() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.armed = false
	if w.err == nil {
		// A failure is kept and announced; the next write returns it.
		_ = w.flush()
	}
}

// flush is called with the lock held and without an earlier failure.
func (w *Writer) flush() error {
	if len(w.buf) == 0 {
		return nil
	}
	err := w.writeOut(w.buf)
	if err == nil {
		w.written.Add(w.lines)
	}
	w.buf, w.lines = w.buf[:0], 0
	return err
}

// writeOut is called with the lock held and without an earlier failure.
func (w *Writer) writeOut(p []byte) error {
	if _, err := w.out.Write(p); err != nil {
		return w.fail(err)
	}
	return nil
}

// fail is called with the lock held and without an earlier failure.
func (w *Writer) fail(err error) error {
	if readerGone(err) {
		err = fmt.Errorf("%w: %w", ErrReaderGone, err)
	}
	w.err = err
	close(w.failed)
	return err
}
