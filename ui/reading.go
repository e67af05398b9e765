package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/detail"
)

// reading is how open messages are looked at. It stays from one to the next.
type reading struct {
	settings detail.Settings
	full     bool // the message takes the place of the rows, too
	find     *question

	comparing bool   // with the message before it of the same key
	chase     *chase // nil while no other message is looked for
}

// adaptReading has the keys do what can be done with what is open and laid out;
// changed says that they are others than before.
func (a *App) adaptReading() (changed bool) {
	d := a.detail
	return a.keys.AdaptOpen(d != nil && d.Foldable(), d != nil && d.Finding())
}

// newReading makes what asks.
func (a *App) newReading() reading { return reading{find: a.askFind()} }

// pressReading handles the keys that change how the open message is shown; false
// for the others.
func (a *App) pressReading(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	k, d := &a.keys.Reading, a.detail
	if a.pressSame(msg) {
		return nil, true
	}
	switch {
	case key.Matches(msg, k.ValueView) && a.reading.comparing:
		a.endCompare()
	case key.Matches(msg, k.ValueView):
		a.say("value: " + d.NextValueView().String())
	case key.Matches(msg, k.KeyView):
		a.say("key: " + d.NextKeyView().String())
	case key.Matches(msg, a.keys.Wrap):
		a.say(map[bool]string{true: "long lines are wrapped", false: "long lines are cut"}[d.ToggleWrap()])
	case key.Matches(msg, k.FullHeight):
		a.reading.full = !a.reading.full
	case key.Matches(msg, k.FoldToggle):
		d.ToggleFold()
	case key.Matches(msg, k.Fold):
		d.Fold()
	case key.Matches(msg, k.Unfold):
		d.Unfold()
	case key.Matches(msg, k.FoldDepth):
		d.FoldTo((slices.Index(k.FoldDepth.Keys(), msg.String()) + 1) % 4)
	default:
		return nil, false
	}
	a.reading.settings = d.Settings()
	return nil, true
}
