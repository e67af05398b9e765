package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/prompt"
)

// mostFound bounds what is looked for in the open message, in characters.
const mostFound = 200

// askFind makes the question for what to find in the open message. It is looked
// for as it is typed.
func (a *App) askFind() *question {
	return &question{
		prompt:   prompt.New(a.theme, a.glyphs, "find", mostFound),
		examples: []string{"cases count where there is a capital"},
		typed: func(text string) (tea.Cmd, *prompt.Mistake) {
			a.detail.Find(text)
			return nil, nil
		},
		take:  func(string) (tea.Cmd, *prompt.Mistake) { return nil, nil },
		leave: func() tea.Cmd { a.detail.CancelFind(); return nil },
	}
}

// pressFind handles the keys of the search; false for the others.
func (a *App) pressFind(msg tea.KeyPressMsg) bool {
	k, d := &a.keys.Finding, a.detail
	switch {
	case key.Matches(msg, k.Find):
		d.BeginFind()
		a.ask(a.reading.find, "")
	case key.Matches(msg, k.FindNext):
		d.FindAgain(1)
	case key.Matches(msg, k.FindBefore):
		d.FindAgain(-1)
	case key.Matches(msg, k.FindEnd):
		d.EndFind()
	default:
		return false
	}
	return true
}
