package account

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Account collects what happens in one session. All methods may be called
// from any goroutine.
type Account struct {
	mu sync.Mutex

	version  string
	topics   []string
	counters Counters

	received, bytes int64
	read            bool                          // something could be read, if only to see that there is nothing
	leftOut         func() (records, bytes int64) // by a filter; nil = there is none
	runs            []Run
	partitions      map[model.TopicPartition]*Partition
	faults          Faults
	gaps            gaps
}

// Counters are the figures that the manager does not know.
type Counters struct {
	Shown     int64 // records in the table at the end, or written to the pipe
	Forgotten int64 // records that the bounded history no longer holds
	Cleared   int64 // records that the user cleared away

	FirstRecord time.Duration // from the start of the process to the first record; 0 = none came
	PeakRSS     int64         // the largest resident set of the process, in bytes; 0 = not known
}

// New begins the account of a session that reads topics.
func New(version string, topics []string) *Account {
	return &Account{
		version:    version,
		topics:     slices.Clone(topics),
		partitions: make(map[model.TopicPartition]*Partition),
	}
}

// Reads adds topics that are read from now on to those of the session.
func (a *Account) Reads(topics []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range topics {
		if !slices.Contains(a.topics, t) {
			a.topics = append(a.topics, t)
		}
	}
}

// Observe takes one event of the manager. Events must come in their order.
func (a *Account) Observe(e model.Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e.Fault != nil {
		a.faults.Add(e.Fault)
		a.gaps.add(e.Fault)
	}
	if e.Status != nil {
		a.observeStatus(e.Status)
	}
}

func (a *Account) observeStatus(s *model.Status) {
	a.received, a.bytes = s.Received, s.Bytes
	// An end is reached without a Running where there is nothing to read.
	a.read = a.read || s.Received > 0 || s.Phase == model.Running || s.Reason == model.ReasonEnd
	if s.Run == 0 {
		return
	}
	if len(a.runs) == 0 || a.runs[len(a.runs)-1].Run != s.Run {
		a.runs = append(a.runs, Run{Run: s.Run})
	}
	run := &a.runs[len(a.runs)-1]
	run.Started, run.Ended, run.Reason, run.err = s.Started, s.Ended, s.Reason.String(), s.Err
	run.reason = s.Reason
	if s.Err != nil {
		run.Error = s.Err.Error()
	}
	for i := range s.Positions {
		a.observePosition(&s.Positions[i])
	}
}

// observePosition takes what the manager says of a partition. It counts over
// the session.
func (a *Account) observePosition(p *model.Position) {
	t := a.partitions[p.TopicPartition]
	if t == nil {
		t = &Partition{Topic: p.Topic, Partition: p.Partition, First: -1, Next: -1}
		a.partitions[p.TopicPartition] = t
	}
	t.Received = p.Received
	if p.Next >= 0 {
		t.Next = p.Next
	}
	if t.First < 0 {
		t.First = p.First
	}
}

// SetCounters replaces the figures that the manager does not know.
func (a *Account) SetCounters(c Counters) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.counters = c
}

// Filtered has the account tell what a filter leaves out, which the manager is
// not given: leftOut says how much that is so far. It is called once, before
// the session begins.
func (a *Account) Filtered(leftOut func() (records, bytes int64)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.leftOut = leftOut
}

// filtered is called with the lock held.
func (a *Account) filtered() (records, bytes int64) {
	if a.leftOut == nil {
		return 0, 0
	}
	return a.leftOut()
}

// sortedPartitions is called with the lock held.
func (a *Account) sortedPartitions() []Partition {
	list := make([]Partition, 0, len(a.partitions))
	for _, t := range a.partitions {
		list = append(list, *t)
	}
	slices.SortFunc(list, func(x, y Partition) int {
		return cmp.Or(cmp.Compare(x.Topic, y.Topic), cmp.Compare(x.Partition, y.Partition))
	})
	return list
}
