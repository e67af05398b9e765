// Package query holds filters: what people type to see only some messages, and
// to find one.
//
// [Parse] reads a filter once; [Filter.Match] asks it of a message, and
// [Filter.Spans] tells where in a text it matches. A filter is either words or
// one expression.
//
// # Words
//
//	paid eu-west           both are somewhere in the message
//	"two words"            with the space; \" and \\ in it stand for " and \
//	/user-[0-9]+$/         a regex (RE2)
//	key:user-1             in the key; likewise value: header: topic:
//	key:=user-1            it is the key, byte by byte; likewise value:=; key:="\x00 a" for spaces and any bytes
//	header:trace=9f        in the value of a header that is named trace; header:trace= for any value
//	partition:0,2-5        numbers and ranges of them; likewise offset:100-199, offset:100-
//	-retry !key:test       not; before any of these
//
// Every word must match (and, not or). It is looked for in the key, the value,
// and the keys and values of headers, as they are in bytes. Case counts if there
// is an upper-case letter in the word; in a regex, one that is not part of an
// escape. A regex sees the first MiB of each of them.
//
// # Expressions
//
//	value.total > 40 && key startsWith "user-"
//
// The language is described in package expr. A text is an expression if it
// begins with "=", or if it begins with a name of the language (key, value,
// headers, partition, offset, topic, timestamp, size, a field such as .total, a
// function) that an operator follows, or with anything else that one of == != <=
// >= && || follows, or < or > between spaces; expr.Looks has the whole rule. Quotes
// make any text plain: "a == b".
//
// # Decoded messages
//
// Match sees the bytes of the record it is given. Where a message is Avro or the
// like, give it a record whose Key and Value are what they were decoded to: text,
// or JSON for expressions.
//
// # Messages of which only the beginning is here
//
// Where Record.Whole is set the record holds the beginning of the message: what comes behind is not found, a word that is
// excluded may be in it, and a field of JSON is found if it begins and ends before
// the cut. Only size is that of the whole message.
package query
