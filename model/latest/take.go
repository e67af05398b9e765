package latest

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// portion is how many messages are taken in before a reader is let in. portionBytes
// bounds it where they are large.
const (
	portion      = 256
	portionBytes = 256 << 10
)

// Take takes in what a window has beyond the messages that were taken in before,
// for at most about the given time, and says whether that was all. now is when it
// came. What the first window has counts as what was there before anybody looked.
func (t *Table) Take(w *history.Window, now time.Time, most time.Duration) (all bool) {
	begun := time.Now()
	t.mu.Lock()
	if t.next < 0 {
		t.next, t.live = w.First(), w.Received()
	}
	if first := w.First(); t.next < first {
		t.counts.Skipped += first - t.next
		t.next = first
	}
	t.counts.Waiting = max(0, w.Received()-t.next)
	t.mu.Unlock()
	var r model.Record
	for t.next < w.Received() {
		if time.Since(begun) > most {
			return false
		}
		t.portion(w, &r, now)
	}
	return true
}

func (t *Table) portion(w *history.Window, r *model.Record, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	size := 0
	for n := 0; n < portion && size < portionBytes && t.next < w.Received(); n++ {
		w.Record(int(t.next-w.First()), r)
		size += r.Size()
		at := now
		if t.next < t.live {
			at = time.Time{}
		}
		t.add(r, at)
		t.next++
		t.counts.Waiting--
	}
}

// Behind says that a window has messages that were not taken in.
func (t *Table) Behind(w *history.Window) bool { return t.next != w.Received() }
