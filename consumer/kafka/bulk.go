package kafka

import (
	"errors"
	"io"
	"os"
	"time"
)

// How the bytes of a large answer are waited for. Brokers send 100 KB at a time by
// default, and to be woken for each of them costs both sides a good part of the
// processor, which the broker could have used for the next. Over lines that are
// slower than this machine's own that makes no difference, and silence must be
// noticed: after a moment each piece counts again.
const (
	bulk   = 256 << 10            // from this much on
	pieces = 1 << 20              // woken for so much, or for the rest
	moment = 5 * time.Millisecond // how long to wait for that much
)

// readFull fills b with what follows of an answer.
func (c *conn) readFull(b []byte) error {
	if c.socket != nil && len(b) >= bulk {
		n, err := c.readPieces(b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
	if _, err := io.ReadFull(c, b); err != nil {
		return c.fail(err)
	}
	return nil
}

// readPieces fills b as far as it comes in large pieces.
func (c *conn) readPieces(b []byte) (n int, err error) {
	told := false
	defer func() {
		if !told {
			return
		}
		if e := wakeFor(c.socket, 1); err == nil && e != nil {
			err = c.fail(e)
		}
	}()
	for n < len(b) {
		if wakeFor(c.socket, min(pieces, len(b)-n)) != nil {
			return n, nil // it cannot be told, or reading says what is wrong
		}
		told = true
		soon := time.Now().Add(moment)
		limit := c.limit()
		came, err := c.readBefore(b[n:], earlier(limit, soon))
		n += came
		if errors.Is(err, os.ErrDeadlineExceeded) && soon.Before(limit) {
			return n, nil
		}
		if err != nil {
			return n, c.fail(err)
		}
	}
	return n, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
