// Package consumer holds the thread manager: it reads Kafka records in the
// background, for a limited time, and hands them to a callback.
//
// # The model
//
// A [Manager] owns at most one run at a time. A run is one start-to-stop: it
// opens a fresh [Consumer] through an [Opener], polls it in one goroutine, and
// calls the [Callback] in that goroutine, once a record. When it ends it closes
// the consumer; a closed consumer is never used again.
//
//	Stopped → Starting → Running ⇄ Reconnecting → Stopping → Stopped(reason) | Failed(reason)
//
// A run ends because Stop was called, because its lifetime is over, because
// the end position or the maximum number of records was reached, or because it
// cannot go on: the cluster refuses the credentials, the consumer reports a
// fatal fault, or the callback panicked ten times in a row. The first reason
// counts. Everything else is no end: an opener or a consumer that fails is
// tried again, after 100 ms at first and 1 s at most, until it works or the
// run is stopped.
//
// The lifetime begins at [Manager.Start] and goes on counting while brokers are
// away. It is measured on the monotonic clock: setting the system's clock does
// not move it, and it does not count the time a laptop sleeps. When it is over
// the phase is Stopping within 50 ms, whatever the callback does; the run has
// ended when the callback returns, because Go cannot kill it.
//
// [Manager.Start] after an end goes on at the next offset of every partition,
// so nothing that arrived meanwhile is missed and nothing comes twice.
// [Manager.Restart] begins anew at the session's start position. A record that
// was polled when the stop came is not handed over; it is the first of the next
// run.
//
// # Errors
//
// Errors are never records. What goes wrong during a run is a [model.Fault],
// told to the observer ([WithObserver]) in order with the changes of status,
// and written to the log ([WithLogger]). Faults that repeat are folded: each is
// told at most once a second, with a count. A panic of the callback is caught and told with
// its stack ([PanicError]); its record counts as delivered.
//
// The methods of a Manager return one error only, [ErrStillRunning].
//
// # Use
//
// The package knows no Kafka library. Any type that satisfies [Consumer] can be
// polled; package consumer/kafka has the real one. A consumer that also
// satisfies [Reporter] tells how far the partitions reach and whether anything
// can be read; of any other the manager keeps that account itself, from what
// Poll returns.
//
// All methods of a Manager may be called from any goroutine, from inside the
// callback and from the observer. A Manager needs no closing: while it is
// stopped it owns no goroutine, no timer and no connection.
package consumer
