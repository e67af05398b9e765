// Package latest keeps the latest message of each key, as a compacted topic does.
//
// # Model
//
// A [Table] has one entry for each key of each topic: the last message that came
// with it, and how many did. "Last" is the order in which they were received;
// within a partition that is the order of the log. A message without a key belongs
// to no entity, and is only counted. A tombstone, whose value is null, stays as an
// entry.
//
// The table is filled from windows of a history ([Table.Take]), by one goroutine
// at a time, and read by another one, the screen. It takes in a few hundred
// messages at once and lets the reader in between, so that the reader waits some
// tenths of a millisecond at most. Rows have an order, which is made by the filling
// goroutine as well ([Table.Arrange]); until it is made anew the rows stay where
// they are.
//
// # Bounds
//
// The table has so many keys at most, and so many bytes. Over a bound it forgets
// the key whose last message is the oldest; if that key comes again, its count
// begins anew. Messages that the history had forgotten before they were taken in
// are counted as skipped.
package latest
