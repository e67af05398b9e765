package consumer

import (
	"context"
	"errors"
	"log/slog"
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

// fold holds back faults that repeat, so that at most one a second is told,
// with their count. None is lost: the last one held is told by release.
type fold struct {
	told time.Time
	key  string
	held *model.Fault
}

// add tells f, or holds it back if its like was told within the last second.
// Panics of the callback are alike whatever their text: a million a second
// must not become a million events.
func (d *fold) add(f *model.Fault, tell func(*model.Fault)) {
	if f.Key() != d.key && f.Kind != model.FaultCallback {
		d.release(tell)
		d.told = time.Time{}
	}
	if d.held != nil {
		f = recount(f, d.held.Count+f.Count)
	}
	d.key, d.held = f.Key(), f
	d.releaseDue(tell)
}

// releaseDue tells what is held if a second has passed since the last.
func (d *fold) releaseDue(tell func(*model.Fault)) {
	if d.held != nil && time.Since(d.told) >= foldFor {
		d.release(tell)
	}
}

// release tells what is held.
func (d *fold) release(tell func(*model.Fault)) {
	if d.held != nil {
		tell(d.held)
		d.told, d.held = time.Now(), nil
	}
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
	r.callbacks.releaseDue(r.tell)
}

// flushFaults tells all that is still held back.
func (r *run) flushFaults() {
	r.opening.release(r.tell)
	r.polling.release(r.tellPollError)
	r.callbacks.release(r.tell)
}
