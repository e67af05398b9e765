package kafka

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/IBM/sarama"
)

// errNoConnection: there is nothing to ask over.
var errNoConnection = errors.New("not connected")

// fetch sends a fetch request past sarama and reads the answer: see receive.
func (l *link) fetch(q *fetchRequest, room func(size int64) bool, from *bodies) (*fetchAnswer, error) {
	if err := l.send(q); err != nil {
		return nil, err
	}
	return l.receive(room, from)
}

// send sends a fetch request past sarama. Both use the connection one after the
// other, and brokers send nothing unasked.
func (l *link) send(q *fetchRequest) error {
	c := l.dialer.conn.Load()
	if c == nil {
		return errNoConnection
	}
	version := c.hello.fetch
	if version < oldestFetch {
		return fmt.Errorf("fetch version %d: %w", version, sarama.ErrUnsupportedVersion)
	}
	l.correlation++
	if err := c.SetWriteDeadline(time.Now().Add(silence)); err != nil {
		return c.fail(err)
	}
	_, err := c.Write(q.encode(version, l.correlation, l.clientID))
	return err
}

// receive reads the answer to the last request that was sent. For one of unusual
// size room is asked for first; false means to give up. The answer has one user,
// who lets go of its body.
func (l *link) receive(room func(size int64) bool, from *bodies) (*fetchAnswer, error) {
	c := l.dialer.conn.Load()
	if c == nil {
		return nil, errNoConnection
	}
	var head [8]byte // length, correlation id
	if _, err := io.ReadFull(c, head[:]); err != nil {
		return nil, c.fail(err)
	}
	if int32(binary.BigEndian.Uint32(head[4:])) != l.correlation {
		return nil, c.fail(sarama.PacketDecodingError{Info: "it belongs to another request"})
	}
	size := int64(binary.BigEndian.Uint32(head[:])) - 4 // which c has looked at
	if size > giant {
		if !room(size) {
			return nil, c.fail(errNoRoom)
		}
		c.resume()
	}
	body := from.get(int(size))
	if err := c.readFull(body.bytes); err != nil {
		return nil, err
	}
	answer, err := decodeFetch(body.bytes, c.hello.fetch)
	if err != nil {
		return nil, fmt.Errorf("answer of %s: %w", l.addr, err)
	}
	answer.body = body
	return answer, nil
}
