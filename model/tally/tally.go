package tally

import (
	"maps"
	"math/rand/v2"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// How many messages are looked at, at most, of the first window and of what is new
// in each later one.
const (
	FirstLook = 100_000
	LaterLook = 5_000
)

// Figures are what was counted. Counts are of messages; where a sample was looked
// at, they are estimates.
type Figures struct {
	Messages int64 // that the figures are of
	Looked   int64 // messages that were looked at
	Missed   int64 // messages that were forgotten before they could be
	One      int64 // of how many new messages one was looked at the last time; 1 = all

	Sizes  Histogram // payload bytes
	Delays Histogram // milliseconds

	Stamps    [model.NoTimestamp + 1]int64 // of those with a delay, or ahead, by who set the timestamp
	Ahead     int64                        // messages with a timestamp in the future
	MostAhead time.Duration                // how far, at most

	Last map[model.TopicPartition]int64 // newest timestamp, in milliseconds since the Unix epoch

	Tombstones int64 // values that are null
	NullKeys   int64
	Keys       []Key // the most frequent ones first
	Distinct   int   // number of keys; where Crowded, there are more
	Crowded    bool  // counts of keys may be too high
}

// Tally counts. Make one with New.
type Tally struct {
	figures Figures
	keys    keys
	next    int64 // sequence number of the first message that was not looked at
	begun   bool
}

// New makes an empty one.
func New() *Tally {
	return &Tally{keys: newKeys(), figures: Figures{One: 1, Last: map[model.TopicPartition]int64{}}}
}

// Count takes in what is new in a window that came at now. Windows must not get older.
func (t *Tally) Count(w *history.Window, now time.Time) {
	most, fresh := int64(LaterLook), t.begun
	if !t.begun {
		t.begun, t.next, most = true, w.First(), FirstLook
	}
	if gone := w.First() - t.next; gone > 0 {
		t.figures.Missed += gone
		t.next = w.First()
	}
	n := w.Received() - t.next
	if n <= 0 {
		return
	}
	one := (n + most - 1) / most
	t.figures.One = one
	var r model.Record
	for at := int64(0); at < n; at += one {
		stretch := min(one, n-at)
		w.Record(int(t.next-w.First()+at+rand.Int64N(stretch)), &r)
		t.add(&r, stretch, fresh, now)
	}
	t.next = w.Received()
}

// add counts r for n messages.
func (t *Tally) add(r *model.Record, n int64, fresh bool, now time.Time) {
	f := &t.figures
	f.Messages += n
	f.Looked++
	size := int64(r.Size())
	if r.Whole != nil {
		size = r.Whole.Size()
	}
	f.Sizes.Add(size, n)
	if r.Value == nil {
		f.Tombstones += n
	}
	if r.Key == nil {
		f.NullKeys += n
	} else {
		t.keys.add(r, n)
	}
	if r.Timestamp >= 0 {
		f.Last[r.TopicPartition] = max(f.Last[r.TopicPartition], r.Timestamp)
	}
	if fresh {
		t.delay(r, n, now)
	}
}

// farthest is how far ahead a timestamp is told to be at most: nonsense has no bound.
const farthest = 100 * 365 * 24 * time.Hour

// delay counts the delay of r.
func (t *Tally) delay(r *model.Record, n int64, now time.Time) {
	f := &t.figures
	if r.Timestamp < 0 {
		f.Stamps[model.NoTimestamp] += n
		return
	}
	f.Stamps[min(r.TimestampType, model.NoTimestamp)] += n
	late := now.UnixMilli() - r.Timestamp
	if late >= 0 {
		f.Delays.Add(late, n)
		return
	}
	f.Ahead += n
	f.MostAhead = max(f.MostAhead, time.Duration(min(-late, farthest.Milliseconds()))*time.Millisecond)
}

// Figures gives what was counted so far, with so many keys at most.
func (t *Tally) Figures(most int) Figures {
	f := t.figures
	f.Last = maps.Clone(f.Last)
	f.Keys, f.Distinct, f.Crowded = t.keys.top(most), len(t.keys.rarest), t.keys.crowded
	return f
}
