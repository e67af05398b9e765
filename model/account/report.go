package account

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Report is the account as --report writes it. The JSON names are a promise
// to the scripts that read it. Offsets are -1 where they are not known. Texts
// may quote foreign words.
type Report struct {
	Version    string `json:"version"`
	DurationMS int64  `json:"duration_ms"` // the time of all runs together

	Topics     []string    `json:"topics"`
	Runs       []Run       `json:"runs"`
	Partitions []Partition `json:"partitions"`

	Received  int64 `json:"received"` // records read: handed to the callback, or filtered
	Shown     int64 `json:"shown"`
	Filtered  int64 `json:"filtered"` // records that the filter of a pipe left out
	Forgotten int64 `json:"forgotten"`
	Cleared   int64 `json:"cleared"`
	Bytes     int64 `json:"bytes"` // payload of the records received

	Faults     []Fault `json:"faults"`
	FaultsRest int     `json:"faults_rest"` // occurrences of faults beyond the MaxFaults distinct ones kept

	FirstRecordMS float64 `json:"first_record_ms"` // since the start of the process; 0 = none came
	PeakRSSBytes  int64   `json:"peak_rss_bytes"`  // 0 = not known
}

// Run is one start-to-stop. Reason is a word of [model.Reason], "" while the
// run is under way; Ended is absent then.
type Run struct {
	Run     int       `json:"run"`
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
	Reason  string    `json:"reason"`
	Error   string    `json:"error,omitempty"`

	reason model.Reason
	err    error
}

// Partition is what was read of one partition, over all runs.
type Partition struct {
	Topic     string `json:"topic"`
	Partition int32  `json:"partition"`
	First     int64  `json:"first"` // offset of the session's first record
	Next      int64  `json:"next"`  // offset that the next record would have at least
	Received  int64  `json:"received"`
}

// Fault is one distinct fault.
type Fault struct {
	Kind  model.FaultKind `json:"kind"`
	Where string          `json:"where"` // "orders/3@1042", "orders", "kafka-2:9092" or ""
	Text  string          `json:"text"`
	Hint  string          `json:"hint"`
	Count int             `json:"count"`
	First time.Time       `json:"first"`
	Last  time.Time       `json:"last"`
}

// Report gives the account as it stands. The slices are the caller's own.
func (a *Account) Report() Report {
	a.mu.Lock()
	defer a.mu.Unlock()
	filtered, filteredBytes := a.filtered()
	r := Report{
		Version:       a.version,
		DurationMS:    a.duration(time.Now()).Milliseconds(),
		Topics:        append([]string{}, a.topics...),
		Runs:          append([]Run{}, a.runs...),
		Partitions:    a.sortedPartitions(),
		Received:      a.received + filtered,
		Shown:         a.counters.Shown,
		Filtered:      filtered,
		Forgotten:     a.counters.Forgotten,
		Cleared:       a.counters.Cleared,
		Bytes:         a.bytes + filteredBytes,
		Faults:        make([]Fault, 0, a.faults.Len()),
		FaultsRest:    a.faults.Rest(),
		FirstRecordMS: float64(a.counters.FirstRecord.Microseconds()) / 1000,
		PeakRSSBytes:  a.counters.PeakRSS,
	}
	for i := range a.faults.Len() {
		f := a.faults.At(i)
		r.Faults = append(r.Faults, Fault{
			Kind: f.Kind, Where: f.Where(), Text: f.Text, Hint: f.Hint,
			Count: f.Count, First: f.First, Last: f.Last,
		})
	}
	return r
}

// duration adds up the runs; one under way counts until now. It is called
// with the lock held.
func (a *Account) duration(now time.Time) time.Duration {
	var d time.Duration
	for _, r := range a.runs {
		if r.Started.IsZero() {
			continue
		}
		end := r.Ended
		if end.IsZero() {
			end = now
		}
		d += end.Sub(r.Started)
	}
	return d
}
