// Package expr is the language of expressions over a message, such as
//
//	value.total > 40 && key startsWith "user-"
//
// [Compile] reads an expression once; [Program.Eval] asks it of a message. Names
// and operators are those of the Expr language (expr-lang.org), so that what
// people know of it holds: the evaluation is made for streams of foreign bytes.
// Nothing is decoded but the fields that are asked for. What is missing is nil,
// and comparing it is false, no error. And one evaluation is bounded, whatever
// the message holds: by 64 MiB of work (counted in bytes of JSON read, under
// 0.2 s) and 16 MiB of memory.
//
// # Values
//
//	key value           the bytes as they are, nil for Kafka's null: value == nil is a tombstone
//	value.order.total   a field of JSON; nil where there is none, or no JSON
//	.order.total        the same, for short
//	value["a-b"]        a field by any name; value.items[0], [-1] an element of an array
//	headers.name        the last header of a name; headers["trace-id"]
//	partition offset    numbers
//	topic               text
//	timestamp           the message's time, nil where it has none
//	size                bytes of key, value and headers; of the whole message, where only its beginning is here
//	"text" 'text'       \" \' \\ \n \r \t are escapes; any other backslash stands for itself; none in `text`
//	40 2.5 1_000 10kB   numbers
//	5m 1h30m 250ms 2d   lengths of time
//	true false nil
//
// A key, a value and a header are text, and what they are as JSON where they are
// that: a number, a string without its quotes, an object, an array.
//
// # Operators, those that bind tightest last
//
//	|| or     && and     not
//	== != < <= > >= in contains startsWith endsWith matches, and "not in" …
//	a..b      + -        * / %      ??      ! -
//
// && || and not take nil and false as false and everything else as true. A
// number compares with a text that is that number, and a time with a text such
// as "2026-11-23T12:00:00Z" or with milliseconds since 1970. Any other pair is
// not equal, and neither smaller nor larger. So value.state != "paid" holds also
// where there is no state. Cases count in texts; lower(key) folds them. matches
// takes an RE2 pattern. x in y asks for an element of an array, of a list ["a",
// "b"] or of a range 1..5, for a field of an object or a header by its name, and
// for a part of a text. ?? gives its right side where the left is nil.
//
// # Functions
//
//	len(x)               elements, members or characters
//	lower(x) upper(x) trim(x) abs(x)
//	now()                the time of the evaluation
//	date(x)              a time of a text, or of milliseconds since 1970
//	type(x)              "nil", "bool", "number", "string", "object", "array" …
//	any(array, test) all(array, test) none(array, test) count(array, test)
//	sum(array, what)     of numbers; elements that have none are left out
//
// In a test .name is a field of the element and # the element itself:
// any(value.items, .price > 10), count(value.tags, # == "new"). The last two
// functions may go without a test.
package expr
