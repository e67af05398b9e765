// Package picker is the pane in which topics are chosen.
//
// # Model
//
// A [Pane] lists the topics of a cluster. The names come with one request and
// are on the screen at once; the figures come after them, a few requests at a
// time, for the rows on the screen first. At most one question is under way, and
// it is asked by a command, so no key ever waits for it. While the pane is open
// the rows on the screen are asked about again every two seconds, and two
// answers in a row make a rate. Ordered by rate, all topics are asked about in
// turn, because the order needs them all.
//
// What goes wrong is a sentence in the pane; it is tried again quietly, but not a
// login that was refused, because many refusals lock an account.
//
// The list itself, with what is typed and marked, is a [choice.List].
package picker
