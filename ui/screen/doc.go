// Package screen paints frames on a terminal, with as few bytes as it takes and
// no faster than the terminal draws them.
//
// # Model
//
// There are two grids of cells: what is wanted, the last frame that was shown
// with [Screen.Show], and what stands on the terminal. A goroutine brings the
// second to the first: it compares them cell by cell and writes what differs.
// Rows that only moved are moved by the terminal. Between two paintings frames
// replace each other, so nobody who makes frames ever waits for the terminal.
// Bubble Tea's own renderer writes about twice as much: it writes anew whatever
// lies between the first and the last cell of a row that differ, and sets
// colours for blanks.
//
// Frames hold text and SGR sequences; everything else in them is left out. They
// are cut at the size of the terminal. Characters of which terminals do not
// agree how wide they are make their row be written from its beginning, and the
// cursor is placed anew after each.
//
// # Pace
//
// What is written goes to a queue, in the kernel or beyond a network, and a
// terminal that draws slowly is seconds behind where nobody looks at that. So
// the screen asks the terminal for its status after what it wrote (DSR 5, which
// all know since the VT100). The answer comes when everything before it is drawn;
// it tells how fast that goes. A terminal that is slow gets its frames in portions of what it draws in
// some [Lead]; what a key has changed goes first. Who makes frames of news waits
// until the last one is painted, see [Screen.Settled]. A terminal that does
// not answer gets everything at once.
//
// # Beside Bubble Tea
//
// Bubble Tea goes on to take the terminal and to give it back: raw mode, the
// alternate screen, the mouse, titles, stopping and going on. What it writes
// goes through [Screen.Pass], which sees when the alternate screen begins and
// ends and when it was erased; nothing is painted outside of it.
package screen
