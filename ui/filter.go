package ui

import (
	"errors"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/matches"
	"github.com/kafkathreadmanager/ktm/ui/prompt"
	"github.com/kafkathreadmanager/ktm/ui/state"
	"github.com/kafkathreadmanager/ktm/ui/table"
)

// filter is how a filter is typed. What it finds is in App's matches.
type filter struct {
	question *question     // that asks for it
	before   *query.Filter // what esc in the prompt brings back
}

// rows is the table on the screen: that of the matches, or that of all.
func (a *App) rows() *table.Table { return a.matches.Rows() }

// filterLine is the line of the filter under the countdown.
func (a *App) filterLine() string {
	typed := a.asked == a.filter.question
	return a.matches.Line(matches.LineOptions{
		Theme: a.theme, Glyphs: a.glyphs, Width: a.width,
		Back: a.keys.ShowAll.Help().Key, Typed: typed, Mistaken: typed && a.asked.prompt.Mistaken(),
	})
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
			return a.matches.LookFor(is), nil
		},
		take: func(text string) (tea.Cmd, *prompt.Mistake) {
			_, err := query.Parse(text)
			return nil, mistake(err)
		},
		leave: func() tea.Cmd { return a.matches.LookFor(a.filter.before) },
	}
}

// openFilter begins to type a filter.
func (a *App) openFilter() {
	a.filter.before = a.matches.Filter()
	text := ""
	if a.filter.before != nil {
		if shown, hidden := a.matches.Text(); !hidden {
			text = shown
		}
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
