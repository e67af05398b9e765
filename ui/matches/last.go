package matches

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// last is the filter that was taken away, and can be put in force again.
type last struct {
	is        *query.Filter // nil while there was none
	following following     // what belongs to it
	marker    *paint.Marker
}

func (m *Model) remember() {
	if m.is != nil {
		m.last = last{m.is, m.following, m.marker}
	}
}

// Last is the filter that was taken away by Leave or Aside; nil for none.
func (m *Model) Last() *query.Filter { return m.last.is }

// LastMarker has stand out what it finds.
func (m *Model) LastMarker() *paint.Marker { return m.last.marker }

// Aside takes the filter in force away, to all messages and not to a filter before
// it. Again brings it back.
func (m *Model) Aside() tea.Cmd {
	m.remember()
	m.following = following{}
	return m.LookFor(nil)
}

// Again puts the last filter in force, with the cursor on a message if that is among
// the matches; nil for none.
func (m *Model) Again(r *model.Record) tea.Cmd {
	cmd := m.LookFor(m.last.is)
	m.following = m.last.following
	if m.following.seek = r != nil; r != nil {
		m.following.at, m.following.offset = r.TopicPartition, r.Offset
	}
	return cmd
}
