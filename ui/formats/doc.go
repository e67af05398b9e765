// Package formats is the menu of formats for the keys and values of a topic.
//
// Each row is a format, what it means, and what one message of the topic, the one
// that was looked at, is by it: so the right one is seen rather than known. A whole
// format with what belongs to it (a file, a byte order) can be typed instead. The
// pane puts nothing in force itself; that may read files, and is the caller's
// command ([Options.Set]).
//
// A pane is used by the program's loop only.
package formats
