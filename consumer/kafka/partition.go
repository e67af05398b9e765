package kafka

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer/backoff"
	"github.com/kafkathreadmanager/ktm/model"
)

// seek says what has to be asked of the leader before a partition's position
// is known.
type seek uint8

const (
	seekNone   seek = iota // offset is the position
	seekOldest             // the log's start
	seekNewest             // the log's end
	seekTail               // so many messages before the end
	seekOffset             // offset, if it lies within the log; asked only where the end must be known
	seekRange              // offset was refused: see where the log lies now
	seekAfter              // so many offsets after the log's start
	seekTime               // the first message as late as a time
	seekEnd                // offset is the position; where to end has to be asked
)

// noNode stands for a broker that is not known.
const noNode int32 = -1

// topic is one incarnation of a topic we read, or the name of one that does
// not exist. Consumer.mu guards it.
type topic struct {
	name  string
	id    sarama.Uuid // zero where brokers have no topic ids, or none is known yet
	known bool        // metadata has told its partitions
	gone  bool        // metadata says that it does not exist
	amiss int         // how many answers in a row said so
	parts map[int32]*partition
	// handed goes on counting when the topic is created again, also for
	// partitions that the new one does not have.
	handed map[int32]*handed
}

// handed is what Poll, whose goroutine owns it, has handed out of a partition.
type handed struct{ first, received int64 }

func newTopic(name string) *topic {
	return &topic{name: name, parts: make(map[int32]*partition), handed: make(map[int32]*handed)}
}

// add begins with a partition that metadata has told of.
func (t *topic) add(id int32) *partition {
	if t.handed[id] == nil {
		t.handed[id] = &handed{first: -1}
	}
	p := newPartition(model.TopicPartition{Topic: t.name, Partition: id})
	p.handed = t.handed[id]
	t.parts[id] = p
	return p
}

// vanished are the partitions that an earlier incarnation had and this one has
// not. Were there one again, it would be read from its start.
func (t *topic) vanished() (parts []*partition) {
	for id, h := range t.handed {
		if t.parts[id] == nil {
			p := newPartition(model.TopicPartition{Topic: t.name, Partition: id})
			p.handed, p.next = h, 0
			parts = append(parts, p)
		}
	}
	return parts
}

// partition is one partition of one incarnation of a topic. Its fields belong
// to three parties: those the consumer's mutex guards; those of the goroutine
// of the worker that it is with; and those of Poll, which lag behind by what is fetched
// but not handed out yet.
type partition struct {
	model.TopicPartition

	// What the leader said of the log last; -1 before it did.
	start, end, stable atomic.Int64
	until              atomic.Int64 // where reading it ends; -1 for nowhere, or before that is known

	// Consumer.mu guards these.
	leader            int32     // broker to read from, noNode where there is none
	nearby            int32     // replica the leader sent us to, or noNode
	epoch             int32     // the leader's epoch, -1 where brokers have none
	worker            *leader   // that a request for it is under way of; nil for none
	retired           bool      // its topic was created again
	held              bool      // waits until the backlog of its topic was delivered
	reading           bool      // its last request was answered well
	retryAt           time.Time // not to be asked before
	stands, searching bool      // before something unreadable; what lies behind it is being looked for
	standsAt          int64     // where it stands
	goOn              int64     // where it can be read again, 0 where that was not looked for
	verify            uint64    // not to be asked before a metadata refresh with a greater number; 0 = none needed

	span model.Span // what is read of it; set once

	// The goroutine of worker owns these.
	seek    seek
	awaits  int64           // with an end by time that is still to come: that, in milliseconds; else 0
	earlier int64           // then: what lies before this offset is not as late
	offset  int64           // next offset to fetch
	read    bool            // offset is where reading got to, in this run or an earlier one, and not merely asked for
	bytes   int32           // how much to fetch, where that is not the worker's to say; else 0
	alone   int             // how many more requests it gets to itself
	pause   backoff.Backoff // between failures
	moved   time.Time       // when offset changed last, or was at the end
	stalled bool            // it stands still although there is something to read
	tail    *tail           // gathers the backlog of the topic; nil once that is done
	share   int64           // this partition's part of a backlog that is not gathered
	last    lastRead

	// Poll's goroutine owns these.
	next   int64
	handed *handed
}

func newPartition(tp model.TopicPartition) *partition {
	p := &partition{TopicPartition: tp, leader: noNode, nearby: noNode, epoch: -1, offset: -1, next: -1, handed: &handed{first: -1}}
	for _, a := range []*atomic.Int64{&p.start, &p.end, &p.stable, &p.until} {
		a.Store(-1)
	}
	return p
}

// node is the broker to ask: the leader, or for fetches a replica nearby.
func (p *partition) node() int32 {
	if p.nearby != noNode && p.seek == seekNone {
		return p.nearby
	}
	return p.leader
}

// done says that everything up to the end captured at opening is fetched.
func (p *partition) done() bool {
	until := p.until.Load()
	return until >= 0 && p.seek == seekNone && p.offset >= until
}

// identities remembers what earlier runs of an opener saw: the topics' ids, the
// partitions there were, and what was to be left out.
type identities struct {
	mu   sync.Mutex
	ids  map[string]sarama.Uuid
	seen map[model.TopicPartition]bool
	left map[model.TopicPartition][]span
	ends map[model.TopicPartition]int64 // where those are to end that are counted from their start

	begun time.Time // when the session began, or began anew
}

func newIdentities() *identities {
	return &identities{ids: make(map[string]sarama.Uuid), seen: make(map[model.TopicPartition]bool), left: make(map[model.TopicPartition][]span), ends: make(map[model.TopicPartition]int64)}
}

// begins notes that a run begins, and says when its session began: now, or before
// a run that this one goes on with.
func (i *identities) begins(resumes bool) time.Time {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !resumes || i.begun.IsZero() {
		i.begun = time.Now()
	}
	return i.begun
}

func (i *identities) endOf(tp model.TopicPartition) (offset int64, ok bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	offset, ok = i.ends[tp]
	return offset, ok
}

func (i *identities) endsAt(tp model.TopicPartition, offset int64) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ends[tp] = offset
}

// leaveOut notes what is to be left out wherever it cannot be read.
func (i *identities) leaveOut(tp model.TopicPartition, s span) {
	i.mu.Lock()
	defer i.mu.Unlock()
	spans := slices.DeleteFunc(i.left[tp], func(known span) bool { return known.from >= s.from && known.to <= s.to })
	i.left[tp] = append(spans, s)
}

// leftOut says whether what lies at an offset is to be left out.
func (i *identities) leftOut(tp model.TopicPartition, offset int64) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.ContainsFunc(i.left[tp], func(s span) bool { return offset >= s.from && offset < s.to })
}

// keepAll forgets what was to be left out of a topic.
func (i *identities) keepAll(topic string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	maps.DeleteFunc(i.left, func(tp model.TopicPartition, _ []span) bool { return tp.Topic == topic })
}

// sees notes a partition and says whether it had been seen before.
func (i *identities) sees(tp model.TopicPartition) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	seen := i.seen[tp]
	i.seen[tp] = true
	return seen
}

func (i *identities) of(topic string) sarama.Uuid {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.ids[topic]
}

func (i *identities) set(topic string, id sarama.Uuid) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.ids[topic] = id
}
