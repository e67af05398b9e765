// Package terminal is a terminal that programs run in while they are measured.
//
// A [Terminal] is a real pty with a program in it. Whatever the program writes
// is taken at once, or at a limited speed, and drawn into a [Screen], the grid
// of characters that a person would see. So a measurement asks for what stands
// on the screen and never for bytes, whose order is the renderer's own
// business. Every look at the screen comes with the moment at which the last
// of its bytes were read.
//
// The terminal answers that it knows synchronized output (mode 2026), as
// modern ones do, and counts a screen only when such a frame is complete. For
// every frame it notes how many bytes it took and how many would have been
// needed for what changed ([Frame]).
package terminal
