// Package state is what ktm remembers from one session to the next: how the
// messages of a topic are read and shown, and what was typed in the prompts.
//
// # Model
//
// A [Store] holds sections: one for everything ([Store.Settings]) and one for
// each topic of a cluster ([Store.Topic]). A [Section] holds items: small values
// under a name. An [Item] is a name with the Go type of its value; a [History]
// is the texts that were typed, and a [Named] is texts under names of the user's.
// All of them are listed in items.go; to remember something more, add a line
// there and call Of and Set:
//
//	topic := store.Topic(state.Cluster(brokers), "orders")
//	if name, ok := state.ValueFormat.Of(topic); ok { … }
//	state.ValueFormat.Set(topic, "json")
//
// Reading and setting touch memory only and may be done on the program's loop.
// A goroutine of the store's writes the file a moment after a change, and Close
// writes what is left. A nil *Store, and one made by [Memory], remember for as
// long as the process lives.
//
// # The file
//
// It is JSON, in [Dir], readable by its owner only, and bounded: a store forgets
// the topics that were not looked at for the longest time. Several programs may
// use it at once. Each write takes a lock, reads the file anew, makes the changes
// of this program in it and puts it in the place of the old one at once, so that
// nothing is lost but the last word on the same item. A file that cannot be
// understood is put aside, never overwritten; one of a newer ktm is left alone,
// and so is everything in it that this one does not know. None of it ever stops
// the program.
//
// What is read from the file is foreign text like any other: whoever uses a
// value checks it. Filters are kept as they were typed and may hold personal
// data; credentials are never kept, and brokers only as a hash.
package state
