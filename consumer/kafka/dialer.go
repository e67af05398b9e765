package kafka

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"net"
	"sync/atomic"
	"syscall"
	"time"
)

// dialer makes the one connection of a link. Sarama knows no context and waits
// for a broker as long as its timeouts allow; a connection of ours dies with
// the dialer's context, so that nothing outlives Close.
type dialer struct {
	ctx  context.Context
	tls  *tls.Config // nil for plaintext
	conn atomic.Pointer[conn]
}

// Dial implements the interface sarama takes its connections from.
func (d *dialer) Dial(network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(d.ctx, dialTimeout)
	defer cancel()
	raw, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, &linkError{err: err}
	}
	secured := raw
	if d.tls != nil {
		t := tls.Client(raw, withServerName(d.tls, addr))
		if err := t.HandshakeContext(ctx); err != nil {
			_ = raw.Close()
			return nil, &handshakeError{err}
		}
		secured = t
	}
	c := &conn{Conn: secured, socket: socketOf(secured), silence: silence, hello: hello{ctx: d.ctx}}
	c.release = context.AfterFunc(d.ctx, func() { _ = raw.Close() })
	d.conn.Store(c)
	return c, nil
}

// broken is what ended the connection, or nil while it is whole.
func (d *dialer) broken() error {
	if c := d.conn.Load(); c != nil {
		if err := c.broken.Load(); err != nil {
			return *err
		}
	}
	return nil
}

func withServerName(cfg *tls.Config, addr string) *tls.Config {
	if cfg.ServerName != "" {
		return cfg
	}
	cfg = cfg.Clone()
	cfg.ServerName, _, _ = net.SplitHostPort(addr)
	return cfg
}

// conn is a connection that limits silence rather than the time of a whole
// answer, looks at the length of every answer before sarama makes room for it,
// and stays broken once it broke.
type conn struct {
	net.Conn
	socket  syscall.RawConn // nil where it cannot be told when to wake us
	silence time.Duration   // how long the broker may say nothing while we wait
	whole   time.Time       // when the answer must have come to its end; zero where a slow line is no fault
	release func() bool
	broken  atomic.Pointer[error]
	frames  frames
	hello   hello

	// How fast the answer under way comes.
	began time.Time // to be read
	came  int64     // bytes since then
}

// An answer that comes drop by drop is never silent and may take for ever. So
// after some time it must have come faster than the slowest line there is.
const (
	dripping    = 10 * time.Second
	slowestLine = 4 << 10 // bytes a second
)

func (c *conn) Read(p []byte) (int, error) {
	if c.hello.expected {
		if err := c.hello.read(c); err != nil {
			return 0, c.fail(err)
		}
	}
	if len(c.hello.answer) > 0 {
		n := copy(p, c.hello.answer)
		c.hello.answer = c.hello.answer[n:]
		return n, nil
	}
	return c.read(p)
}

func (c *conn) read(p []byte) (int, error) {
	n, err := c.readBefore(p, c.limit())
	if err != nil {
		return n, c.fail(err)
	}
	return n, nil
}

// limit is until when something must come.
func (c *conn) limit() time.Time {
	limit := time.Now().Add(c.silence)
	if !c.whole.IsZero() {
		limit = earlier(limit, c.whole)
	}
	if !c.frames.within() {
		c.resume()
	}
	return earlier(limit, c.began.Add(dripping+time.Duration(c.came)*time.Second/slowestLine))
}

// readBefore reads what comes until a time. Errors are for who calls it to judge.
func (c *conn) readBefore(p []byte, limit time.Time) (int, error) {
	if err := c.broken.Load(); err != nil {
		return 0, *err
	}
	if err := c.Conn.SetReadDeadline(limit); err != nil {
		return 0, c.fail(err)
	}
	n, err := c.Conn.Read(p)
	c.came += int64(n)
	if err == nil {
		err = c.frames.see(p[:n])
	}
	return n, err
}

// resume begins anew to judge how fast an answer comes, when reading of it was
// put off.
func (c *conn) resume() { c.began, c.came = time.Now(), 0 }

func (c *conn) Write(p []byte) (int, error) {
	if err := c.broken.Load(); err != nil {
		return 0, *err
	}
	c.hello.asked(p)
	n, err := c.Conn.Write(p)
	if err != nil {
		return n, c.fail(err)
	}
	return n, nil
}

// SetReadDeadline does nothing: Read sets its own.
func (c *conn) SetReadDeadline(time.Time) error { return nil }

func (c *conn) Close() error {
	c.release()
	if err := c.Conn.Close(); err != nil {
		return &linkError{err: err}
	}
	return nil
}

func (c *conn) fail(err error) error {
	c.broken.CompareAndSwap(nil, &err)
	return *c.broken.Load()
}

// frames follows Kafka's framing, a length of four bytes before every answer.
type frames struct {
	head  [4]byte
	have  int   // bytes of head that have come
	left  int64 // bytes of the answer still to come
	count int   // answers begun
	most  int64 // bytes an answer may have; 0 is maxResponse
}

// within says that an answer has begun and not ended.
func (f *frames) within() bool { return f.have > 0 || f.left > 0 }

// maxFirstFrame bounds the first answer, a list of versions. Sarama makes room
// for it without looking.
const maxFirstFrame = 1 << 20

func (f *frames) see(p []byte) error {
	for len(p) > 0 {
		if f.left > 0 {
			n := min(f.left, int64(len(p)))
			f.left -= n
			p = p[n:]
			continue
		}
		n := copy(f.head[f.have:], p)
		f.have += n
		p = p[n:]
		if f.have < len(f.head) {
			return nil
		}
		limit := uint32(cmp.Or(f.most, maxResponse))
		if f.count == 0 {
			limit = maxFirstFrame
		}
		length := binary.BigEndian.Uint32(f.head[:])
		if length <= 4 || length > limit {
			return &frameError{first: f.count == 0, head: f.head, length: length}
		}
		f.have, f.left = 0, int64(length)
		f.count++
	}
	return nil
}

// frameError: an answer announced a length that is not believed.
type frameError struct {
	first  bool
	head   [4]byte
	length uint32
}

func (e *frameError) Error() string {
	return fmt.Sprintf("an answer of %d bytes was announced", e.length)
}

// tlsAlert says that the peer answered as a TLS server does to plaintext.
func (e *frameError) tlsAlert() bool { return e.first && e.head[0] == 0x15 && e.head[1] == 3 }

// http says that the peer is a web server.
func (e *frameError) http() bool { return e.first && string(e.head[:]) == "HTTP" }

// handshakeError: the TLS handshake failed.
type handshakeError struct{ err error }

func (e *handshakeError) Error() string { return "TLS handshake: " + e.err.Error() }
func (e *handshakeError) Unwrap() error { return e.err }
