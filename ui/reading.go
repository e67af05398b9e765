package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/detail"
)

// reading is how open messages are looked at. It stays from one to the next.
type reading struct {
	settings detail.Settings
	full     bool // the message takes the place of the rows, too
}

// readingKeys are those of the open message, besides the ones that move in it.
type readingKeys struct {
	ValueView, KeyView, Full             key.Binding
	Fold, FoldLeft, FoldRight, FoldDepth key.Binding
}

func newReadingKeys(bind func(help, desc string, keys ...string) key.Binding) readingKeys {
	return readingKeys{
		ValueView: bind("v", "as text, hex", "v"),
		KeyView:   bind("V", "key as text, hex", "V"),
		Full:      bind("f", "full height", "f"),
		Fold:      bind("z", "fold", "z"),
		FoldLeft:  bind("h ←", "fold it", "h", "left"),
		FoldRight: bind("l →", "unfold", "l", "right"),
		FoldDepth: bind("1 2 3 0", "fold to depth, none", "1", "2", "3", "0"),
	}
}

// group is the keys as the help lists them.
func (k *readingKeys) group() []key.Binding {
	return []key.Binding{k.ValueView, k.KeyView, k.Full, k.Fold, k.FoldLeft, k.FoldRight, k.FoldDepth}
}

// footer is those that are useful beside the ways on and back.
func (k *readingKeys) footer() []key.Binding { return []key.Binding{k.ValueView, k.Fold, k.Full} }

// adapt has the keys do what can be done with what is open.
func (k *readingKeys) adapt(d *detail.Pane) {
	foldable := d != nil && d.Foldable()
	for _, b := range []*key.Binding{&k.Fold, &k.FoldLeft, &k.FoldRight, &k.FoldDepth} {
		b.SetEnabled(foldable)
	}
}

// pressReading handles the keys that change how the open message is shown; false
// for the others.
func (a *App) pressReading(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	k, d := &a.keys.Reading, a.detail
	switch {
	case key.Matches(msg, k.ValueView):
		a.say("value: " + d.NextValueView().String())
	case key.Matches(msg, k.KeyView):
		a.say("key: " + d.NextKeyView().String())
	case key.Matches(msg, k.Full):
		a.reading.full = !a.reading.full
	case key.Matches(msg, k.Fold):
		d.ToggleFold()
	case key.Matches(msg, k.FoldLeft):
		d.Fold()
	case key.Matches(msg, k.FoldRight):
		d.Unfold()
	case key.Matches(msg, k.FoldDepth):
		d.FoldTo(int(msg.String()[0] - '0'))
	default:
		return nil, false
	}
	a.reading.settings = d.Settings()
	return nil, true
}
