// Package model holds the nouns that every other part of ktm speaks.
//
// A [Record] is one message of a topic. It lies at an offset of a
// [TopicPartition], in a [Batch]. How far a consumer has come in a partition, and how far
// the partition itself reaches, is its [Position]. What the thread manager is
// doing is a [Status]: the [Phase] of the current run, why the last one ended,
// and what it counted. What went wrong is a [Fault]: data, with a place, a
// cause and a hint, never a log line.
//
// The package knows no Kafka library and no screen; it imports only the
// standard library, so that consumer and ui can both build on it without
// knowing of each other.
package model
