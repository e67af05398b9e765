package model

import (
	"strings"
	"time"
)

// Topic is a topic as a cluster lists it.
type Topic struct {
	Name       string
	Partitions int
	Replicas   int  // of a partition: the replication factor; 0 = not known
	Internal   bool // the cluster's own, or one that its name keeps apart: __consumer_offsets
}

// TopicFigures is what was in a topic at a moment.
type TopicFigures struct {
	At time.Time

	// Messages is the number of offsets between the start and the end of its
	// partitions; -1 = not known. Where a topic is compacted or written to in
	// transactions, some of them hold no message.
	Messages int64
	// Written adds up the offsets at which the partitions end, so it grows by
	// what is written; -1 = not known of every partition.
	Written int64
	// Missing counts the partitions of which nothing could be learnt; they are in
	// no figure.
	Missing int
	// Bytes is what the partitions take on the disks of their leaders, compressed
	// as they are, or -1 where the cluster does not tell.
	Bytes int64
	// Policy is cleanup.policy: delete, compact, or both; "" where it is not told.
	Policy string
}

// Compacted says that later messages of a key replace earlier ones.
func (f TopicFigures) Compacted() bool { return strings.Contains(f.Policy, "compact") }
