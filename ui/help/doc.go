// Package help is the list of all keys, which takes the room between header and
// footer until any key closes it.
//
// The keys come in titled groups. A [Pane] shares these out to columns, as low as
// can be where all fit on the screen, else to as many pages as it takes; then the
// keys that move turn the pages. A key that can do nothing at present is a key
// nevertheless: the help shows all of them.
//
// A pane is used by the program's loop only.
package help
