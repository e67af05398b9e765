package kafka

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// line is a connection over TCP, and its other end.
func line(t *testing.T) (c *conn, broker net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if broker, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close(); _ = broker.Close() })
	// The first answer, a list of versions, was read before.
	return &conn{Conn: client, socket: socketOf(client), silence: silence, release: func() bool { return true }, frames: frames{count: 1}}, broker
}

// Large answers come whole, however their bytes come, and nothing of what follows
// is waited for.
func TestReadFull(t *testing.T) {
	for name, tt := range map[string]struct {
		size, at int // bytes written at a time
		rest     time.Duration
	}{
		"a small one":               {1000, 1000, 0},
		"one of several pieces":     {3*pieces + 17, 100 << 10, 0},
		"one that comes with rests": {bulk + 5*1000, 100 << 10, 2 * moment},
		"drop by drop at its end":   {bulk + 3, bulk, 2 * moment},
	} {
		t.Run(name, func(t *testing.T) {
			c, broker := line(t)
			want := bytes.Repeat([]byte("0123456"), tt.size/7+1)[:tt.size]
			go func() {
				answer := append(binary.BigEndian.AppendUint32(nil, uint32(tt.size)), want...)
				for len(answer) > 0 {
					n := min(tt.at, len(answer))
					if _, err := broker.Write(answer[:n]); err != nil {
						return
					}
					answer = answer[n:]
					time.Sleep(tt.rest) // a slow line
				}
				_, _ = broker.Write([]byte{0, 0, 0, 5, 'x'})
			}()
			for _, want := range [][]byte{want, []byte("x")} {
				var head [4]byte
				if _, err := io.ReadFull(c, head[:]); err != nil {
					t.Fatal(err)
				}
				got := make([]byte, len(want))
				if err := c.readFull(got); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%d bytes are not those sent", len(got))
				}
			}
		})
	}
}

// A large answer that does not go on breaks the connection as a small one does.
func TestReadFullOfWhatEnds(t *testing.T) {
	for name, tt := range map[string]struct {
		end  func(broker net.Conn)
		want error
	}{
		"closed": {func(b net.Conn) { _ = b.Close() }, io.EOF},
		"silent": {func(net.Conn) {}, os.ErrDeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			c, broker := line(t)
			c.silence = 10 * moment
			go func() {
				_, _ = broker.Write(append(binary.BigEndian.AppendUint32(nil, 2*pieces), make([]byte, pieces)...))
				tt.end(broker)
			}()
			var head [4]byte
			if _, err := io.ReadFull(c, head[:]); err != nil {
				t.Fatal(err)
			}
			err := c.readFull(make([]byte, 2*pieces))
			if !errors.Is(err, tt.want) {
				t.Errorf("it says %v, want %v", err, tt.want)
			}
			if c.broken.Load() == nil {
				t.Error("the connection does not count as broken")
			}
		})
	}
}
