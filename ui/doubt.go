package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	modeldoubt "github.com/kafkathreadmanager/ktm/model/doubt"
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

// doubtGap is between the facts of a filter and a doubt.
const doubtGap = 3

// doubtMsg is the end of looking for one.
type doubtMsg struct {
	of      *decoded.Filter
	scanned int64
	text    string
}

// wonder looks for a reason where a filter matches nothing of what is kept.
func (a *App) wonder() tea.Cmd {
	f := &a.filter
	v := f.found
	if f.doubt.busy || !f.current() || v.Matched > 0 || v.Scanned == 0 || v.Backlog > 0 || v.Undecided > 0 {
		return nil
	}
	if f.doubt.of == f.asked && v.Scanned < 2*f.doubt.scanned {
		return nil
	}
	f.doubt.busy = true
	is, of, reader, kept := f.is, f.asked, a.session.Reader, a.session.Feed
	return guarded(func() tea.Msg {
		w := kept.Window()
		defer w.Release()
		return doubtMsg{of, v.Scanned, modeldoubt.OfWindow(is, w, reader)}
	})
}

// wondered shows it, if the filter is still the same.
func (a *App) wondered(msg doubtMsg) {
	d := &a.filter.doubt
	d.busy = false
	d.of, d.scanned, d.text = msg.of, msg.scanned, msg.text
}

// doubted is the doubt about the filter in force; "" for none.
func (f *filter) doubted() string {
	if !f.current() || f.doubt.of != f.asked || f.found.Matched > 0 {
		return ""
	}
	return f.doubt.text
}
