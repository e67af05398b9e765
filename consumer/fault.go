package consumer

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	hintAgain = "it is tried again until it works or the thread is stopped"
	hintClose = "its connections may stay open until the program ends"
)

// asFault gives the fault that err is or wraps, or else makes one. Its text
// names the cause, so that different causes are different faults.
func asFault(err error, text, hint string) *model.Fault {
	var f *model.Fault
	if errors.As(err, &f) {
		return f
	}
	kind := model.FaultConnection
	var timeout interface{ Timeout() bool }
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		kind = model.FaultTimeout
	}
	f = model.NewFault(kind, text+": "+err.Error(), err)
	f.Hint = hint
	return f
}

// tell queues a fault of this run for the observer and the log.
func (r *run) tell(f *model.Fault) {
	level := slog.LevelWarn
	if f.Kind == model.FaultNotice {
		level = slog.LevelInfo
	}
	r.push(f, level, f.Text)
}

// tellPoll is tell for what Poll returned. A notice is no error.
func (r *run) tellPoll(f *model.Fault) {
	if f.Kind == model.FaultNotice {
		r.tell(f)
		return
	}
	r.push(f, slog.LevelError, pollError+f.Error())
}

// tellPollError is tellPoll for a fault made of an error that was none. The log
// has the error's own words.
func (r *run) tellPollError(f *model.Fault) {
	r.push(f, slog.LevelError, pollError+f.Err.Error())
}

const pollError = "Consumer error when polling message: "

func (r *run) push(f *model.Fault, level slog.Level, line string) {
	attrs := []slog.Attr{slog.Int("run", r.number), slog.String("kind", string(f.Kind)), slog.Int("count", f.Count)}
	if where := f.Where(); where != "" {
		attrs = append(attrs, slog.String("where", where))
	}
	if f.Broker != "" {
		attrs = append(attrs, slog.String("broker", f.Broker))
	}
	var p *PanicError
	if errors.As(f.Err, &p) {
		attrs = append(attrs, slog.String("stack", string(p.Stack)))
	} else if f.Err != nil {
		attrs = append(attrs, slog.String("err", f.Err.Error()))
	}
	r.m.mu.Lock()
	defer r.m.mu.Unlock()
	r.count()
	r.m.out.push(notice{
		event: model.Event{After: r.m.status.Received, Fault: f},
		level: level, line: line, attrs: attrs,
	})
}

// foldFor is how long faults of one source are held back after one was told.
const foldFor = time.Second

// fold holds back faults that repeat, so that each is told at most once a
// second, with its count. None is lost: what is held is told by release.
type fold struct {
	faults map[string]*folded // by foldKey
}

type folded struct {
	told time.Time
	held *model.Fault
}

// foldKey is equal for faults that count as one. Panics of the callback are
// alike whatever their text: a million a second must not become a million
// events.
func foldKey(f *model.Fault) string {
	if f.Kind == model.FaultCallback {
		return string(f.Kind)
	}
	return f.Key()
}

// add tells f, or holds it back if its like was told within the last second.
func (d *fold) add(f *model.Fault, tell func(*model.Fault)) {
	if d.faults == nil {
		d.faults = make(map[string]*folded)
	}
	known := d.faults[foldKey(f)]
	if known == nil {
		known = new(folded)
		d.faults[foldKey(f)] = known
	}
	if known.held != nil {
		f = recount(f, known.held.Count+f.Count)
	}
	known.held = f
	d.releaseDue(tell)
}

// releaseDue tells what is held of faults that were not told for a second, and
// forgets those that have not come again since.
func (d *fold) releaseDue(tell func(*model.Fault)) {
	for key, known := range d.faults {
		switch {
		case time.Since(known.told) < foldFor:
		case known.held == nil:
			delete(d.faults, key)
		default:
			known.told = time.Now()
			tell(known.held)
			known.held = nil
		}
	}
}

// release tells what is held, in the order in which it came last.
func (d *fold) release(tell func(*model.Fault)) {
	var held []*model.Fault
	for _, known := range d.faults {
		if known.held != nil {
			held = append(held, known.held)
		}
	}
	slices.SortFunc(held, func(a, b *model.Fault) int { return a.Time.Compare(b.Time) })
	for _, f := range held {
		tell(f)
	}
	d.faults = nil
}

// recount copies f, which may belong to others.
func recount(f *model.Fault, n int) *model.Fault {
	c := *f
	c.Count = n
	return &c
}

// tellHeldFaults tells the faults whose second is over.
func (r *run) tellHeldFaults() {
	r.opening.releaseDue(r.tell)
	r.polling.releaseDue(r.tellPollError)
	r.own.releaseDue(r.tellPoll)
	r.callbacks.releaseDue(r.tell)
}

// flushFaults tells all that is still held back.
func (r *run) flushFaults() {
	r.opening.release(r.tell)
	r.polling.release(r.tellPollError)
	r.own.release(r.tellPoll)
	r.callbacks.release(r.tell)
}
