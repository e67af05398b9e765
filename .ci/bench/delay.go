package main

import (
	"fmt"
	"net"
	"sync"
	"time"
)

// roundTrip is what the way through the delay adds to a question and its
// answer.
const roundTrip = 20 * time.Millisecond

// delay passes connections on to a broker as if it were far away.
type delay struct {
	listener net.Listener
	oneWay   time.Duration
	done     sync.WaitGroup

	mu    sync.Mutex
	conns []net.Conn
}

func newDelay(roundTrip time.Duration) (*delay, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("delay: %w", err)
	}
	return &delay{listener: l, oneWay: roundTrip / 2}, nil
}

func (d *delay) port() int       { return d.listener.Addr().(*net.TCPAddr).Port } //nolint:forcetypeassert // it listens on TCP
func (d *delay) address() string { return d.listener.Addr().String() }

// serve begins to pass on to an address.
func (d *delay) serve(target string) {
	d.done.Go(func() {
		for {
			near, err := d.listener.Accept()
			if err != nil {
				return // closed
			}
			far, err := net.Dial("tcp", target)
			if err != nil {
				near.Close()
				continue
			}
			d.mu.Lock()
			d.conns = append(d.conns, near, far)
			d.mu.Unlock()
			d.done.Go(func() { d.pump(far, near) })
			d.done.Go(func() { d.pump(near, far) })
		}
	})
}

// pump moves bytes, each so much later than it came, until one side hangs up.
func (d *delay) pump(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	type chunk struct {
		bytes []byte
		due   time.Time
	}
	queue := make(chan chunk, 4096)
	d.done.Go(func() {
		defer close(queue)
		for {
			buffer := make([]byte, 64<<10)
			n, err := from.Read(buffer)
			if n > 0 {
				queue <- chunk{buffer[:n], time.Now().Add(d.oneWay)}
			}
			if err != nil {
				return
			}
		}
	})
	for c := range queue {
		time.Sleep(time.Until(c.due))
		if _, err := to.Write(c.bytes); err != nil {
			from.Close() // ends the queue
		}
	}
}

func (d *delay) close() {
	d.listener.Close()
	d.mu.Lock()
	for _, c := range d.conns {
		c.Close()
	}
	d.mu.Unlock()
	d.done.Wait()
}
