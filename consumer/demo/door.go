package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
)

// Ports are taken from below the ranges from which the kernels of Linux,
// macOS and Windows give ports to outgoing connections. A port from there
// could be lost while its door is shut; worse, a client that tries again and
// again could be connected to itself.
const (
	firstPort = 20000
	ports     = 10000
	portTries = 32
)

// door is the listener of one broker. It keeps its address for life, whether
// it is open or shut. Its methods may be called from any goroutine.
type door struct {
	addr   *net.TCPAddr
	calls  chan net.Conn // towards the broker
	closed chan struct{}
	once   sync.Once
	wg     sync.WaitGroup

	mu       sync.Mutex
	ln       net.Listener // nil while shut
	visitors map[*visitor]struct{}
}

// newDoor opens a door on a free loopback port.
func newDoor() (*door, error) {
	d := &door{
		calls:    make(chan net.Conn),
		closed:   make(chan struct{}),
		visitors: make(map[*visitor]struct{}),
	}
	var err error
	for try := range portTries {
		port := firstPort + rand.IntN(ports)
		if try == portTries-1 {
			port = 0 // whatever the kernel has
		}
		d.addr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
		if err = d.open(); err == nil {
			return d, nil
		}
	}
	return nil, fmt.Errorf("demo: no free loopback port to listen on: %w", err)
}

// open lets visitors in again. It fails while somebody else has the port; a
// door that is open or closed for good stays as it is.
func (d *door) open() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ln != nil || d.isClosed() {
		return nil
	}
	ln, err := net.ListenTCP("tcp4", d.addr)
	if err != nil {
		return fmt.Errorf("demo: listening on %s: %w", d.addr, err)
	}
	d.ln = ln
	d.addr = ln.Addr().(*net.TCPAddr)
	d.wg.Go(func() { d.welcome(ln) })
	return nil
}

// shut ends all connections and refuses new ones until open.
func (d *door) shut() {
	d.mu.Lock()
	ln := d.ln
	d.ln = nil
	d.mu.Unlock()
	if ln != nil {
		ln.Close()
	}
	d.drop()
}

// drop resets all connections; new ones are welcome.
func (d *door) drop() {
	d.mu.Lock()
	visitors := make([]*visitor, 0, len(d.visitors))
	for v := range d.visitors {
		visitors = append(visitors, v)
	}
	d.mu.Unlock()
	for _, v := range visitors {
		_ = v.SetLinger(0) // the reader sees a reset, not an orderly end
		_ = v.Close()
	}
}

// welcome accepts visitors until ln is closed.
func (d *door) welcome(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		v := &visitor{TCPConn: conn.(*net.TCPConn), door: d}
		d.mu.Lock()
		late := d.ln != ln
		if !late {
			d.visitors[v] = struct{}{}
		}
		d.mu.Unlock()
		if late {
			conn.Close()
			return
		}
		select {
		case d.calls <- v:
		case <-d.closed:
			_ = v.Close()
			return
		}
	}
}

// backDoor connects to the broker through memory, whether the door is open
// or shut.
func (d *door) backDoor(ctx context.Context) (net.Conn, error) {
	inside, outside := net.Pipe()
	select {
	case d.calls <- inside:
		return outside, nil
	case <-d.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (d *door) isClosed() bool {
	select {
	case <-d.closed:
		return true
	default:
		return false
	}
}

// Accept hands the next connection to the broker.
func (d *door) Accept() (net.Conn, error) {
	select {
	case conn := <-d.calls:
		return conn, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

// Addr is the address that the broker tells its clients.
func (d *door) Addr() net.Addr {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.addr
}

// Close shuts the door for good.
func (d *door) Close() error {
	d.once.Do(func() { close(d.closed) })
	d.shut()
	d.wg.Wait()
	return nil
}

// visitor is a connection that came through a door.
type visitor struct {
	*net.TCPConn
	door *door
}

// Close ends the connection and lets the door forget it.
func (v *visitor) Close() error {
	v.door.mu.Lock()
	delete(v.door.visitors, v)
	v.door.mu.Unlock()
	return v.TCPConn.Close() //nolint:wrapcheck // it is that connection
}
