// Package doubt says why a filter may match nothing: what it asks for is not
// what the messages have, or the text is not read as whoever typed it meant.
//
// It is asked only where nothing matches. Most such filters are right, and the
// messages are not there: then it says nothing. A sentence of it names the
// thing that was typed and what to type instead. It holds names of fields, which
// are foreign text, but nothing of what messages hold in them.
package doubt
