package feed

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/sieve"
)

// second lets through every second record.
type second struct{}

func (second) Match(r *model.Record) bool { return r.Offset%2 == 0 }

// Failures is how many records the filter could not judge.
func (second) Failures() (int64, error) { return 3, nil }

// A batch carries the matches, and one comes although there is no new record.
func TestBatchesCarryTheMatches(t *testing.T) {
	f, h := newFeed(t, 1000)
	s, err := sieve.New(h, history.Options{}, f.Wake)
	if err != nil {
		t.Fatal(err)
	}
	f.Watch(s)
	for i := range int64(10) {
		s.Append(&model.Record{Offset: i})
	}
	next := func() Batch {
		b, ok := f.Next()
		if !ok {
			t.Fatal("closed")
		}
		b.Window.Release()
		b.Matches.Window.Release()
		return b
	}
	if b := next(); b.Filtered || b.Matches.Window != nil {
		t.Errorf("there is no filter, and the batch says %+v", b.Matches)
	}
	s.Filter(second{}, second{})
	var b Batch
	for b = next(); b.Matches.Backlog > 0; {
		b = next()
	}
	if v := b.Matches; !b.Filtered || v.Matcher != sieve.Matcher(second{}) || v.Matched != 5 || v.Scanned != 10 || v.Failures != 6 {
		t.Errorf("%+v", v)
	}
	s.Clear()
	for b = next(); b.Filtered; {
		b = next()
	}
}
