package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/ui/picker"
)

// openTopics lists the topics of the cluster, to choose from.
func (a *App) openTopics() tea.Cmd {
	ctx, end := context.WithCancel(a.load.ctx)
	p := picker.New(a.theme, a.glyphs, picker.Options{
		Source: quietSource{a.session.Browse(ctx), a.stage}, Brokers: a.stage.hush(strings.Join(a.session.Brokers, ",")), Reading: a.session.Topics,
		Choose: a.chooseTopics, Close: end, Now: a.now,
		On: a.keys.Picker, Sort: a.keys.Sort,
	})
	a.openPane(p)
	return guarded(p.Begin())
}

// undecided says that no topic was chosen yet: there is nothing to go back to.
func (a *App) undecided() bool { return len(a.session.Topics) == 0 }

// switchedMsg says that the run of the topics before has ended, and that runs
// from now on read others.
type switchedMsg struct {
	topics []string
	from   model.Scope
	empty  *history.Window // of what is kept now: nothing
	err    error           // they could not be left
}

// chooseTopics leaves the topics that are read for others. Their consumer is
// closed before anything of the others is shown, and their rows go: they must not
// stand under the others' names.
func (a *App) chooseTopics(topics []string) tea.Cmd {
	a.closePane()
	before := slices.Sorted(slices.Values(a.session.Topics))
	if slices.Equal(before, topics) || a.switching {
		return nil
	}
	a.switching = true
	s, from := a.session, elsewhere(a.session.Start)
	return guarded(func() tea.Msg {
		// First, so that whoever starts a run meanwhile reads the others.
		if err := s.Reopen(topics, from); err != nil {
			return switchedMsg{err: err}
		}
		if err := s.Controller.Stop(); err != nil {
			if len(before) > 0 {
				_ = s.Reopen(before, s.Start) // it was accepted before
			}
			return switchedMsg{err: err}
		}
		s.Feed.Clear()
		return switchedMsg{topics: topics, from: from, empty: s.Feed.Window()}
	})
}

// switched shows the others and begins to read them. The filter stays, and so do
// the errors, which say where they happened.
func (a *App) switched(msg switchedMsg) tea.Cmd {
	a.switching = false
	if msg.err != nil {
		a.say(a.stage.hush(msg.err.Error()))
		if a.undecided() {
			return a.openTopics()
		}
		return nil
	}
	a.thaw()
	if a.detail != nil {
		a.shut()
	}
	a.session.Topics, a.session.Start = msg.topics, msg.from
	a.status.Positions = a.ours(a.status.Positions)
	old := a.newest
	a.newest = msg.empty
	a.matches.Drop()
	a.table.Clear()
	a.marks.list = nil
	a.recallColumns()
	a.table.SetWindow(a.newest)
	old.Release()
	begin := tea.Batch(a.recallFormats(), a.control(a.session.Controller.Restart))
	if a.matches.Filter() == nil {
		return begin
	}
	return tea.Batch(a.matches.Search(), begin) // the same filter, of what comes now
}

// ours leaves out the partitions of topics that were read before. The manager
// goes on counting them.
func (a *App) ours(list []model.Position) []model.Position {
	foreign := func(p model.Position) bool { return !slices.Contains(a.session.Topics, p.Topic) }
	if !slices.ContainsFunc(list, foreign) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), foreign)
}

// elsewhere is what is read of other topics than those for which it was asked:
// offsets and the numbers of partitions are places in one topic.
func elsewhere(at model.Scope) model.Scope {
	at.Apart, at.Closed = nil, false
	if at.Start.Kind == model.StartOffset {
		at.Start = model.DefaultStart
	}
	if at.End.Kind == model.EndOffset {
		at.End = model.End{}
	}
	return at
}
