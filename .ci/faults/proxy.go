package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// network is the way from ktm to the brokers: one proxy for each of them, and
// the weather that all of them have in common. Its methods are for any
// goroutine.
type network struct {
	proxies []*proxy
	done    sync.WaitGroup

	mu       sync.Mutex
	conns    map[net.Conn]bool
	closed   bool
	accepted int           // connections so far
	free     time.Time     // when the line is free again, with perSecond
	flows    chan struct{} // closed while bytes may pass
	weather
}

// weather is what the proxies do to connections; the zero value is nothing.
type weather struct {
	life      func() time.Duration // how long a new connection may live; nil = as long as it wants
	latency   time.Duration        // added to every answer
	perSecond int                  // bytes of answers for all connections together; 0 = no limit
	identity  *tls.Certificate     // TLS towards ktm; nil = plaintext
}

// proxy stands before one broker.
type proxy struct{ listener net.Listener }

func (p *proxy) port() int { return p.listener.Addr().(*net.TCPAddr).Port } //nolint:forcetypeassert // it listens on TCP

func newNetwork(n int) (*network, error) {
	w := &network{conns: make(map[net.Conn]bool)}
	w.thaw()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, errors.Join(fmt.Errorf("proxy: %w", err), w.close())
		}
		w.proxies = append(w.proxies, &proxy{listener: l})
	}
	return w, nil
}

func (w *network) ports() []int {
	ports := make([]int, len(w.proxies))
	for i, p := range w.proxies {
		ports[i] = p.port()
	}
	return ports
}

// serve begins to pass on to the brokers that target names.
func (w *network) serve(target func(i int) string) {
	for i, p := range w.proxies {
		w.done.Go(func() {
			for {
				conn, err := p.listener.Accept()
				if err != nil {
					return // closed
				}
				w.done.Go(func() { w.pass(conn, target(i)) })
			}
		})
	}
}

// pass connects a client with its broker until one of them hangs up.
func (w *network) pass(client net.Conn, target string) {
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
	identity, life := w.identity, w.life
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

// pump moves bytes until one side hangs up; the weather slows down answers.
func (w *network) pump(to io.Writer, from io.Reader, answers bool, hangUp func()) {
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
func (w *network) due(n int, answers bool) time.Time {
	now := time.Now()
	if !answers {
		return now
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.perSecond > 0 {
		if w.free.Before(now) {
			w.free = now
		}
		w.free = w.free.Add(time.Duration(n) * time.Second / time.Duration(w.perSecond))
		return w.free.Add(w.latency)
	}
	return now.Add(w.latency)
}
