// Package sieve keeps what a filter lets through, in a memory of its own beside
// the stream.
//
// # Model
//
// A Sieve stands between the manager's callback and a history of everything.
// The callback gives it every record; it appends the record to that history
// and, while there is a filter, asks the filter. What matches is copied to a
// second history, which only matches can push anything out of: a needle stays,
// however much hay comes after it. The stream itself is never filtered, so that
// taking the filter away shows all there is.
//
// A new filter is asked of what is kept already, too, from the oldest record to
// the newest, by a goroutine of its own, while the callback goes on with what
// comes. What it finds in the meantime is put behind that once all is looked at: every
// record is asked for exactly once, and matches are in the order of the stream.
//
// Some messages cannot be judged when they come, because what they are is to be
// fetched first. A filter that says so has them put aside, within bounds, and
// [Sieve.Retry] asks for them again.
//
// [Sieve.View] is what the screen shows: an unchanging window of the matches,
// and how far it got.
package sieve
