package network

import (
	"crypto/tls"
	"errors"
	"net"
	"time"
)

// Weather is what the proxies do to connections; the zero value is nothing.
type Weather struct {
	Life      func() time.Duration // how long a new connection may live; nil = as long as it wants
	RoundTrip time.Duration        // added to a question and its answer, half of it on each way
	PerSecond int                  // bytes of answers for all connections together; 0 = no limit
	Identity  *tls.Certificate     // TLS towards the program; nil = plaintext
}

// Set changes the weather. How long connections live and whether they are
// encrypted holds for new ones.
func (w *Network) Set(now Weather) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.weather = now
}

// Freeze lets no byte pass until Thaw. Connections stay open.
func (w *Network) Freeze() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flows = make(chan struct{})
}

// Thaw lets all pass that was held up. Thawing what flows changes nothing.
func (w *Network) Thaw() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.flows == nil {
		w.flows = make(chan struct{})
	}
	select {
	case <-w.flows:
	default:
		close(w.flows)
	}
}

// flowing is closed while bytes may pass.
func (w *Network) flowing() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.flows
}

// Cut ends all connections.
func (w *Network) Cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.conns {
		_ = c.Close() // a connection that is given up
	}
	clear(w.conns)
}

// Attempts is the number of connections so far.
func (w *Network) Attempts() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.accepted
}

// track makes sure that a connection ends with the network.
func (w *Network) track(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		_ = c.Close() // nobody uses it
		return false
	}
	w.conns[c] = true
	return true
}

func (w *Network) drop(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, c)
	_ = c.Close() // a connection that is given up
}

// Close ends everything and waits for it.
func (w *Network) Close() error {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	var errs []error
	for _, p := range w.proxies {
		errs = append(errs, p.Close())
	}
	w.Cut()
	w.Thaw()
	w.done.Wait()
	return errors.Join(errs...)
}
