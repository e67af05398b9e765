package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/history"
	model "github.com/kafkathreadmanager/ktm/model/latest"
	"github.com/kafkathreadmanager/ktm/ui/latest"
)

// What the latest message of each key may take where the session does not say.
const (
	latestKeys  = history.DefaultKeepRecords
	latestBytes = history.DefaultKeepBytes
)

// openLatest shows the latest message of each key among what is shown now: all, or
// what the filter finds.
func (a *App) openLatest() tea.Cmd {
	o := model.Options{Keys: a.session.Keep, Bytes: a.session.KeepBytes}
	if o.Keys <= 0 {
		o.Keys = latestKeys
	}
	if o.Bytes <= 0 {
		o.Bytes = latestBytes
	}
	p := latest.New(a.theme, a.glyphs, &a.keys, a.session.Reader, o, a.columns)
	p.Clock(a.now)
	p.SetTimeFormat(a.table.TimeFormat().String())
	p.Of(a.matches.Filter(), a.matches.Marker())
	a.openPane(p)
	return a.feedLatest()
}

// feedLatest gives the open view of latest messages what the tables show.
func (a *App) feedLatest() tea.Cmd {
	p, ok := a.pane.(*latest.Pane)
	if !ok {
		return nil
	}
	p.Of(a.matches.Filter(), a.matches.Marker())
	w := a.window()
	if a.matches.Filter() != nil {
		if !a.matches.Current() {
			return nil // these are of the filter before
		}
		w = a.matches.Window()
	}
	return guarded(p.Feed(w, a.now()))
}

// late says that the rows in view lack fields that the next frame will have read.
func (a *App) late() bool {
	if p, ok := a.pane.(*latest.Pane); ok {
		return p.Late()
	}
	return a.rows().Late()
}
