// Package demo is what stands behind ktm --demo: a Kafka cluster inside the
// program and a story that is written to it.
//
// The cluster is kfake with three brokers. Each broker has a door: a listener
// on a free loopback port that can be shut and opened again while everything
// behind it stays as it is. A reader comes through the doors over TCP, as to
// any other cluster; so does kcat. The story's own producers come in by the
// back, through memory, and go on writing while the doors are shut. A broker
// loss therefore looks to a reader like a real one (connections end, new ones
// are refused), and when it heals everything that was written meanwhile is
// there, offset by offset.
//
// A scenario is data: a table of beats, each saying at what time of a lap
// something is done. Most beats set the flow, in messages a second for each
// topic; others write a poison message, move a leader, shut the doors or open
// them. Beats before time zero make the past: what the topics already hold
// when the demo begins. After the last beat the next lap begins, with other
// keys, values and rates. scenario.go is the timeline.
//
// A story is what a scenario and a seed make of it: a sequence of events, each
// with its time. It is a pure function of the two. Keys, values, headers,
// partitions, order, pauses and faults are the same in every program; only the
// timestamps are those of the clock. One goroutine plays it.
//
// The topics are those of a shop: orders (an order's key stays while its state
// grows), payments and clicks. [Start] creates them, writes the past and
// returns while the story goes on; [Demo.Close] ends it.
package demo
