package hostile

import (
	"slices"
	"strings"
)

// Item is one hostile text, of at most some hundred bytes unless it is a giant.
type Item struct {
	Name string // unique among all items
	Text string // any bytes; often not UTF-8
}

// Split is a text in two fields that are shown next to each other.
type Split struct {
	Name          string
	First, Second string
}

// Items gives all items but the giants, always in the same order. The slice is
// the caller's.
func Items() []Item {
	return slices.Concat(controls(), sequences, characters, encoding, carriers)
}

// giantSize is the length of a giant in bytes, at least.
const giantSize = 1 << 20

// Giants gives items of a megabyte, each one character again and again.
func Giants() []Item {
	var all []Item
	for _, of := range []struct{ name, unit string }{
		{"letters", "a"},
		{"wide letters", "東"},
		{"escapes", "\x1b"},
		{"marks", "\u0301"},
		{"joiners", "\u200d"},
		{"newlines", "\n"},
		{"bytes that are not UTF-8", "\xff"},
	} {
		all = append(all, Item{"a megabyte of " + of.name, strings.Repeat(of.unit, 1+giantSize/len(of.unit))})
	}
	return all
}
