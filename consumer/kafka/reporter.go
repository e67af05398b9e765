package kafka

import (
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// tellEvery is how often one fault is told at most.
const tellEvery = time.Second

// reporter keeps faults for Poll, in order, each at most once a second. One
// that comes again sooner is counted and told, with the count, when its second
// is over. Nothing is swallowed: what Poll never came to tell is in rest.
type reporter struct {
	wake func() // called when there is something for next

	mu    sync.Mutex
	queue []*model.Fault
	told  map[string]*telling // by Fault.Key
	held  int                 // tellings that hold something back
}

type telling struct {
	at   time.Time    // when it was told last
	held *model.Fault // what came since, with its count
}

func newReporter(wake func()) *reporter {
	return &reporter{wake: wake, told: make(map[string]*telling)}
}

func (r *reporter) tell(f *model.Fault) {
	r.mu.Lock()
	t := r.told[f.Key()]
	switch {
	case t == nil:
		r.told[f.Key()] = &telling{at: f.Time}
		r.queue = append(r.queue, f)
	case t.held != nil:
		f.Count += t.held.Count
		t.held = f
	case f.Time.Sub(t.at) < tellEvery:
		t.held = f
		r.held++
	default:
		t.at = f.Time
		r.queue = append(r.queue, f)
	}
	r.mu.Unlock()
	r.wake()
}

// next takes the next fault that may be told at now, or nil.
func (r *reporter) next(now time.Time) *model.Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.queue) == 0 {
		r.release(now)
	}
	if len(r.queue) == 0 {
		return nil
	}
	f := r.queue[0]
	r.queue = r.queue[1:]
	return f
}

// release queues what was held back for a second and forgets what has not
// come again since.
func (r *reporter) release(now time.Time) {
	for key, t := range r.told {
		switch {
		case now.Sub(t.at) < tellEvery:
		case t.held != nil:
			r.queue = append(r.queue, t.held)
			r.held--
			t.held, t.at = nil, now
		default:
			delete(r.told, key)
		}
	}
}

// rest takes everything there is, also what is held back.
func (r *reporter) rest() []*model.Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	rest := r.queue
	for _, t := range r.told {
		if t.held != nil {
			rest = append(rest, t.held)
			t.held = nil
		}
	}
	r.queue, r.held = nil, 0
	return rest
}

// due is how long to wait from now until something that is held back may be
// told; ok is false where nothing is.
func (r *reporter) due(now time.Time) (wait time.Duration, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held == 0 {
		return 0, false
	}
	wait = tellEvery
	for _, t := range r.told {
		if t.held != nil {
			wait = min(wait, max(0, tellEvery-now.Sub(t.at)))
		}
	}
	return wait, true
}
