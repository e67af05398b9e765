// Package numbers is the pane of live figures.
//
// # Model
//
// A [Pane] counts while it is open, and only then. Each frame's window is looked
// at by a command, one at a time, with a [tally.Tally] that belongs to the command
// while it runs; the message at its end brings a copy of the figures. So neither
// the callback nor a key ever waits for them, and closing the pane drops it all.
//
// What the manager knows anyway (positions, counters, rates) is read from the
// [Facts] that the screen gives.
//
// Figures on the screen change four times a second, rates and the order of
// partitions once, so that they can be read. Columns may grow, but they never
// shrink.
//
// A large screen shows everything side by side; a small one a page at a time, as
// tab does on any screen.
package numbers
