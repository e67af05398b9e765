package demo

import (
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
)

// Scenario names one of the stories that can be played.
type Scenario struct {
	Name string
	Text string // one line: what is to be seen

	topics []string      // what a monitor should open
	lap    time.Duration // after that the beats with at >= 0 begin again
	beats  []beat        // sorted by at
}

// DefaultScenario is what is played when none is named.
const DefaultScenario = "stage"

// Scenarios gives all scenarios, the default one first.
func Scenarios() []Scenario { return append([]Scenario(nil), scenarios...) }

// The topics of the shop. They are also the order of the rates of a beat.
const (
	orders = iota
	payments
	clicks
	topicCount
)

var topics = [topicCount]struct {
	name       string
	partitions int32
}{
	orders:   {"orders", 3},
	payments: {"payments", 3},
	clicks:   {"clicks", 6},
}

// rates are messages a second: orders, payments, clicks.
type rates [topicCount]float64

// deed is what a beat does.
type deed uint8

const (
	flow   deed = iota // from now on messages come at these rates
	poison             // one message on orders that harms whoever shows it raw
	move               // a partition of orders gets another leader
	lose               // brokers shut their doors
	heal               // all doors are open again
	drop               // brokers reset their connections once
	refuse             // a few fetches are answered with an error of Kafka
)

// beat is one line of a timeline.
type beat struct {
	at      time.Duration // since the lap began; below zero: the past
	do      deed
	rates   rates       // for flow
	brokers []int32     // for lose and drop
	err     *kerr.Error // for refuse
}

var everyBroker = []int32{0, 1, 2}

const (
	past   = -4 * time.Minute // how far the topics reach back when a demo begins
	second = time.Second
)

var scenarios = []Scenario{
	{
		Name:   "stage",
		Text:   "a steady shop, a rush, poison messages, a leader move and a broker loss, all within 40 s",
		topics: []string{"orders"},
		lap:    40 * second,
		beats: []beat{
			{at: past, do: flow, rates: rates{1.2, 0.6, 0.8}},
			{at: 0, do: flow, rates: rates{18, 4, 8}},
			{at: 4 * second, do: poison},
			{at: 8 * second, do: flow, rates: rates{140, 10, 30}},
			{at: 8500 * time.Millisecond, do: flow, rates: rates{420, 30, 90}},
			{at: 10500 * time.Millisecond, do: flow, rates: rates{120, 10, 20}},
			{at: 11 * second, do: flow, rates: rates{20, 4, 8}},
			{at: 13 * second, do: poison},
			{at: 16 * second, do: move},
			{at: 21 * second, do: lose, brokers: everyBroker},
			{at: 25500 * time.Millisecond, do: heal},
			{at: 29 * second, do: poison},
			{at: 32 * second, do: flow, rates: rates{90, 8, 20}},
			{at: 33 * second, do: flow, rates: rates{16, 4, 8}},
			{at: 36 * second, do: poison},
		},
	},
	{
		Name:   "calm",
		Text:   "a steady trickle, no faults",
		topics: []string{"orders"},
		lap:    60 * second,
		beats: []beat{
			{at: past, do: flow, rates: rates{0.9, 0.4, 0.6}},
			{at: 0, do: flow, rates: rates{5, 1, 2}},
			{at: 30 * second, do: flow, rates: rates{4, 1, 2}},
		},
	},
	{
		Name:   "busy",
		Text:   "thousands of messages a second on all topics, no faults",
		topics: []string{"orders", "payments", "clicks"},
		lap:    30 * second,
		beats: []beat{
			{at: past, do: flow, rates: rates{2, 1, 4}},
			{at: 0, do: flow, rates: rates{1200, 600, 2200}},
			{at: 12 * second, do: flow, rates: rates{2000, 1000, 4000}},
			{at: 18 * second, do: flow, rates: rates{900, 500, 1800}},
		},
	},
	{
		Name:   "chaos",
		Text:   "a fault every few seconds: lost brokers, cut connections, moving leaders, errors, poison",
		topics: []string{"orders", "payments"},
		lap:    36 * second,
		beats: []beat{
			{at: past, do: flow, rates: rates{1.2, 0.6, 0.8}},
			{at: 0, do: flow, rates: rates{30, 12, 20}},
			{at: 2 * second, do: poison},
			{at: 4 * second, do: lose, brokers: []int32{0}},
			{at: 7 * second, do: heal},
			{at: 9 * second, do: move},
			{at: 9500 * time.Millisecond, do: move},
			{at: 11 * second, do: drop, brokers: everyBroker},
			{at: 13 * second, do: refuse, err: kerr.NotLeaderForPartition},
			{at: 15 * second, do: poison},
			{at: 16 * second, do: flow, rates: rates{300, 60, 90}},
			{at: 17 * second, do: lose, brokers: []int32{1, 2}},
			{at: 18 * second, do: flow, rates: rates{25, 10, 20}},
			{at: 20 * second, do: heal},
			{at: 22 * second, do: refuse, err: kerr.KafkaStorageError},
			{at: 24 * second, do: drop, brokers: []int32{1}},
			{at: 25 * second, do: move},
			{at: 26 * second, do: lose, brokers: everyBroker},
			{at: 29 * second, do: heal},
			{at: 31 * second, do: refuse, err: kerr.UnknownServerError},
			{at: 33 * second, do: poison},
			{at: 34 * second, do: drop, brokers: everyBroker},
		},
	},
}
