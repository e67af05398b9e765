// Package choose is the pane where the columns of a table are chosen: those that
// are shown, in their order, then those that could be. A change holds at once.
//
// What could be is found by looking at some of the messages that are shown
// ([Pane.Count]): every field that one of them has is a row, with how many have it
// and what it was in the last of them. A field that none of them has can be typed.
// The pane changes nothing itself: it gives lists to its [Options].
//
// A pane is used by the program's loop only; what it starts are commands.
package choose
