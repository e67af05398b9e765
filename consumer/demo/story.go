package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const never = time.Duration(math.MaxInt64)

// event is one thing that happens in a story: a message, or a fault that is
// done to the cluster.
type event struct {
	at time.Duration // since the story began; below zero: the past

	// record is a message with topic, partition, key, value and headers, and
	// without a timestamp; nil for a fault.
	record *kgo.Record

	// A fault is a beat's deed; for move it is carried out on this partition
	// of orders.
	beat      beat
	partition int32
	leader    int32
}

// story turns a scenario and a seed into events. It has no end.
type story struct {
	sc   Scenario
	rng  *rand.Rand
	shop *shop

	lap     int
	start   time.Duration // when the lap began
	tempo   float64       // what the lap makes of the rates
	beat    int           // the next one
	rates   rates
	due     [topicCount]time.Duration // when the next message of a topic comes
	poisons int
	leaders []int32 // of the partitions of orders
}

// newStory begins a story. Two stories of the same scenario and seed are the
// same, event by event.
func newStory(sc Scenario, seed uint64) *story {
	rng := rand.New(rand.NewPCG(seed, 0))
	s := &story{sc: sc, rng: rng, shop: newShop(rng), tempo: 1}
	for t := range s.due {
		s.due[t] = never
	}
	for p := range topics[orders].partitions {
		s.leaders = append(s.leaders, firstLeader(p))
	}
	return s
}

// firstLeader is the broker that leads a partition when the demo begins.
func firstLeader(partition int32) int32 { return partition % int32(len(everyBroker)) }

// next gives the next event. Times never go back.
func (s *story) next() event {
	for {
		t := s.nextTopic()
		if when := s.nextBeat(); when <= s.due[t] {
			b := s.sc.beats[s.beat]
			s.beat++
			if b.do != flow {
				return s.perform(b, when)
			}
			s.setFlow(b.rates, when)
			continue
		}
		at := s.due[t]
		s.due[t] += s.gap(t)
		return event{at: at, record: s.shop.message(t)}
	}
}

// nextTopic is the one whose message comes first.
func (s *story) nextTopic() int {
	first := 0
	for t := range s.due {
		if s.due[t] < s.due[first] {
			first = t
		}
	}
	return first
}

// nextBeat is the time of the next beat, that of a new lap included.
func (s *story) nextBeat() time.Duration {
	if s.beat == len(s.sc.beats) {
		s.lap++
		s.beat = 0
		for s.sc.beats[s.beat].at < 0 {
			s.beat++
		}
		// The first lap is played as it is written; the others take some
		// seconds more and have a tempo of their own.
		s.start += s.sc.lap + time.Duration(s.rng.IntN(3000))*time.Millisecond
		s.tempo = 0.75 + s.rng.Float64()/2
	}
	return s.start + s.sc.beats[s.beat].at
}

func (s *story) setFlow(r rates, now time.Duration) {
	for t := range r {
		s.rates[t] = r[t] * s.tempo
		s.due[t] = now + s.gap(t)
	}
}

// gap is the pause until the next message of a topic: messages come at a rate,
// but independently of each other.
func (s *story) gap(topic int) time.Duration {
	return time.Duration(s.rng.ExpFloat64() / s.rates[topic] * float64(time.Second))
}

// perform makes the event of a beat that is not a flow.
func (s *story) perform(b beat, at time.Duration) event {
	ev := event{at: at, beat: b}
	switch b.do {
	case poison:
		ev.record = s.shop.poison(s.poisons)
		s.poisons++
	case move:
		ev.partition = int32(s.rng.IntN(len(s.leaders)))
		ev.leader = (s.leaders[ev.partition] + 1) % int32(len(everyBroker))
		s.leaders[ev.partition] = ev.leader
	}
	return ev
}
