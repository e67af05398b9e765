package ui

import (
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// usualColumns are those of the session, which count more than what is remembered.
func (a *App) usualColumns() []columns.Column {
	if a.session.Columns != nil {
		return a.session.Columns
	}
	return columns.Default(len(a.session.Topics) > 1)
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
		if was, err := columns.Parse(strings.Join(texts, ",")); err == nil && shownColumns(was) > 0 {
			list = was // else it is by another version of ktm, or by hand
		}
	}
	a.setColumns(list)
}

// setColumns changes what stands side by side in all tables.
func (a *App) setColumns(list []columns.Column) {
	a.columns = list
	a.table.SetColumns(list)
	if a.filter.table != nil {
		a.filter.table.SetColumns(list)
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

// shownColumns is how many of them are not hidden.
func shownColumns(list []columns.Column) (n int) {
	for _, c := range list {
		if !c.Hidden {
			n++
		}
	}
	return n
}

// withColumn is a list in which a field is shown, at its place if it had one, else
// before the value where that is the last one.
func withColumn(list []columns.Column, f field.Field) []columns.Column {
	list = slices.Clone(list)
	if i := columnAt(list, f); i >= 0 {
		list[i].Hidden = false
		return list
	}
	last := len(list)
	for i, c := range slices.Backward(list) {
		if !c.Hidden {
			if c.Field.Kind() == field.Value {
				last = i
			}
			break
		}
	}
	return slices.Insert(list, last, columns.Column{Field: f})
}

// withoutColumn is a list in which a field is not shown. A part that every message
// has keeps its place.
func withoutColumn(list []columns.Column, f field.Field) []columns.Column {
	list = slices.Clone(list)
	i := columnAt(list, f)
	if f.Kind() >= field.InValue {
		return slices.Delete(list, i, i+1)
	}
	list[i].Hidden = true
	return list
}

// movedColumn is a list in which a field has changed places with the next one that
// is shown, or the one before it; false where there is none.
func movedColumn(list []columns.Column, f field.Field, delta int) ([]columns.Column, bool) {
	at := columnAt(list, f)
	if at < 0 || list[at].Hidden {
		return nil, false
	}
	to := at + delta
	for to >= 0 && to < len(list) && list[to].Hidden {
		to += delta
	}
	if to < 0 || to >= len(list) {
		return nil, false
	}
	list = slices.Clone(list)
	list[at], list[to] = list[to], list[at]
	return list, true
}

// columnAt is where a field is in a list, or -1.
func columnAt(list []columns.Column, f field.Field) int {
	return slices.IndexFunc(list, func(c columns.Column) bool { return c.Field == f })
}
