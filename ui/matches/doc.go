// Package matches is what is looked for among the messages, and what was found.
//
// # The filter in force
//
// A [Model] has at most one filter in force. [Model.LookFor] puts another in its
// place; the sieve is told by a command, for that may wait for the search that is
// under way, and by one at a time: of filters that were typed meanwhile only the
// last one is asked. What matches comes back with the frames ([Model.Take]). What is
// still of a filter before is dropped; the rows before stay until then.
//
// Matches have a table of their own, so that the stream's stays as it was: taking
// the filter away shows it again. Rules stand between messages of the stream; among
// matches there are none.
//
// [Model.Follow] makes the filter of one key, which gives its place back to the filter
// before it.
//
// # Windows
//
// A Model holds two views of matches: the newest, and the one that its table shows,
// which is older while the screen is frozen. It releases what it holds no longer.
//
// It is used by the program's loop only. Its commands are guarded, and what they bring
// goes to [Model.Update].
package matches
