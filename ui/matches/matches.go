package matches

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/sieve"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/program"
	"github.com/kafkathreadmanager/ktm/ui/table"
)

// Model is a filter and its matches.
type Model struct {
	sieve  *sieve.Sieve
	reader *decoded.Reader
	feed   *feed.Feed   // of all messages
	stream *table.Table // likewise

	is        *query.Filter // in force; nil = none
	marker    *paint.Marker // of the one in force
	following following     // the key that is followed
	last      last          // the filter that was in force

	// The sieve is told off the program's loop, one filter after the other.
	asked *decoded.Filter // whose matches are awaited; nil = the sieve is to be told yet
	busy  bool            // it is being told
	again bool            // and has to be told again: another filter is in force

	retried time.Time // when what was undecided was last asked for again
	settled uint64    // and how much the schema registry had answered by then

	found sieve.View   // the newest; of the filter before until the sieve tells of this one
	shown sieve.View   // what the table shows: found, or what it was when the view was frozen
	table *table.Table // nil while nothing is shown

	doubt doubt // why nothing matches
}

// New makes a model of what s finds among the messages of a feed and of their table.
// Without a sieve, nil, nothing may be looked for.
func New(s *sieve.Sieve, r *decoded.Reader, f *feed.Feed, stream *table.Table) *Model {
	return &Model{sieve: s, reader: r, feed: f, stream: stream}
}

// ToldMsg is the end of a call of the sieve.
type ToldMsg struct{}

// Update takes what a command of the model brought; false for other messages.
func (m *Model) Update(msg tea.Msg) (cmd tea.Cmd, owned bool) {
	switch msg := msg.(type) {
	case ToldMsg:
		if m.busy = false; m.again {
			return m.Search(), true
		}
	case DoubtMsg:
		m.doubt.take(msg)
	default:
		return nil, false
	}
	return nil, true
}

// LookFor puts a filter in force; nil takes it away.
func (m *Model) LookFor(is *query.Filter) tea.Cmd {
	if is != nil && is.Empty() {
		is = nil
	}
	if is == m.is || is != nil && m.is != nil && is.String() == m.is.String() {
		return nil
	}
	m.is, m.marker = is, nil
	m.following.seek = false
	if is == nil {
		m.Drop()
	} else {
		m.marker = paint.NewMarker(is)
	}
	return m.Search()
}

// Search has the sieve ask the filter in force from the oldest message on.
func (m *Model) Search() tea.Cmd {
	s := m.sieve
	m.asked = nil
	if m.again = m.busy; m.busy {
		return nil
	}
	m.busy = true
	if m.is == nil {
		return told(s.Clear)
	}
	asked := decoded.NewFilter(m.is, m.reader, nil)
	backlog := asked.Clone()
	m.asked = asked
	return told(func() { s.Filter(asked, backlog) })
}

// told makes the command that calls the sieve.
func told(call func()) tea.Cmd {
	return program.Guarded(func() tea.Msg { call(); return ToldMsg{} })
}

// retryAfter is how long what the filter could not judge waits at most for the
// next look: it may have been put aside just when its schema came.
const retryAfter = time.Second

// Retry has the filter look again at what it could not judge, once the schema
// registry has answered something.
func (m *Model) Retry(now time.Time) tea.Cmd {
	settled := m.reader.Settled()
	if m.busy || !m.Current() || m.found.Undecided == 0 || settled == m.settled && now.Sub(m.retried) < retryAfter {
		return nil
	}
	m.retried, m.settled, m.busy = now, settled, true
	s, again := m.sieve, decoded.NewFilter(m.is, m.reader, nil)
	return told(func() { s.Retry(again) })
}

// Take shows what a frame brought of matches. While the screen is frozen, what was
// shown then stays, once all that was there has been looked at.
func (m *Model) Take(b feed.Batch, frozen bool) {
	if !b.Filtered || !m.Awaits(b.Matches.Matcher) {
		b.Matches.Window.Release() // it is of a filter that is gone
		return
	}
	if m.table == nil || m.found.Matcher != b.Matches.Matcher {
		m.show(sieve.View{}, sieve.View{})
		m.table = m.Rows().Another()
		m.table.Mark(m.marker)
	}
	shown := m.shown
	if !frozen || shown.Window == nil || shown.Backlog > 0 {
		shown = b.Matches
	}
	m.show(b.Matches, shown)
	m.seekFollowed(shown)
}

// show puts views in the place of those before, which are released.
func (m *Model) show(found, shown sieve.View) {
	before := [...]*history.Window{m.found.Window, m.shown.Window}
	m.found, m.shown = found, shown
	if m.table != nil {
		m.table.SetWindow(shown.Window)
	}
	for _, w := range before {
		if w != found.Window && w != shown.Window {
			w.Release() // only now: until here the table was reading it
		}
	}
}

// Thaw shows the newest matches, after the screen was frozen.
func (m *Model) Thaw() { m.show(m.found, m.found) }

// Drop forgets the matches, and their table.
func (m *Model) Drop() {
	m.show(sieve.View{}, sieve.View{})
	m.table = nil
}

// Filter is the one in force; nil for none.
func (m *Model) Filter() *query.Filter { return m.is }

// Marker has stand out what the filter in force finds; nil for none.
func (m *Model) Marker() *paint.Marker { return m.marker }

// Awaits says that a matcher of the sieve is that of the filter in force.
func (m *Model) Awaits(is sieve.Matcher) bool { return m.asked != nil && is == sieve.Matcher(m.asked) }

// Current says that Found is of the filter in force.
func (m *Model) Current() bool { return m.Awaits(m.found.Matcher) }

// Busy says that the sieve is being told.
func (m *Model) Busy() bool { return m.busy }

// Found is the newest view of matches; of the filter before while it is not Current.
func (m *Model) Found() sieve.View { return m.found }

// Window is what the table of matches shows, also of a filter before; nil for nothing.
func (m *Model) Window() *history.Window { return m.shown.Window }

// Table is that of the matches; nil while nothing is shown.
func (m *Model) Table() *table.Table { return m.table }

// Rows is the table to be shown: that of the matches, or that of all.
func (m *Model) Rows() *table.Table {
	if m.table != nil {
		return m.table
	}
	return m.stream
}
