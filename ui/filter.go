package ui

import (
	"errors"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/sieve"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/prompt"
	"github.com/kafkathreadmanager/ktm/ui/state"
	"github.com/kafkathreadmanager/ktm/ui/table"
)

// filter is what is looked for among the messages, and what was found. The
// matches have a table of their own, so that the stream's stays as it was:
// taking the filter away shows it again. Rules stand between messages of the
// stream; among matches there are none.
type filter struct {
	is     *query.Filter // in force; nil = none
	before *query.Filter // what esc in the prompt brings back
	marker *paint.Marker // of the one in force

	question  *question // that asks for it
	following following // the key that is followed

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

// filteredMsg is the end of a call of the sieve.
type filteredMsg struct{}

// lookFor puts a filter in force; nil takes it away.
func (a *App) lookFor(is *query.Filter) tea.Cmd {
	f := &a.filter
	if is != nil && is.Empty() {
		is = nil
	}
	if is == f.is || is != nil && f.is != nil && is.String() == f.is.String() {
		return nil
	}
	f.is, f.marker = is, nil
	f.following.seek = false
	a.trail.delta = 0
	if is != nil {
		a.unmark()
	}
	if is == nil {
		f.show(sieve.View{}, sieve.View{})
		f.table = nil
	} else {
		f.marker = paint.NewMarker(is)
	}
	return a.tellSieve()
}

// tellSieve has the sieve ask the filter in force from the oldest message on.
// That may wait for the search that is under way, so it is a command, and there
// is one at a time: a filter that another one has replaced meanwhile is left
// out.
func (a *App) tellSieve() tea.Cmd {
	f, s := &a.filter, a.session.Sieve
	f.asked = nil
	if f.again = f.busy; f.busy {
		return nil
	}
	f.busy = true
	if f.is == nil {
		return guarded(func() tea.Msg { s.Clear(); return filteredMsg{} })
	}
	asked := decoded.NewFilter(f.is, a.session.Reader, nil)
	backlog := asked.Clone()
	f.asked = asked
	return guarded(func() tea.Msg { s.Filter(asked, backlog); return filteredMsg{} })
}

// filtered goes on where the filter has changed meanwhile.
func (a *App) filtered() tea.Cmd {
	a.filter.busy = false
	if a.filter.again {
		return a.tellSieve()
	}
	return nil
}

// takeMatches shows what a frame brought of them.
func (a *App) takeMatches(b feed.Batch) {
	f := &a.filter
	if !b.Filtered || f.asked == nil || b.Matches.Matcher != sieve.Matcher(f.asked) {
		b.Matches.Window.Release() // it is of a filter that is gone
		return
	}
	if f.table == nil || f.found.Matcher != b.Matches.Matcher {
		f.show(sieve.View{}, sieve.View{})
		f.table = a.rows().Another()
		f.table.Mark(f.marker)
	}
	shown := f.shown
	// What is frozen is held when all that was there has been looked at.
	if a.frozen == nil || shown.Window == nil || shown.Backlog > 0 {
		shown = b.Matches
	}
	f.show(b.Matches, shown)
	f.seekFollowed(shown)
}

// show puts views in the place of those before, which are released.
func (f *filter) show(found, shown sieve.View) {
	before := [...]*history.Window{f.found.Window, f.shown.Window}
	f.found, f.shown = found, shown
	if f.table != nil {
		f.table.SetWindow(shown.Window)
	}
	for _, w := range before {
		if w != found.Window && w != shown.Window {
			w.Release() // only now: until here the table was reading it
		}
	}
}

// current says that found is of the filter in force.
func (f *filter) current() bool {
	return f.asked != nil && f.found.Matcher == sieve.Matcher(f.asked)
}

// rows is the table on the screen: that of the matches, or that of all.
func (a *App) rows() *table.Table {
	if a.filter.table != nil {
		return a.filter.table
	}
	return a.table
}

// filterExamples are of what may be typed.
var filterExamples = []string{
	"words", "/regex/", "key:user-1", "-without", "value.total > 40 && partition == 3", "header:trace=9f",
}

// askFilter makes the question for a filter. What stands in the prompt is in
// force at once; with a mistake in it, the filter before stays.
func (a *App) askFilter() *question {
	return &question{
		prompt:   prompt.New(a.theme, a.glyphs, "/", query.MaxText),
		examples: filterExamples,
		history:  state.Filters,
		press:    a.pressFilter,
		keys:     []key.Binding{a.keys.Keep, a.keys.Undo, a.keys.Earlier, a.keys.Save, a.keys.Saved},
		typed: func(text string) (tea.Cmd, *prompt.Mistake) {
			is, err := query.Parse(text)
			if err != nil {
				return nil, mistake(err)
			}
			return a.lookFor(is), nil
		},
		take: func(text string) (tea.Cmd, *prompt.Mistake) {
			_, err := query.Parse(text)
			return nil, mistake(err)
		},
		leave: func() tea.Cmd { return a.lookFor(a.filter.before) },
	}
}

// openFilter begins to type a filter.
func (a *App) openFilter() {
	a.filter.before = a.filter.is
	text := ""
	if a.filter.is != nil && a.filterText() == a.filter.is.String() { // else it is not to be seen
		text = a.filter.is.String()
	}
	a.ask(a.filter.question, text)
}

func mistake(err error) *prompt.Mistake {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*query.SyntaxError](err); ok {
		return &prompt.Mistake{Pos: e.Pos, Text: e.Text, Hint: e.Hint}
	}
	return &prompt.Mistake{Text: err.Error()}
}
