package kafka

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/kafkathreadmanager/ktm/model"
)

// All messages lie in one of many partitions: its part of the last ones is all of
// them.
func TestTailOfUnevenPartitions(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(100, "orders"))
	cl := newProducer(t, cluster)
	var all []*kgo.Record
	for ms := int64(1000); ms < 1900; ms++ {
		all = append(all, stamped("orders", 7, ms))
	}
	all = append(all, stamped("orders", 8, 1850), stamped("orders", 99, 10))
	produceRecords(t, cl, all...)
	cfg := config(cluster, tailOf(300), "orders")
	cfg.ExitAtEnd = true
	x := mustOpen(t, cfg, nil)
	x.end()
	var want []string
	for ms := 1601; ms < 1900; ms++ {
		want = append(want, fmt.Sprint(ms))
		if ms == 1850 {
			want = append(want, "1850")
		}
	}
	if !slices.Equal(x.values(), want) {
		t.Errorf("the last 300 are %d: %q", len(x.records), x.values())
	}
	if len(x.faults) > 0 {
		t.Errorf("faults %s", x.faultTexts())
	}
}

// Random logs with gaps, of random lengths and clocks, brought in random portions
// by random partitions: the backlog is what a merge of the whole logs gives.
func TestTailEqualsAMergeOfAllThereIs(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		logs := randomLogs(random)
		n := 1 + random.IntN(60)
		got := gatherAll(random, logs, n)
		var want []model.Record
		sources := make([]*source, 0, len(logs))
		for p, l := range logs {
			sources = append(sources, &source{part: newPartition(model.TopicPartition{Topic: "t", Partition: int32(p)}), items: l.items, left: len(l.items)})
		}
		for _, b := range slices.Backward(choose(sources, n)) {
			want = append(want, model.Record{TopicPartition: b.part.TopicPartition, Offset: b.next - 1})
		}
		place := func(r model.Record) string { return r.At(r.Offset) }
		if !slices.EqualFunc(got, want, func(a, b model.Record) bool { return place(a) == place(b) }) {
			t.Fatalf("seed %d: the last %d of %d partitions are %d, want %d", seed, n, len(logs), len(got), len(want))
		}
	}
}

// written is a log with what compaction and transactions left in it.
type written struct {
	log   ends
	items []item
}

func randomLogs(random *rand.Rand) []written {
	logs := make([]written, 1+random.IntN(40))
	at := int64(0)
	for p := range logs {
		l := &logs[p]
		l.log.start = random.Int64N(50)
		l.log.end = l.log.start
		if random.IntN(4) > 0 {
			l.log.end += random.Int64N(2000)
		}
		sparse := 1 + random.Int64N(60)
		for o := l.log.start; o < l.log.end; o++ {
			if random.Int64N(sparse) > 0 {
				continue
			}
			// No two times are equal, but clocks run backwards now and then.
			at++
			ms := (o+random.Int64N(20))*100_000 + at
			b := testBatch(o, fmt.Append(nil, o))
			b.time = ms
			l.items = append(l.items, item{b, o, ms, 1})
		}
	}
	return logs
}

// gatherAll plays the workers and gatherTail.
func gatherAll(random *rand.Rand, logs []written, n int) (got []model.Record) {
	var c Consumer
	parts := make([]*partition, len(logs))
	for p := range parts {
		parts[p] = newPartition(model.TopicPartition{Topic: "t", Partition: int32(p)})
	}
	tl := newTail("t", int64(n), parts)
	reading := map[int]int64{}
	for p, l := range logs {
		from, _ := tl.open(parts[p], l.log)
		if !tl.done(parts[p]) {
			reading[p] = from
		}
	}
	for {
		for len(reading) > 0 {
			for p, from := range reading {
				to := min(logs[p].log.end, from+1+random.Int64N(300))
				st := step{next: to}
				for _, it := range logs[p].items {
					if it.offset >= from && it.offset < to {
						st.batches = append(st.batches, it.batch)
					}
				}
				next, a := tl.add(parts[p], st)
				if reading[p] = next; a == gathered {
					delete(reading, p)
				}
			}
		}
		if !c.deepen(tl) {
			break
		}
		for p := range parts {
			if tl.reaches[parts[p]].again {
				tl.takeUp(parts[p])
				reading[p] = parts[p].offset
			}
		}
		<-tl.all
	}
	blocks, short := tl.finish()
	if short != "" {
		panic(short)
	}
	for _, b := range blocks {
		for _, batch := range b.batches {
			r := model.Record{TopicPartition: b.part.TopicPartition}
			batch.pop(&r, nil)
			got = append(got, r)
		}
	}
	return got
}
