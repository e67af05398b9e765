package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/columns/choose"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// usualColumns are those of the session, which count more than what is remembered.
func (a *App) usualColumns() []columns.Column {
	if a.session.Columns != nil {
		return a.session.Columns
	}
	return columns.For(a.session.Topics)
}

// columnState is where the columns of the topics that are read are remembered:
// several together have columns of their own.
func (a *App) columnState() *state.Section {
	topics := slices.Sorted(slices.Values(a.session.Topics))
	return a.topicState(strings.Join(topics, ","))
}

// recallColumns shows the columns that the topics had in an earlier session.
func (a *App) recallColumns() {
	list := a.usualColumns()
	if a.undecided() {
		a.setColumns(list)
		return
	}
	if texts, ok := state.Columns.Of(a.columnState()); ok && a.session.Columns == nil {
		if was, err := columns.Parse(strings.Join(texts, ",")); err == nil && columns.Shown(was) > 0 {
			list = was // else it is by another version of ktm, or by hand
		}
	}
	a.setColumns(list)
}

// setColumns changes what stands side by side in all tables.
func (a *App) setColumns(list []columns.Column) {
	a.columns = list
	a.table.SetColumns(list)
	if t := a.matches.Table(); t != nil {
		t.SetColumns(list)
	}
}

// changeColumns changes and remembers them.
func (a *App) changeColumns(list []columns.Column) {
	a.setColumns(list)
	var texts []string
	for _, c := range list {
		texts = append(texts, columns.Format([]columns.Column{c}))
	}
	state.Columns.Set(a.columnState(), texts)
}

// resetColumns brings the usual ones back, and forgets what was remembered.
func (a *App) resetColumns() {
	a.setColumns(a.usualColumns())
	state.Columns.Forget(a.columnState())
}

// openColumns lists the columns, and counts the fields that messages have.
func (a *App) openColumns() tea.Cmd {
	p := choose.New(a.theme, a.glyphs, choose.Options{
		Keys: &a.keys, Reader: a.session.Reader,
		Columns: func() []columns.Column { return a.columns },
		Cells:   func(f field.Field) int { return a.rows().Cells(f) },
		Change:  a.changeColumns, Reset: a.resetColumns, Close: a.closePane, Count: a.countFields,
	})
	a.openPane(p)
	return a.countFields(p)
}

// countFields counts those of the messages that the screen shows.
func (a *App) countFields(p *choose.Pane) tea.Cmd {
	w := a.window()
	if a.matches.Filter() != nil {
		w = a.matches.Window()
	}
	return guarded(p.CountIn(w))
}
