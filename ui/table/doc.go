// Package table is the scrolling table of messages.
//
// It shows a [history.Window], the records kept now, with rules between them: a
// rule names a new run, a marker, or a gap in the log. Only the visible rows are
// ever looked at, so a table of a million rows costs what one of forty does.
//
// # Rows
//
// Every row has a number that it keeps for the whole session, whatever is
// forgotten before it. A rule stands before the record whose sequence number
// its After is, so the J-th rule has row After+J, and record s has row s plus
// the number of rules up to it. The cursor and the top of the view are such
// numbers: when old records are forgotten they stay on their record, and when
// that one is forgotten too they move to the oldest there is.
//
// # Following
//
// While it follows, the cursor is on the newest row. Any move up ends that, and
// it stays ended until it is asked for again, or until a move goes beyond the
// last row; new rows come in below meanwhile, without moving anything.
package table
