package kafka

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// hello is what a broker says of itself first: the versions of the requests it
// knows. Sarama asks for it and keeps it; on its way there we learn the version
// to fetch with, and wait where the broker's quota asks for that. Sarama would
// wait as well, and not end when we do.
type hello struct {
	ctx      context.Context // of the connection
	expected bool            // the next answer is one
	version  int16           // of the request
	answer   []byte          // what is still to be handed on
	fetch    int16           // newest version of fetches the broker knows; 0 before it said so
}

const (
	versionsKey        = 18
	unsupportedVersion = 35 // then the answer has version 0
)

// asked looks at a request that is sent.
func (h *hello) asked(frame []byte) {
	if h.fetch == 0 && len(frame) >= 8 && binary.BigEndian.Uint16(frame[4:]) == versionsKey {
		h.expected, h.version = true, int16(binary.BigEndian.Uint16(frame[6:]))
	}
}

// read takes the whole of the answer from c.
func (h *hello) read(c *conn) error {
	h.expected = false
	head := make([]byte, 4)
	if _, err := io.ReadFull(reading(c.read), head); err != nil {
		return err //nolint:wrapcheck // it says what happened to the connection
	}
	length := binary.BigEndian.Uint32(head)
	if length > maxFirstFrame {
		return &frameError{length: length}
	}
	answer := make([]byte, 4+length)
	copy(answer, head)
	if _, err := io.ReadFull(reading(c.read), answer[4:]); err != nil {
		return err //nolint:wrapcheck // it says what happened to the connection
	}
	h.answer = answer
	throttle := h.learn(answer[4:])
	if len(throttle) == 0 {
		return nil // sarama tells what is wrong with it
	}
	wait := time.Duration(binary.BigEndian.Uint32(throttle)) * time.Millisecond
	clear(throttle)
	pause(h.ctx, min(wait, longSilence))
	if err := h.ctx.Err(); err != nil {
		return fmt.Errorf("waiting for the quota: %w", err)
	}
	return nil
}

// reading makes a reader of a method.
type reading func([]byte) (int, error)

func (r reading) Read(p []byte) (int, error) { return r(p) }

// learn takes over what the answer says, and gives the bytes in which it says
// how long to wait; none where the answer is not understood.
func (h *hello) learn(body []byte) (throttle []byte) {
	c := cursor{rest: body}
	c.int32() // correlation id
	version := h.version
	if c.int16() == unsupportedVersion {
		version = 0
	}
	flexible := version >= 3
	newest := int16(0)
	for range c.count(flexible) {
		key := c.int16()
		_, high := c.int16(), c.int16()
		c.tags(flexible, nil)
		if key == fetchKey {
			newest = min(high, newestFetch)
		}
	}
	if version >= 1 {
		throttle = c.take(4)
	}
	if c.short {
		return nil
	}
	if version == h.version {
		h.fetch = newest
	}
	return throttle
}
