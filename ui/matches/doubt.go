package matches

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	modeldoubt "github.com/kafkathreadmanager/ktm/model/doubt"
	"github.com/kafkathreadmanager/ktm/ui/program"
)

// doubt is what a filter that matches nothing may have meant. It is looked for
// once all that is kept was searched, and again when there is twice as much.
type doubt struct {
	of      *decoded.Filter // that it is about
	scanned int64           // messages that the filter was asked of by then
	text    string          // "" = it seems to be right
	busy    bool            // it is being looked for
	told    bool            // it stands in the filter's line
}

// DoubtMsg is the end of looking for one.
type DoubtMsg struct {
	of      *decoded.Filter
	scanned int64
	text    string
}

// take notes it; whether the filter is still the same is asked when it is shown.
func (d *doubt) take(msg DoubtMsg) {
	d.busy = false
	d.of, d.scanned, d.text = msg.of, msg.scanned, msg.text
}

// Wonder looks for a reason where a filter matches nothing of what is kept.
func (m *Model) Wonder() tea.Cmd {
	v := m.found
	if m.doubt.busy || !m.Current() || v.Matched > 0 || v.Scanned == 0 || v.Backlog > 0 || v.Undecided > 0 {
		return nil
	}
	if m.doubt.of == m.asked && v.Scanned < 2*m.doubt.scanned {
		return nil
	}
	m.doubt.busy = true
	is, of, reader, kept := m.is, m.asked, m.reader, m.feed
	return program.Guarded(func() tea.Msg {
		w := kept.Window()
		defer w.Release()
		return DoubtMsg{of, v.Scanned, modeldoubt.OfWindow(is, w, reader)}
	})
}

// doubted is the doubt about the filter in force; "" for none.
func (m *Model) doubted() string {
	if !m.Current() || m.doubt.of != m.asked || m.found.Matched > 0 {
		return ""
	}
	return m.doubt.text
}

// Untold is the doubt about the filter in force where its line had no room for it.
// It may be foreign text.
func (m *Model) Untold() string {
	if m.doubt.told {
		return ""
	}
	return m.doubted()
}
