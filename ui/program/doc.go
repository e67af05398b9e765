// Package program runs a Bubble Tea model on a real terminal, whatever that does.
//
// Between the two stand, from the model outwards:
//
//   - the guard, which turns a panic into an orderly end ([PanicError]); commands
//     run elsewhere and are [Guarded] one by one,
//   - the canvas, which gives frames to ui/screen, and Bubble Tea a blank one: it
//     keeps what else there is to a terminal (modes, keys, questions),
//   - the passage, by which Bubble Tea writes beside what the screen paints,
//   - the valve, the terminal itself, which may take nothing or have gone, and can
//     be given up then ([ErrUnread]).
//
// The end is in order as far as the terminal lets it: what was asked of it is
// answered, its modes are restored, and nothing waits for ever. Job control is here
// as well: a program that is stopped gives the terminal back first ([Suspend]), and
// is only stopped where a shell can continue it ([JobControl]).
package program
