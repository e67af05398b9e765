// Package export writes messages to a file, as NDJSON, as one JSON array, or as
// CSV; the ending of the file's name says which.
//
// # JSON
//
// A message is the object that the pipe writes of it. Of a message that was larger
// than what is kept, the object has "whole" too, with the sizes that its key,
// value and headers had. A marker is {"marker":text,"timestamp":milliseconds},
// in its place among the messages.
//
// # CSV
//
// The columns are topic, partition, offset, timestamp (RFC 3339, UTC), key, value
// and headers (a JSON array, as in the pipe), in the form of RFC 4180. Null is an
// empty cell; a message without a timestamp, or without headers, has none there. A
// marker is a row without a topic, with its text as the value.
//
// A spreadsheet computes cells that look like a formula. So a text that begins
// with = + - @ (also the wide ones), a tab, CR or LF gets a ' in front, and so that
// this can be undone, also one that begins with ' or "base64:", and the empty text,
// which is just a '. What is no text (not UTF-8, or with control characters other than tab, CR and
// LF) is "base64:" and its bytes in base64. Read back: an empty cell is null, a '
// in front is left out, and what begins with base64: is decoded.
//
// # The file
//
// It is created by the export and for its owner only; a file that is there is
// never written over. If the export does not come to its end, it is removed.
package export
