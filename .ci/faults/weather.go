package main

import (
	"errors"
	"fmt"
	"net"
	"strings"
)

// addresses lists the proxies as ktm's -b takes them.
func (w *network) addresses() string {
	list := make([]string, len(w.proxies))
	for i, p := range w.proxies {
		list[i] = fmt.Sprintf("127.0.0.1:%d", p.port())
	}
	return strings.Join(list, ",")
}

// set changes the weather. How long connections live and whether they are
// encrypted holds for new ones.
func (w *network) set(now weather) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.weather = now
}

// freeze lets no byte pass until thaw. Connections stay open.
func (w *network) freeze() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flows = make(chan struct{})
}

// thaw lets all pass that was held up. Thawing what flows changes nothing.
func (w *network) thaw() {
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
func (w *network) flowing() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.flows
}

// cut ends all connections.
func (w *network) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.conns {
		_ = c.Close() // a connection that is given up
	}
	clear(w.conns)
}

// attempts is the number of connections so far.
func (w *network) attempts() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.accepted
}

// track makes sure that a connection ends with the network.
func (w *network) track(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		_ = c.Close() // nobody uses it
		return false
	}
	w.conns[c] = true
	return true
}

func (w *network) drop(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, c)
	_ = c.Close() // a connection that is given up
}

// close ends everything and waits for it.
func (w *network) close() error {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	var errs []error
	for _, p := range w.proxies {
		errs = append(errs, p.listener.Close())
	}
	w.cut()
	w.thaw()
	w.done.Wait()
	return errors.Join(errs...)
}
