// Package hostile is a collection of texts that harm whoever prints them as
// they are. It is test data: every place that shows or writes foreign text is
// tested with all of it.
//
// # Model
//
// An [Item] is one text, as it may stand in a key, a value, a header, an error
// of a broker or a name. The families are
//
//	controls     every C0 control, DEL, every C1 control raw and as UTF-8
//	sequences    ESC, CSI, OSC, DCS, APC, PM and SOS: what they do to a
//	             terminal, complete, cut short, with either terminator, raw C1
//	characters   bidi, zero width, marks in towers, families of emoji, tags,
//	             separators, blanks, fillers, private use, wide at the edge
//	encoding     bytes that are not UTF-8: torn, overlong, surrogates, beyond
//	carriers     the same inside JSON, raw and escaped, and across lines
//
// A [Split] is a text of two halves, each harmless or at least incomplete, that
// becomes one sequence if they are printed side by side. A giant is one
// character, a megabyte of it.
package hostile
