package model

import (
	"strconv"
	"strings"
	"time"
)

// FaultKind says what sort of thing went wrong. The strings are part of the
// report's format.
type FaultKind string

// The kinds of fault.
const (
	FaultConnection    FaultKind = "connection"     // a broker cannot be reached or hung up
	FaultTimeout       FaultKind = "timeout"        // a broker does not answer
	FaultLeader        FaultKind = "leader"         // a partition has no leader, or it moved
	FaultTopic         FaultKind = "topic"          // the topic is unknown, deleted or recreated
	FaultOffset        FaultKind = "offset"         // the position is outside the log; records were lost to retention or truncation
	FaultAuth          FaultKind = "authentication" // credentials or certificates are refused
	FaultAuthorization FaultKind = "authorization"  // the user may not read this
	FaultCorrupt       FaultKind = "corrupt"        // a batch cannot be decoded
	FaultTooLarge      FaultKind = "too_large"      // a batch is larger than what is fetched at most
	FaultProtocol      FaultKind = "protocol"       // the broker answered something unexpected
	FaultStalled       FaultKind = "stalled"        // the log grows and nothing is read
	FaultCallback      FaultKind = "callback"       // the callback panicked
	FaultConfig        FaultKind = "config"         // what was asked for cannot be done
	FaultNotice        FaultKind = "notice"         // nothing is wrong, but the reader should know
)

// Fault is one thing that went wrong, as data. It is an error, so a Consumer
// returns it from Poll; it is shown as a sentence (Text) and a hint (Hint),
// and folded with its like by [Fault.Key].
//
// Text and Hint may quote foreign words (topic names, broker messages); who
// writes them to a terminal sends them through ui/safetext.
type Fault struct {
	Kind FaultKind

	// Where. Broker is "host:port" or ""; Topic is "" where no topic is
	// concerned; Partition and Offset are -1 where none is. NewFault sets that.
	Broker    string
	Topic     string
	Partition int32
	Offset    int64

	Text string // one sentence for a reader: what happened, without the place's stack of causes
	Hint string // one sentence: what to look at; may be ""
	Err  error  // the cause; may be nil

	// Gap: messages of the log are missing from the stream at this place, or may
	// be: they expired, were truncated, or cannot be read. Readers must not say
	// that nothing was lost.
	Gap bool
	// Moved: reading begins or goes on at To, and not at Offset.
	Moved bool
	To    int64
	// Fatal: the consumer cannot go on; the manager ends the run as Failed.
	Fatal bool
	// Count is how many times it happened since it was last told, at least 1:
	// consumers report one fault at most once a second.
	Count int
	Time  time.Time
}

// NewFault makes a fault of now that concerns no partition and no offset yet.
func NewFault(kind FaultKind, text string, err error) *Fault {
	return &Fault{Kind: kind, Partition: -1, Offset: -1, Text: text, Err: err, Count: 1, Time: time.Now()}
}

// Where names the place: "orders/3@1042", "orders", "kafka-2:9092", "".
func (f *Fault) Where() string {
	switch {
	case f.Topic == "":
		return f.Broker
	case f.Partition < 0:
		return f.Topic
	case f.Offset < 0:
		return TopicPartition{f.Topic, f.Partition}.String()
	default:
		return TopicPartition{f.Topic, f.Partition}.At(f.Offset)
	}
}

// Sentence is what happened, with the place in front unless the text names it.
func (f *Fault) Sentence() string {
	text := f.Text
	if text == "" {
		text = f.Error()
	}
	named := f.Where()
	if f.Topic != "" && f.Partition >= 0 {
		named = TopicPartition{f.Topic, f.Partition}.String() // wherever in it
	}
	if named == "" || strings.Contains(text, named) {
		return text
	}
	return f.Where() + ": " + text
}

// Key is equal for faults that are shown as one line with a count: same kind,
// place and text. The offset does not count unless the text names it.
func (f *Fault) Key() string {
	return strings.Join([]string{string(f.Kind), f.Broker, f.Topic, strconv.Itoa(int(f.Partition)), f.Text}, "\x00")
}

// Error is the sentence and, where there is one, the cause.
func (f *Fault) Error() string {
	switch {
	case f.Err == nil:
		return f.Text
	case f.Text == "":
		return f.Err.Error()
	default:
		return f.Text + ": " + f.Err.Error()
	}
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }
