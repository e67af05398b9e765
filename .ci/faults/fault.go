package main

import (
	"slices"
	"time"
)

// way is how ktm is connected to the cluster.
type way uint8

const (
	direct  way = iota // to the brokers themselves
	proxied            // through proxies
	login              // through proxies, as a user with a password
	private            // to a server that is no Kafka; there is no topic
)

// fault is one thing that goes wrong, and what is asked of ktm then.
type fault struct {
	name string
	does string // what happens, for a reader
	way  way

	partitions int                                // of the topic; 0 = 6
	configs    map[string]string                  // of the topic
	before     func(s *session) error             // prepares what is there when ktm begins
	args       func(s *session) ([]string, error) // more for ktm
	starts     string                             // what the screen shows once ktm has begun; "" = ● running

	play func(s *session) error

	silent bool          // the screen need not say anything
	leaps  bool          // offsets do not just count up: records vanish, or the topic is a new one
	waits  time.Duration // how long an acknowledged record may wait; 0 = 5 s

	keysEvery time.Duration // how often keys are pressed; 0 = 4 times a second
}

const (
	sayLimit  = 5 * time.Second        // until the screen says what is wrong
	keyAnswer = 100 * time.Millisecond // until a key is answered
	waitLimit = 5 * time.Second        // of an acknowledged record, at most
	waitMost  = 3 * time.Second        // of 99 in 100 of them
)

// faults are all that are played unless some are named.
var faults = slices.Concat(brokerFaults, linkFaults, topicFaults, accessFaults, hostileFaults)
