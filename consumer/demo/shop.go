package demo

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/twmb/franz-go/pkg/kgo"
)

// Values that repeat in all topics.
const (
	typeJSON = "application/json"
	currency = "EUR"
)

// keyed spreads keys over partitions as Kafka's own producers do.
var keyed = kgo.StickyKeyPartitioner(nil)

// shop makes the messages of the three topics. What it makes depends on
// nothing but its source of randomness and what it made before.
type shop struct {
	rng      *rand.Rand
	orderNo  int
	payNo    int
	open     []*order   // on their way from created to shipped
	paying   []*payment // authorized, not captured
	carts    []string   // not yet deleted
	branches [topicCount]kgo.TopicPartitioner
}

func newShop(rng *rand.Rand) *shop {
	s := &shop{rng: rng, orderNo: 9_900, payNo: 88}
	for t := range topics {
		s.branches[t] = keyed.ForTopic(topics[t].name)
	}
	return s
}

// message makes the next message of a topic.
func (s *shop) message(topic int) *kgo.Record {
	switch topic {
	case orders:
		return s.orderMessage()
	case payments:
		return s.paymentMessage()
	default:
		return s.clickMessage()
	}
}

// record puts a message together. A key of "" is null; a nil value is a
// tombstone. source is the service it seems to come from.
func (s *shop) record(topic int, key string, value []byte, source, contentType string) *kgo.Record {
	r := &kgo.Record{Topic: topics[topic].name, Value: value, Headers: []kgo.RecordHeader{
		{Key: "trace-id", Value: fmt.Appendf(nil, "%016x", s.rng.Uint64())},
		{Key: "source", Value: []byte(source)},
	}}
	if len(value) > 0 {
		r.Headers = append(r.Headers, kgo.RecordHeader{Key: "content-type", Value: []byte(contentType)})
	}
	n := int(topics[topic].partitions)
	if key == "" {
		r.Partition = int32(s.rng.IntN(n))
		return r
	}
	r.Key = []byte(key)
	r.Partition = int32(s.branches[topic].Partition(r, n))
	return r
}

// jsonRecord is record with v as JSON. The types of this package can all be
// marshalled.
func (s *shop) jsonRecord(topic int, key string, v any, source string) *kgo.Record {
	value, err := json.Marshal(v)
	if err != nil {
		panic("demo: a message of our own cannot be marshalled: " + err.Error())
	}
	return s.record(topic, key, value, source, typeJSON)
}

// chance is true in percent of the cases.
func (s *shop) chance(percent int) bool { return s.rng.IntN(100) < percent }

// amount is a number with two decimals, at least from and below to.
func (s *shop) amount(from, to int) float64 {
	return float64(from*100+s.rng.IntN((to-from)*100)) / 100
}

// user is a customer's key; a few of them are much busier than the others.
func (s *shop) user() string {
	n := 1 + s.rng.IntN(20)
	if s.chance(40) {
		n = 1 + s.rng.IntN(400)
	}
	return "user-" + strconv.Itoa(n)
}

// pick takes one of the words.
func pick[T any](rng *rand.Rand, words []T) T { return words[rng.IntN(len(words))] }

// take removes the element at i; the order of the rest may change.
func take[T any](s *[]T, i int) T {
	last := len(*s) - 1
	x := (*s)[i]
	(*s)[i] = (*s)[last]
	*s = (*s)[:last]
	return x
}
