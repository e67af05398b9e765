// Package pipe is the session without a screen: messages go to standard
// output as lines of JSON, everything else goes to standard error.
//
// # The lines
//
// One message is one line, one JSON object, with the names that rpk uses:
//
//	{"topic":"orders","key":"o-17","value":"{\"total\":9.5}","headers":[{"key":"source","value":"web"}],
//	 "timestamp":1795430400000,"timestamp_type":"CreateTime","partition":3,"offset":1042}
//
// All fields are always there, in this order, on one line. A null key, value
// or header value is null. Bytes that are not valid UTF-8 come in base64 under
// key_base64 or value_base64, and key or value is absent then. The timestamp
// is in milliseconds since the Unix epoch, -1 where the message has none.
//
// A line is plain JSON to whoever parses it, and harmless to whoever looks at
// it: control characters, and all that is not seen or that reorders text, are
// written as \u escapes. The rule is that of [safetext.Visible].
//
// # The flow
//
// The thread manager calls [Session.Record] for each message. Lines are
// buffered and written out when the buffer is full, and at the latest 20 ms
// after they came, whole lines at once; only the line of a large message is
// written in pieces, one after the other. When the reader is slow the
// write waits, the callback waits with it, and so the pressure travels back to
// the broker: nothing is dropped.
//
// Faults go to standard error, a line each: at once when they are new, every
// ten seconds with a count while they go on. The last line is the summary.
//
// When the reader goes away, as head does once it has seen enough, the session
// ends without a word and without an error: within a second also where there is
// nothing to write, but on Windows at the next write. Main must ignore SIGPIPE
// for that; the Go runtime would otherwise end the process at the first failed
// write.
package pipe
