package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/prompt"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// question is something that is typed into the prompt at the bottom of the
// screen. Each has a prompt of its own, and with it the texts that were typed
// before.
type question struct {
	prompt   *prompt.Prompt
	examples []string // of what may be typed, the first ones first

	// typed looks at every change of the text; nil does not.
	typed func(text string) (tea.Cmd, *prompt.Mistake)
	// take is what enter does; with a mistake the prompt stays open.
	take func(text string) (tea.Cmd, *prompt.Mistake)
	// leave is what esc does besides closing the prompt; nil does nothing more.
	leave func() tea.Cmd

	// press takes a key before the prompt does, if it owns it; nil owns none.
	press func(msg tea.KeyPressMsg) (owned bool)
	// keys are what the prompt shows; nil is those of every prompt.
	keys []key.Binding

	// history is where the texts are remembered for later sessions; "" = nowhere.
	history state.History
}

// ask opens the prompt for a question, behind a text that may be changed.
func (a *App) ask(q *question, text string) {
	a.asked = q
	q.prompt.SetTheme(a.theme)
	if q.history != "" {
		q.prompt.Recall(q.history.All(a.settings()))
	}
	q.prompt.Open(text)
}

// pressPrompt handles every key while something is typed.
func (a *App) pressPrompt(msg tea.KeyPressMsg) tea.Cmd {
	q, text := a.asked, a.asked.prompt.Text()
	switch msg.String() {
	case "enter":
		cmd, wrong := q.take(text)
		if wrong != nil {
			q.prompt.Wrong(wrong)
			return nil
		}
		q.prompt.Close(text)
		if q.history != "" {
			q.history.Add(a.settings(), text)
		}
		if a.asked == q { // and not the next question already
			a.asked = nil
		}
		return cmd
	case "esc":
		q.prompt.Close("")
		a.asked = nil
		if q.leave == nil {
			return nil
		}
		return q.leave()
	}
	if q.press != nil && q.press(msg) {
		return nil
	}
	q.prompt.Press(msg)
	if q.prompt.Text() == text {
		return nil
	}
	return a.typed()
}

// paste takes what the terminal pastes: into the prompt, else the pane, or nowhere.
func (a *App) paste(msg tea.PasteMsg) tea.Cmd {
	if a.asked == nil {
		if p, ok := a.pane.(typedInto); ok && a.help == nil {
			return guarded(p.Paste(msg.Content))
		}
		return nil
	}
	a.asked.prompt.Paste(msg)
	return a.typed()
}

// typed lets the question look at what stands in its prompt.
func (a *App) typed() tea.Cmd {
	q := a.asked
	if q.typed == nil {
		q.prompt.Wrong(nil)
		return nil
	}
	cmd, wrong := q.typed(q.prompt.Text())
	q.prompt.Wrong(wrong)
	return cmd
}

// drawPrompt draws the prompt with what may be done in it.
func (a *App) drawPrompt() []string {
	height := prompt.Height
	if a.height < splitHeight {
		height = prompt.LowHeight
	}
	l := paint.New(a.theme, a.glyphs, a.width-2)
	keys := a.asked.keys
	if keys == nil {
		keys = []key.Binding{a.keys.Keep, a.keys.Undo, a.keys.Earlier}
	}
	for _, b := range keys {
		a.hint(l, b, 0)
	}
	gap := hintGap + hintGap
	for _, example := range a.asked.examples {
		if l.Room() < len(gap)+safetext.Width(safetext.String(example)) {
			break
		}
		l.Text(a.theme.Dim, gap).Foreign(a.theme.Dim, []byte(example), l.Room())
		gap = hintGap
	}
	return a.asked.prompt.View(a.width, height, " "+l.String())
}
