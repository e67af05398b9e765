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

// readingKeys are those of the open message, besides the ones that move in it.
type readingKeys struct {
	ValueView, KeyView, FullHeight      key.Binding
	FoldToggle, Fold, Unfold, FoldDepth key.Binding
}

func newReadingKeys(bind func(help, desc string, keys ...string) key.Binding) readingKeys {
	return readingKeys{
		ValueView:  bind("v", "as text, hex", "v"),
		KeyView:    bind("V", "key as text, hex", "V"),
		FullHeight: bind("f", "full height", "f"),
		FoldToggle: bind("z", "fold", "z"),
		Fold:       bind("h ←", "fold it", "h", "left"),
		Unfold:     bind("l →", "unfold", "l", "right"),
		FoldDepth:  bind("1 2 3 0", "fold to depth, none", "1", "2", "3", "0"),
	}
}

// group is the keys as the help lists them.
func (k *readingKeys) group() []key.Binding {
	return []key.Binding{k.ValueView, k.KeyView, k.FullHeight, k.FoldToggle, k.Fold, k.Unfold, k.FoldDepth}
}

// footer is those that are useful beside the ways on and back.
func (k *readingKeys) footer() []key.Binding {
	return []key.Binding{k.ValueView, k.FoldToggle, k.FullHeight}
}

// detailKeys is all keys of the open message, as the help lists them.
func (k *keyMap) detailKeys() []key.Binding {
	keys := []key.Binding{k.Next, k.Previous, k.DetailDown, k.DetailUp, k.DetailTop, k.DetailEnd, k.Load, k.Back}
	return slices.Concat(keys, k.Reading.group(), k.Same.group(), k.Finding.group())
}

// detailFooter is those of them that the footer shows as far as they fit.
func (k *keyMap) detailFooter() []key.Binding {
	keys := []key.Binding{k.Load, k.Skip, k.Next, k.Previous}
	if k.Finding.FindEnd.Enabled() { // n and esc are for the search
		keys = []key.Binding{k.Load, k.Skip, k.Finding.FindNext, k.Finding.FindBefore, k.Finding.FindEnd}
	}
	return slices.Concat(keys, k.Reading.footer(), []key.Binding{k.Same.Compare, k.Finding.Find, k.Copy, k.Export, k.DetailDown, k.DetailUp, k.Freeze, k.Toggle})
}

// adaptReading has the keys do what can be done with what is open and laid out:
// n and esc are for the search while there is one.
func (k *keyMap) adaptReading(d *detail.Pane) {
	foldable, finding := d != nil && d.Foldable(), d != nil && d.Finding()
	for _, b := range []*key.Binding{&k.Reading.FoldToggle, &k.Reading.Fold, &k.Reading.Unfold, &k.Reading.FoldDepth} {
		b.SetEnabled(foldable)
	}
	for _, b := range []*key.Binding{&k.Finding.FindNext, &k.Finding.FindBefore, &k.Finding.FindEnd} {
		b.SetEnabled(finding)
	}
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
