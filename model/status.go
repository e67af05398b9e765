package model

import "time"

// Phase is what the thread manager is doing.
//
//	Stopped → Starting → Running ⇄ Reconnecting → Stopping → Stopped | Failed
type Phase uint8

// The phases of a manager.
const (
	Stopped      Phase = iota // nothing runs; Start and Restart begin a run
	Starting                  // a consumer is being opened, nothing has been read
	Running                   // the consumer reads
	Reconnecting              // nothing can be read for the moment; it keeps trying
	Stopping                  // a stop was asked for, the run is being joined
	Failed                    // the last run ended by itself; Start begins a new one
)

var phaseNames = [...]string{"stopped", "starting", "running", "reconnecting", "stopping", "failed"}

// String is the word the screen shows.
func (p Phase) String() string {
	if int(p) < len(phaseNames) {
		return phaseNames[p]
	}
	return "unknown"
}

// Active says that a run exists: Start does nothing, Stop ends it.
func (p Phase) Active() bool { return p != Stopped && p != Failed }

// Reason is why a run ended.
type Reason uint8

// The reasons, from the ones asked for to the ones that just happen.
const (
	NoReason       Reason = iota // no run has ended yet, or one is under way
	ReasonStopped                // Stop was called
	ReasonLifetime               // the lifetime is over
	ReasonEnd                    // the end position was reached
	ReasonLimit                  // the maximum number of messages was delivered
	ReasonPanic                  // the callback panicked too often in a row
	ReasonAuth                   // the cluster refuses our credentials
	ReasonError                  // anything else the consumer cannot go on after
)

var reasonNames = [...]string{"", "stopped", "lifetime", "end", "limit", "panic", "auth", "error"}

// String is the word of the report: "lifetime", "stopped", "end" …; "" for NoReason.
func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return "unknown"
}

// Status is a snapshot of a manager. It is a value: nobody changes it.
type Status struct {
	Phase  Phase
	Reason Reason // why the run ended, or is ending; NoReason before that
	Err    error  // what ended it, for the reasons that are not asked for

	Run      int           // number of the current or last run, from 1; 0 before the first
	Resumed  bool          // the run continues at the last one's positions
	Since    time.Time     // when this phase began
	Started  time.Time     // when the run began
	Ended    time.Time     // when it ended; zero while it is under way
	Lifetime time.Duration // of the run, extensions included; 0 = no limit
	Deadline time.Time     // when the lifetime is over; zero = no limit

	Received int64 // records handed to the callback since the manager was made
	Bytes    int64 // their payload bytes
	Panics   int64 // callback invocations that panicked

	// Positions holds one entry a partition, sorted by topic and partition.
	// The slice is shared between snapshots and must not be written to.
	Positions []Position
}

// Left is the time until the deadline at now, at least 0; ok is false where
// there is no limit or no run.
func (s Status) Left(now time.Time) (left time.Duration, ok bool) {
	if s.Deadline.IsZero() {
		return 0, false
	}
	if !s.Ended.IsZero() {
		now = s.Ended
	}
	return max(0, s.Deadline.Sub(now)), true
}

// Behind adds up what is still to come in all partitions.
func (s Status) Behind() int64 {
	var n int64
	for i := range s.Positions {
		n += s.Positions[i].Behind()
	}
	return n
}

// Event is what a manager tells besides records: a change of status or a
// fault, in order. Exactly one of the two is set.
type Event struct {
	// After is the number of records handed to the callback before the event,
	// so that a reader can put it in its place in the stream.
	After  int64
	Status *Status
	Fault  *Fault
}

// Supersedes says that e makes old, the event before it, needless: both are
// mere counts and positions of the same phase. A queue that nobody empties
// need not grow by them.
func (e Event) Supersedes(old Event) bool {
	a, b := e.Status, old.Status
	return a != nil && b != nil && a.Run == b.Run && a.Phase == b.Phase && a.Lifetime == b.Lifetime
}
