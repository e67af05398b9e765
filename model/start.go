package model

import (
	"strconv"
	"time"
)

// StartKind says what a Start counts from.
type StartKind uint8

// The kinds of start position.
const (
	StartTail   StartKind = iota // the last N messages of each topic, then live
	StartOldest                  // the oldest message still kept
	StartNewest                  // only what arrives from now on
	StartOffset                  // offset N in every partition
	StartAfter                   // N offsets after the start of each partition
	StartTime                    // the first message as late as N, in milliseconds since 1970
	StartAgo                     // likewise, N milliseconds before the run begins
)

// Start is where a session begins to read. The zero value is not useful on
// its own; DefaultStart is what ktm does when nothing is asked for.
type Start struct {
	Kind StartKind
	N    int64 // what the kind says; never negative
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
	case StartAfter:
		return "from " + strconv.FormatInt(s.N, 10) + " after the start"
	case StartTime:
		return "from " + instant(s.N)
	case StartAgo:
		return "from " + ago(s.N)
	default:
		return "from offset " + strconv.FormatInt(s.N, 10)
	}
}

// EndKind says what an End counts from.
type EndKind uint8

// The kinds of end position.
const (
	EndNone   EndKind = iota // no end: what comes live is read on and on
	EndNewest                // the end of each partition as it is when the run begins
	EndOffset                // offset N in every partition
	EndAfter                 // N offsets after where reading begins
	EndTime                  // the first message as late as N, in milliseconds since 1970
	EndAgo                   // likewise, N milliseconds before the run begins; after it where N is negative
)

// End is where reading a partition ends. What lies at the end is not read
// itself. The zero value is no end.
//
// An end by time that is still to come is waited for: reading goes on until a
// message comes that is as late, or until the clock has passed it.
type End struct {
	Kind EndKind
	N    int64
}

// String follows that of a Start: "to the end", "to 200"; "" for no end.
func (e End) String() string {
	switch e.Kind {
	case EndNone:
		return ""
	case EndNewest:
		return "to the end"
	case EndOffset:
		return "to " + strconv.FormatInt(e.N, 10)
	case EndAfter:
		return "for " + strconv.FormatInt(e.N, 10)
	case EndTime:
		return "to " + instant(e.N)
	default:
		if e.N < 0 {
			return "to " + span(-e.N) + " ahead"
		}
		return "to " + ago(e.N)
	}
}

// instant writes milliseconds since 1970 in local time, as short as they are
// round.
func instant(ms int64) string {
	t := time.UnixMilli(ms)
	switch {
	case ms%1000 != 0:
		return t.Format("2006-01-02 15:04:05.000")
	case t.Second() != 0:
		return t.Format("2006-01-02 15:04:05")
	default:
		return t.Format("2006-01-02 15:04")
	}
}

func ago(ms int64) string {
	if ms == 0 {
		return "now"
	}
	return span(ms) + " ago"
}

// span writes milliseconds without the zeros that a time.Duration shows.
func span(ms int64) string {
	text := ""
	for _, u := range [...]struct {
		name string
		ms   int64
	}{{"d", 86_400_000}, {"h", 3_600_000}, {"m", 60_000}, {"s", 1000}, {"ms", 1}} {
		if n := ms / u.ms; n > 0 {
			text += strconv.FormatInt(n, 10) + u.name
			ms -= n * u.ms
		}
	}
	return text
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
