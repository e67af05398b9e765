// Package network is the way from a program under test to the brokers: TCP proxies,
// one before each broker, which pass everything on and can make it slow, silent or
// short-lived while it passes. The brokers advertise the proxies' ports, so a network
// is made first, then the brokers, and then it begins to serve.
package network

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// Network is some proxies, and the weather that all of them have in common. Its
// methods are for any goroutine.
type Network struct {
	proxies []net.Listener // one before each broker
	done    sync.WaitGroup

	mu       sync.Mutex
	conns    map[net.Conn]bool
	closed   bool
	accepted int           // connections so far
	free     time.Time     // when the line is free again, with PerSecond
	flows    chan struct{} // closed while bytes may pass
	weather  Weather
}

// New listens on n ports of this machine. Nothing is passed on before Serve.
func New(n int) (*Network, error) {
	w := &Network{conns: make(map[net.Conn]bool)}
	w.Thaw()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, errors.Join(fmt.Errorf("proxy: %w", err), w.Close())
		}
		w.proxies = append(w.proxies, l)
	}
	return w, nil
}

// Ports are those of the proxies, for the brokers to advertise.
func (w *Network) Ports() []int {
	ports := make([]int, len(w.proxies))
	for i, p := range w.proxies {
		ports[i] = p.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // it listens on TCP
	}
	return ports
}

// Addresses lists the proxies as ktm's -b takes them.
func (w *Network) Addresses() string {
	list := make([]string, len(w.proxies))
	for i, p := range w.proxies {
		list[i] = p.Addr().String()
	}
	return strings.Join(list, ",")
}

// Serve begins to pass on to the brokers that target names.
func (w *Network) Serve(target func(i int) string) {
	for i, p := range w.proxies {
		w.done.Go(func() {
			for {
				conn, err := p.Accept()
				if err != nil {
					return // closed
				}
				w.done.Go(func() { w.pass(conn, target(i)) })
			}
		})
	}
}

// pass connects a client with its broker until one of them hangs up.
func (w *Network) pass(client net.Conn, target string) {
	if !w.track(client) {
		return
	}
	w.mu.Lock()
	w.accepted++
	w.mu.Unlock()
	defer w.drop(client)
	broker, err := net.DialTimeout("tcp", target, time.Second)
	if err != nil || !w.track(broker) {
		return
	}
	defer w.drop(broker)
	w.mu.Lock()
	identity, life := w.weather.Identity, w.weather.Life
	w.mu.Unlock()
	if life != nil {
		cut := time.AfterFunc(life(), func() { w.drop(client) })
		defer cut.Stop()
	}
	near := client
	if identity != nil {
		near = tls.Server(client, &tls.Config{Certificates: []tls.Certificate{*identity}})
	}
	hangUp := func() {
		w.drop(client)
		w.drop(broker)
	}
	var both sync.WaitGroup
	both.Go(func() { w.pump(broker, near, false, hangUp) })
	both.Go(func() { w.pump(near, broker, true, hangUp) })
	both.Wait()
}

// chunk is what was read at once, and when it may go on.
type chunk struct {
	bytes []byte
	due   time.Time
}

// pump moves bytes until one side hangs up; answers share the width of the line.
func (w *Network) pump(to io.Writer, from io.Reader, answers bool, hangUp func()) {
	defer hangUp()
	queue := make(chan chunk, 4096)
	w.done.Go(func() {
		defer close(queue)
		for {
			buffer := make([]byte, 16<<10)
			n, err := from.Read(buffer)
			if n > 0 {
				queue <- chunk{buffer[:n], w.due(n, answers)}
			}
			if err != nil {
				return
			}
		}
	})
	broken := false
	for c := range queue {
		if broken {
			continue // the reader is not to wait for us
		}
		wait := time.NewTimer(time.Until(c.due))
		<-wait.C
		<-w.flowing()
		if _, err := to.Write(c.bytes); err != nil {
			broken = true
			hangUp()
		}
	}
}

// due is when n bytes that came now have gone over the line.
func (w *Network) due(n int, answers bool) time.Time {
	due := time.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	if answers && w.weather.PerSecond > 0 {
		if w.free.Before(due) {
			w.free = due
		}
		w.free = w.free.Add(time.Duration(n) * time.Second / time.Duration(w.weather.PerSecond))
		due = w.free
	}
	return due.Add(w.weather.RoundTrip / 2)
}
