package matches

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/sieve"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/table"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// looking is a model of ten messages, of which two have each key.
func looking(t *testing.T) (*Model, *feed.Feed) {
	t.Helper()
	h, err := history.New(history.Options{KeepRecords: 100})
	if err != nil {
		t.Fatal(err)
	}
	f := feed.New(h, 1000)
	s, err := sieve.New(h, history.Options{KeepRecords: 100}, f.Wake)
	if err != nil {
		t.Fatal(err)
	}
	f.Watch(s)
	t.Cleanup(func() {
		f.Close()
		s.Clear()
	})
	for i := range int64(10) {
		s.Append(&model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Offset: i, Key: fmt.Appendf(nil, "user-%d", i%5)})
	}
	return New(s, decoded.New(), f, table.New(theme.New(true), &theme.Unicode, false)), f
}

// tell runs a command and those that its end causes.
func tell(m *Model, cmd tea.Cmd) {
	for cmd != nil {
		cmd, _ = m.Update(cmd())
	}
}

// taken hands frames over until all that is kept was looked at.
func taken(t *testing.T, m *Model, f *feed.Feed) int {
	t.Helper()
	for {
		b, ok := f.Next()
		if !ok {
			t.Fatal("the feed is closed")
		}
		done := b.Filtered && m.Awaits(b.Matches.Matcher) && b.Matches.Backlog == 0
		m.Take(b, false)
		b.Window.Release()
		if done {
			return m.Window().Len()
		}
	}
}

func parsed(t *testing.T, text string) *query.Filter {
	t.Helper()
	is, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return is
}

// Of filters that come while the sieve is being told, the last one is asked.
func TestTheLastFilterIsAsked(t *testing.T) {
	m, f := looking(t)
	first := m.LookFor(parsed(t, "user-1"))
	for _, text := range []string{"user-2", "user"} {
		if m.LookFor(parsed(t, text)) != nil {
			t.Errorf("the sieve is told of %s while it is being told", text)
		}
	}
	tell(m, first)
	if n := taken(t, m, f); n != 10 || m.Filter().String() != "user" || m.Rows() != m.Table() {
		t.Errorf("%d messages match %s", n, m.Filter())
	}
	tell(m, m.LookFor(nil))
	if m.Current() || m.Table() != nil || m.Window() != nil || m.Rows() == nil {
		t.Error("something is left of a filter that was taken away")
	}
}

// The filter of a key gives its place back to the one before it.
func TestAKeyIsFollowedAndLeft(t *testing.T) {
	m, f := looking(t)
	tell(m, m.LookFor(parsed(t, "/user-[12]/")))
	taken(t, m, f)
	cmd, refused := m.Follow(&model.Record{TopicPartition: model.TopicPartition{Topic: "orders"}, Offset: 3, Key: []byte("user-3")}, true)
	tell(m, cmd)
	var r model.Record
	if n := taken(t, m, f); n != 2 || refused != "" || !m.Follows() {
		t.Errorf("%d messages have the key, %q", n, refused)
	}
	if _, ok := m.Table().Selected(&r); !ok || r.Offset != 3 {
		t.Errorf("the message at %d is selected, want the one whose key is followed", r.Offset)
	}
	tell(m, m.Leave())
	if m.Follows() || m.Filter().String() != "/user-[12]/" {
		t.Errorf("the filter is %s", m.Filter())
	}
	if _, refused := m.Follow(&model.Record{Key: []byte("u"), Whole: &model.Extent{Key: 2}}, true); refused == "" {
		t.Error("the beginning of a key is followed")
	}
}
