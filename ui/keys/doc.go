// Package keys is what the keyboard means: every binding of the screen, the names
// of keys, and other keys in the place of the usual ones.
//
// A [Map] has a field for each thing that a key can do. Its [key.Binding] knows
// the keys for it, the words of the footer and the help, and whether it can do
// anything at present; the screen adapts that in each Update and asks nothing but
// key.Matches. [Map.Groups] is the help, [Map.Footer] the last line, so that what
// is shown is what works. Keys that only one pane knows are of that pane, and
// listed here.
//
// The name of a field is the name of its action: PageDown is page-down, which a
// line key.page-down of the user's config gives other keys. [Map.Remap] reads
// these, and refuses what would leave the user without a way: two actions with one
// key in the same place, letters in a prompt, ctrl+c for anything but the end.
//
// A map is used by the program's loop only.
package keys
