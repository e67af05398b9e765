// Package tally counts what is in messages: keys, sizes, delays.
//
// # Model
//
// A [Tally] looks at the windows of a history, one after the other. The first one
// it looks at whole, up to [FirstLook] messages; of each later one only at what
// is new in it, up to [LaterLook] messages. Where there are more, it looks at a
// sample: the new messages are cut into as many equal stretches, one message of
// each is drawn by lot, and counts for its whole stretch. So the numbers add up to
// all messages, and no pattern in the stream can hide from the lot. Messages that a
// history forgot before they were looked at are counted as missed.
//
// What is kept of keys is bounded: the space-saving sketch of Metwally, Agrawal
// and El Abbadi with [MostKeys] counters. While there are no more keys than that,
// it is exact; after that a count may be too high, by at most as much as is told
// beside it, and every key more frequent than that is in the list.
//
// A delay is the time from a message's timestamp to the moment at which it was
// handed to Count. Only messages that come after the first look have one: when
// the others came is not known any more. A timestamp in the future is no delay;
// it is told apart, for it says that two clocks differ.
//
// A Tally is used by one goroutine at a time; the [Figures] it gives are a copy.
package tally
