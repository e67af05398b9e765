// Package decoded reads the keys and values of records, each by the format of
// its topic.
//
// # Model
//
// A [Reader] holds the formats: one for the keys and one for the values of all
// topics, and others for single topics. [Reader.Set] changes one at any time;
// [Reader.Key] and [Reader.Value] say what the bytes are. There is one Reader in
// a session, and the screen, the filter and the pipe all ask it, so that what is
// found is what is seen.
//
// The same bytes may be something else later: when a format is set, and when a
// schema has come that they waited for. [Reader.Version] changes then; who keeps
// a result keeps the version with it. [Rows] does so for a table, which draws
// the same few rows again and again.
//
// # Text as it is
//
// Most topics are text or JSON, and their bytes are what is to be read.
// [Reader.AsIs] says so of a field, at the cost of a look at its first bytes;
// who only searches or copies it need not decode.
package decoded
