package consumer

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/kafkathreadmanager/ktm/model"
)

// outbox tells the observer and the log what happened, in order and one at a
// time. Both are foreign code that may be slow or call the manager, so they
// run in a goroutine of their own, which exists only while there is something
// to tell, and never while a lock is held.
type outbox struct {
	logger   *slog.Logger
	observer func(model.Event)

	goroutine atomic.Uint64 // id of the goroutine that tells; 0 for none

	mu      sync.Mutex
	telling bool
	queue   []notice
}

// notice is one thing to tell: an event, a log line, or both.
type notice struct {
	event model.Event
	level slog.Level
	line  string
	attrs []slog.Attr
	ended chan struct{} // closed once it has been told; may be nil
}

// log queues a line.
func (o *outbox) log(level slog.Level, line string, attrs ...slog.Attr) {
	o.push(notice{level: level, line: line, attrs: attrs})
}

// push queues a notice. It never waits for the observer.
func (o *outbox) push(n notice) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if last := len(o.queue) - 1; last >= 0 && supersedes(n, o.queue[last]) {
		o.queue[last] = n
		return
	}
	o.queue = append(o.queue, n)
	if !o.telling {
		o.telling = true
		go o.tellAll()
	}
}

// supersedes says that n makes old needless. So an observer that is stuck
// costs no memory.
func supersedes(n, old notice) bool {
	return n.line == "" && old.line == "" && n.event.Supersedes(old.event)
}

// tellAll empties the queue and ends.
func (o *outbox) tellAll() {
	empty := false
	defer func() {
		if !empty {
			go o.tellAll() // the observer ended the goroutine
		}
	}()
	o.goroutine.Store(goroutineID())
	for {
		o.mu.Lock()
		if len(o.queue) == 0 {
			o.queue = nil
			o.telling = false
			o.goroutine.Store(0)
			empty = true
			o.mu.Unlock()
			return
		}
		n := o.queue[0]
		o.queue = o.queue[1:]
		o.mu.Unlock()
		o.tell(n)
	}
}

func (o *outbox) tell(n notice) {
	if n.ended != nil {
		defer close(n.ended)
	}
	if n.line != "" {
		o.logger.LogAttrs(context.Background(), n.level, n.line, n.attrs...)
	}
	if o.observer != nil && (n.event.Status != nil || n.event.Fault != nil) {
		o.observer(n.event)
	}
}
