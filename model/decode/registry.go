package decode

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/kafkathreadmanager/ktm/model"
)

// Registry is a schema registry of Confluent's kind, and all schemas that were
// asked of it. Its methods are safe for use by several goroutines at a time.
type Registry struct {
	client    *sr.Client
	transport *http.Transport
	host      string
	tell      Events

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	done   chan struct{}
	wake   chan struct{} // has room for one: something was put into queue

	mu      sync.RWMutex
	entries map[int]*entry
	queue   []int        // ids to fetch, in the order they were asked for
	later   []int        // ids that it would not give, to be asked for again, the next one first
	down    *model.Fault // why it could not be reached at the last attempt; nil where it could

	settled atomic.Uint64 // ids that were answered

	references map[reference]sr.SubjectSchema // of the fetching goroutine only
}

// Events are how a registry tells what happened. The functions are called from
// a goroutine of the registry, must not block and must not call Close; nil
// ones are left out.
type Events struct {
	// Changed: what was decoded as pending may decode now, or say why not.
	Changed func()
	// Failed: an attempt to reach the registry failed, or it refused a schema.
	// Equal faults follow while it is down, one an attempt, and one for each
	// schema that is refused; who shows them folds them.
	Failed func(*model.Fault)
}

// entry is what is known of one id. It is not changed once it is in the map.
type entry struct {
	schema *schema
	err    error // why there is no schema (yet)

	pending bool
	expires time.Time // when to ask again; zero: never
}

const (
	// maxEntries bounds what is kept: ids can be noise. Registries have
	// thousands of schemas, not hundreds of thousands.
	maxEntries = 20_000
	// maxQueue bounds what waits to be fetched; the rest is asked for again
	// when it is drawn again.
	maxQueue = 256
	// missingFor is how long an id that the registry does not have is not
	// asked for again.
	missingFor = time.Minute
)

// NewRegistry makes a client and begins to wait for questions; it connects to
// nothing yet. Close it when it is no longer needed.
func NewRegistry(c RegistryConfig, tell Events) (*Registry, error) {
	client, transport, host, err := c.client()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &Registry{
		client: client, transport: transport, host: host, tell: tell,
		ctx: ctx, cancel: cancel, done: make(chan struct{}), wake: make(chan struct{}, 1),
		entries: map[int]*entry{}, references: map[reference]sr.SubjectSchema{},
	}
	go r.run()
	return r, nil
}

// Close ends the fetching, also one that is under way. Schemas that are there
// can still be used. It may be called more than once.
func (r *Registry) Close() {
	r.cancel()
	<-r.done
	r.transport.CloseIdleConnections()
}

// Settled counts the ids that the registry has answered: with a schema, or that
// there is none. Whoever was told that something is pending asks again when it
// has grown.
func (r *Registry) Settled() uint64 { return r.settled.Load() }

// lookup gives a schema that is there, or says why it is not. It waits for
// nothing.
func (r *Registry) lookup(id int) (s *schema, pending bool, err error) {
	r.mu.RLock()
	e := r.entries[id]
	r.mu.RUnlock()
	if e == nil || !e.expires.IsZero() && time.Now().After(e.expires) {
		e = r.want(id)
	}
	return e.schema, e.pending, e.err
}

// want puts an id into the queue, unless someone else has.
func (r *Registry) want(id int) *entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	waiting := r.waiting(id)
	if e := r.entries[id]; e != nil && (e.expires.IsZero() || time.Now().Before(e.expires)) {
		return e
	}
	if len(r.queue) >= maxQueue || r.ctx.Err() != nil {
		return waiting
	}
	if len(r.entries) >= maxEntries {
		r.forget()
	}
	r.entries[id] = waiting
	r.queue = append(r.queue, id)
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return waiting
}

// ErrFetching is in the error of a result whose schema is being fetched, for the
// first time or by a registry that answers: it is worth waiting for. A result
// that is pending without it waits for a registry that is down.
var ErrFetching = errors.New("is being fetched")

// waiting is the entry of an id in the queue. r.mu is held.
func (r *Registry) waiting(id int) *entry {
	if r.down != nil {
		return &entry{pending: true, err: fmt.Errorf("schema %d cannot be fetched: %s", id, r.down.Text)}
	}
	return &entry{pending: true, err: fmt.Errorf("schema %d %w", id, ErrFetching)}
}

// forget makes room: ids that the registry does not have go first.
func (r *Registry) forget() {
	for id, e := range r.entries {
		if !e.expires.IsZero() {
			delete(r.entries, id)
		}
	}
	for id, e := range r.entries {
		if len(r.entries) < maxEntries {
			return
		}
		if !e.pending {
			delete(r.entries, id)
		}
	}
}

// next gives the id to fetch next, which stays where it is: one that was not asked
// for yet, else one that was refused.
func (r *Registry) next() (id int, again, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	switch {
	case len(r.queue) > 0:
		return r.queue[0], false, true
	case len(r.later) > 0:
		return r.later[0], true, true
	default:
		return 0, false, false
	}
}

// set keeps what is known of an id, and takes it out of the queue.
func (r *Registry) set(id int, e *entry) {
	r.mu.Lock()
	r.answered(id)
	r.entries[id] = e
	r.settled.Add(1)
	r.mu.Unlock()
	if r.tell.Changed != nil {
		r.tell.Changed()
	}
}

// answered takes an id out of what is to be asked: the registry is there. r.mu is
// held.
func (r *Registry) answered(id int) {
	is := func(other int) bool { return other == id }
	r.queue, r.later = slices.DeleteFunc(r.queue, is), slices.DeleteFunc(r.later, is)
	if r.down != nil {
		r.down = nil
		for _, id := range r.queue {
			r.entries[id] = r.waiting(id)
		}
	}
}

// refuse puts an id behind all others: a registry may keep one schema from us, or
// break on it, and have the next. It is told once.
func (r *Registry) refuse(id int, fault *model.Fault) {
	e := &entry{pending: true, err: fmt.Errorf("schema %d cannot be fetched: %s", id, fault.Text)}
	r.mu.Lock()
	r.answered(id)
	before := r.entries[id]
	known := before != nil && before.err != nil && before.err.Error() == e.err.Error()
	if len(r.later) >= maxQueue { // the oldest is asked for again when it is drawn again
		r.entries[r.later[0]] = &entry{err: r.entries[r.later[0]].err, expires: time.Now().Add(missingFor)}
		r.later = r.later[1:]
	}
	r.entries[id] = e
	r.later = append(r.later, id)
	r.mu.Unlock()
	if known {
		return
	}
	if r.tell.Changed != nil {
		r.tell.Changed()
	}
	if r.tell.Failed != nil {
		r.tell.Failed(fault)
	}
}

// The waits after failed attempts, and after ids that the registry does not
// have: those may be noise, of which there is any number.
const (
	firstWait = time.Second
	lastWait  = 10 * time.Second
	noiseWait = 50 * time.Millisecond
)

// run fetches what is in the queue, one schema after the other, and now and then
// one that was refused.
func (r *Registry) run() {
	defer close(r.done)
	wait, pause := firstWait, firstWait // after it was not reached, and before what was refused
	due := time.Now()                   // when that is asked for again
	for r.ctx.Err() == nil {
		id, again, ok := r.next()
		if !ok || again && time.Now().Before(due) {
			r.idle(again, time.Until(due))
			continue
		}
		s, err := r.fetch(id)
		refused, isRefused := errors.AsType[*refusal](err)
		fault, isDown := errors.AsType[*model.Fault](err)
		switch {
		case r.ctx.Err() != nil:
		case isRefused:
			wait = firstWait
			r.refuse(id, refused.fault)
			due = time.Now().Add(pause)
			if again {
				pause = min(2*pause, lastWait)
			}
			r.sleep(noiseWait)
		case isDown:
			r.unreachable(id, fault)
			r.sleep(wait)
			wait = min(2*wait, lastWait)
		default:
			wait = firstWait
			if again { // others may be given now, too
				pause, due = firstWait, time.Now()
			}
			r.settle(id, s, err)
		}
	}
}

// settle keeps what the registry answered for good.
func (r *Registry) settle(id int, s *schema, err error) {
	if !errors.Is(err, errMissing) {
		r.set(id, &entry{schema: s, err: err})
		return
	}
	r.set(id, &entry{err: err, expires: time.Now().Add(missingFor)})
	r.sleep(noiseWait)
}

// idle waits for an id to be put into the queue; where some were refused, no longer
// than until they are asked for again.
func (r *Registry) idle(refused bool, d time.Duration) {
	var due <-chan time.Time
	if refused {
		t := time.NewTimer(d)
		defer t.Stop()
		due = t.C
	}
	select {
	case <-r.wake:
	case <-due:
	case <-r.ctx.Done():
	}
}

// unreachable tells that the registry is down. All that waits says so, and what was
// asked for goes behind it.
func (r *Registry) unreachable(id int, fault *model.Fault) {
	r.mu.Lock()
	r.down = fault
	for _, list := range [][]int{r.queue, r.later} {
		if len(list) > 0 && list[0] == id {
			copy(list, list[1:])
			list[len(list)-1] = id
		}
	}
	for _, id := range r.queue {
		r.entries[id] = r.waiting(id)
	}
	r.mu.Unlock()
	if r.tell.Changed != nil {
		r.tell.Changed()
	}
	if r.tell.Failed != nil {
		r.tell.Failed(fault)
	}
}

func (r *Registry) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.ctx.Done():
	}
}
