// Package decode turns the bytes of a key or a value into something to read.
//
// # Model
//
// A [Format] says how bytes are read: "json", "int64:le", "avro:order.avsc".
// [Parse] reads it from what a user typed, [Formats] lists all there are. A
// [Decoder] is a format made ready: its files are read, its schemas compiled.
// It turns bytes into a [Result]: one line of text, most often compact JSON,
// and what it was read as. A decoder never fails. What does not fit its format
// is shown raw, as text or as hex, with the reason beside it, so that one
// message that is odd never hides itself or the next one.
//
// # Registry
//
// A [Registry] knows the schemas whose ids stand in front of messages in
// Confluent's wire format. It fetches them in the background and keeps them: a
// Decode never waits for a network. Until a schema is there, its messages are
// shown raw and say that it is being fetched; when it has come, the registry
// tells so and the same bytes decode. A registry that is down is told once for
// every attempt as a fault of the model, and tried again ever more seldom. One that
// answers and refuses a schema is asked for the others, and for that one now and
// then.
//
// # Text
//
// JSON input stays as it came: order of names, digits of numbers, repeated
// names; only blanks between tokens go. For other formats the text is written
// straight from the bytes, without a tree in between. In it
//
//   - integers of any size and decimals keep all their digits;
//   - NaN and the infinities are the strings "NaN", "Infinity", "-Infinity";
//   - bytes are strings of base64 (standard alphabet, padded);
//   - instants are strings of RFC 3339 in UTC, dates are "2026-11-23";
//   - names of maps that are no strings are written as such;
//   - Protobuf follows its own JSON mapping, but 64-bit integers are numbers as
//     in all other formats, and unknown fields are shown under "?" by number.
//
// # Bounds
//
// Foreign bytes cannot cost more than they are worth: nesting is bounded, so
// is the text that is written ([Result.Cut] says where it stops), and nothing
// is allocated because a length in the bytes says so. Who shows one line of a
// large message asks for so much of its text only ([Decoder.DecodeUpTo]), and
// pays for that.
package decode
