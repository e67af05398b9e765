package ui

import (
	"errors"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/position"
	"github.com/kafkathreadmanager/ktm/ui/prompt"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// positionExamples are of what may be typed.
var positionExamples = []string{
	"start", "end", "-100", "1042", "@12:00", "@-1h", "100:200", "@12:00:13:00", "0=100,1=end",
}

// askPosition makes the question for where to read. A run begins there; the rows
// stay.
func (a *App) askPosition() *question {
	return &question{
		prompt:   prompt.New(a.theme, a.glyphs, "from", position.MaxText),
		history:  state.Positions,
		examples: positionExamples,
		keys: []key.Binding{
			key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "go there")), key.NewBinding(key.WithKeys("esc"), key.WithHelp("esc", "back")), a.keys.Earlier,
		},
		take: func(text string) (tea.Cmd, *prompt.Mistake) {
			scope, err := position.Parse(text, a.now())
			if e, ok := errors.AsType[*position.Error](err); ok {
				return nil, &prompt.Mistake{Pos: e.Pos, Text: e.Text, Hint: e.Hint}
			}
			if a.switching {
				return nil, &prompt.Mistake{Text: "other topics are being opened", Hint: "enter again in a moment goes there"}
			}
			a.thaw()
			a.resume = true // where a message is open, when it is closed
			if a.detail == nil {
				a.rows().Newest()
			}
			return a.reopen(nil, scope), nil
		},
	}
}
