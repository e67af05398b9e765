package keys

import (
	"slices"

	"charm.land/bubbles/v2/key"
)

// Reading are the keys of the open message, besides the ones that move in it.
type Reading struct {
	ValueView, KeyView, FullHeight      key.Binding
	FoldToggle, Fold, Unfold, FoldDepth key.Binding
}

func newReading(bind func(help, desc string, keys ...string) key.Binding) Reading {
	return Reading{
		ValueView:  bind("v", "as text, hex", "v"),
		KeyView:    bind("V", "key as text, hex", "V"),
		FullHeight: bind("f", "full size", "f"),
		FoldToggle: bind("z", "fold", "z"),
		Fold:       bind("h ←", "fold it", "h", "left"),
		Unfold:     bind("l →", "unfold", "l", "right"),
		FoldDepth:  bind("1 2 3 0", "fold to depth, none", "1", "2", "3", "0"),
	}
}

// group is the keys as the help lists them.
func (k *Reading) group() []key.Binding {
	return []key.Binding{k.ValueView, k.KeyView, k.FullHeight, k.FoldToggle, k.Fold, k.Unfold, k.FoldDepth}
}

// footer is those that are useful beside the ways on and back.
func (k *Reading) footer() []key.Binding {
	return []key.Binding{k.ValueView, k.FoldToggle}
}

// Finding are the keys of the search in the open message.
type Finding struct{ Find, FindNext, FindBefore, FindEnd key.Binding }

func newFinding(bind func(help, desc string, keys ...string) key.Binding) Finding {
	return Finding{
		Find:       bind("/", "find in it", "/"),
		FindNext:   bind("n", "next place", "n"),
		FindBefore: bind("N", "place before", "N"),
		FindEnd:    bind("esc", "end the search", "esc"),
	}
}

// group is the keys as the help lists them.
func (k *Finding) group() []key.Binding {
	return []key.Binding{k.Find, k.FindNext, k.FindBefore, k.FindEnd}
}

// Same are the keys for other messages with the key of the open one.
type Same struct{ NextSame, PreviousSame, Compare key.Binding }

func newSame(bind func(help, desc string, keys ...string) key.Binding) Same {
	return Same{
		NextSame:     bind("]", "next of its key", "]"),
		PreviousSame: bind("[", "the one before", "["),
		Compare:      bind("D", "what changed", "D"),
	}
}

// group is the keys as the help lists them.
func (k *Same) group() []key.Binding {
	return []key.Binding{k.NextSame, k.PreviousSame, k.Compare}
}

// detailKeys is the keys of the open message, as the help lists them, beside those
// of other messages of its key and those that find in it.
func (k *Map) detailKeys() []key.Binding {
	keys := []key.Binding{k.Next, k.Previous, k.DetailDown, k.DetailUp, k.DetailTop, k.DetailEnd, k.Wrap, k.Load, k.Back}
	return slices.Concat(keys, k.Reading.group())
}

// detailFooter is those of them that the footer shows as far as they fit.
func (k *Map) detailFooter() []key.Binding {
	keys := []key.Binding{k.Load, k.Skip, k.Next, k.Previous}
	if k.Finding.FindEnd.Enabled() { // n and esc are for the search
		keys = []key.Binding{k.Load, k.Skip, k.Finding.FindNext, k.Finding.FindBefore, k.Finding.FindEnd}
	}
	return slices.Concat(keys, k.Reading.footer(), []key.Binding{k.Copy, k.Reading.FullHeight, k.Same.Compare, k.Finding.Find, k.Export, k.DetailDown, k.DetailUp, k.Freeze, k.Toggle})
}

// AdaptOpen has the keys of the open message do what can be done with it: n and
// esc are for the search while there is one. changed says that keys are others
// than before.
func (k *Map) AdaptOpen(foldable, finding bool) (changed bool) {
	changed = foldable != k.Reading.Fold.Enabled() || finding != k.Finding.FindEnd.Enabled()
	for _, b := range []*key.Binding{&k.Reading.FoldToggle, &k.Reading.Fold, &k.Reading.Unfold, &k.Reading.FoldDepth} {
		b.SetEnabled(foldable)
	}
	for _, b := range []*key.Binding{&k.Finding.FindNext, &k.Finding.FindBefore, &k.Finding.FindEnd} {
		b.SetEnabled(finding)
	}
	return changed
}

// OfLatest is the help of a message that is open in the view of the latest message
// of each key: what works there, and no more.
func (k *Map) OfLatest() []Group {
	newest := k.Same.NextSame
	newest.SetHelp(newest.Help().Key, "newest of its key")
	groups := []Group{{"this message", InMessage, []key.Binding{
		newest, k.Next, k.Previous, k.FollowKey, k.DetailDown, k.DetailUp, k.DetailTop, k.DetailEnd, k.Wrap, k.Reading.ValueView, k.Reading.KeyView, k.Back,
	}}}
	for _, g := range k.Groups() {
		switch g.Place {
		case inRows, InMessage:
			continue
		case inTable:
			g.Keys = []key.Binding{k.Filter, k.Columns, k.Formats, k.Freeze, k.MarkText}
		}
		groups = append(groups, g)
	}
	return groups
}
