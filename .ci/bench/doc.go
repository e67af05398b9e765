// Command bench measures ktm beside others on a real Kafka.
//
// It starts a cluster on this machine, fills topics, and runs what is to be
// compared as whole processes, from exec to exit: each round runs every
// contender once, in random order, and there are seven rounds or more. What is
// printed are medians with the smallest and the largest, and ratios; a ratio is
// the median of the rounds' ratios, so that what changes on the machine in the
// course of an hour weighs on both sides. ktm runs with its screen, in a real
// terminal of 120x40 whose output is taken and drawn by package terminal.
//
// Besides the throughput it measures how long a key, a record and a start take
// until they are seen, and what ktm costs when nothing happens.
//
//	.ci/bench/run                     measures all there is; about an hour
//	.ci/bench/run latency 4p-100B     measures these; a group's name is all of its members
//	.ci/bench/run -list               names them
//	.ci/bench/run -write              also puts the results into .github/BENCHMARKS.md
//
// A machine with other work to do measures that work. Where Linux tells what
// other programs took, a run beside which they took more than -others percent
// of the machine is done again, a limited number of times, and the table says
// what they took in the end.
//
// Java and Maven are needed, tmux for what is measured in it. kcat, and Python
// for confluent-kafka, which is installed into the user's cache folder, are
// contenders where they are there.
package main
