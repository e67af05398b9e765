// Command faults plays faults at a real Kafka and keeps the books on ktm.
//
// It starts a cluster of three nodes. For every fault a producer writes
// records and keeps a ledger of what the cluster acknowledged: partition,
// offset and a hash of key and value. Two ktm read along: one on the screen of
// a real terminal, one into a pipe. Then the fault happens and passes. At the
// end every record of the ledger must have come out of the pipe exactly once,
// the report of the screen must add up to the same, and it counts how long
// an acknowledged record waited until ktm handed it over, what the screen said
// of the fault and when, and how fast it answered keys all the while.
//
// Where a fault happens on the way, ktm is connected through proxies of ours,
// one for each broker (.ci/network); the brokers advertise the proxies' addresses.
//
//	.ci/faults/run                 plays all faults; -rounds, -freeze make it shorter
//	.ci/faults/run kill recreate   plays these
//	.ci/faults/run -list           names them
//	.ci/faults/run -write          also puts the results into .github/FAULTS.md
//
// Two long runs are played with .ci/soak:
//
//	.ci/soak hour -write           an hour with a fault about every minute
//	.ci/soak flood -write          100 million records as fast as they can be read
//
// The exit code is 1 when a goal was missed. Java, Maven and tmux are needed.
package main
