package model

import "strconv"

// StartKind says what a Start counts from.
type StartKind uint8

// The kinds of start position.
const (
	StartTail   StartKind = iota // the last N messages of each topic, then live
	StartOldest                  // the oldest message still kept
	StartNewest                  // only what arrives from now on
	StartOffset                  // offset N in every partition
)

// Start is where a session begins to read. The zero value is not useful on
// its own; DefaultStart is what ktm does when nothing is asked for.
type Start struct {
	Kind StartKind
	N    int64 // messages for StartTail, an offset for StartOffset
}

// DefaultStart: enough to see what the topic looks like, then live.
var DefaultStart = Start{Kind: StartTail, N: 100}

// String is what the header shows: "from last 100", "from the start" …
func (s Start) String() string {
	switch s.Kind {
	case StartTail:
		return "from last " + strconv.FormatInt(s.N, 10)
	case StartOldest:
		return "from the start"
	case StartNewest:
		return "from now on"
	default:
		return "from offset " + strconv.FormatInt(s.N, 10)
	}
}

// Isolation says whether records of open and aborted transactions are read.
type Isolation uint8

// Kafka's two isolation levels; the zero value is the safe one, as in kcat and rpk.
const (
	ReadCommitted Isolation = iota
	ReadUncommitted
)

// String is Kafka's own word for the level.
func (i Isolation) String() string {
	if i == ReadUncommitted {
		return "read_uncommitted"
	}
	return "read_committed"
}
