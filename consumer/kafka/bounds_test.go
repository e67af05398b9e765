package kafka

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/position"
)

// at makes a configuration read what a position says.
func at(t testing.TB, cfg Config, text string) Config {
	t.Helper()
	scope, err := position.Parse(text, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return cfg.At(scope)
}

// Every kind of bound, over a partition with 20 messages ten milliseconds apart,
// one with 5 that lie between them, and an empty one.
func TestBounds(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(3, "orders"))
	cl := newProducer(t, cluster)
	const epoch = 1_700_000_000_000
	for i := range int64(20) {
		produceRecords(t, cl, stamped("orders", 0, epoch+10*i))
	}
	for i := range int64(5) {
		produceRecords(t, cl, stamped("orders", 1, epoch+10*i+5))
	}
	offsets := func(first, last int64) (all []int64) {
		for o := first; o < last; o++ {
			all = append(all, o)
		}
		return all
	}
	for text, want := range map[string]struct {
		zero, one []int64
		exit      bool // where a partition is shorter than what is asked for
	}{
		":end":                           {offsets(0, 20), offsets(0, 5), false},
		"3:7":                            {offsets(3, 7), offsets(3, 5), true},
		":4":                             {offsets(0, 4), offsets(0, 4), true},
		"+3:end":                         {offsets(3, 20), offsets(3, 5), false},
		"+3:+2":                          {offsets(3, 5), offsets(3, 5), true},
		"-3:end":                         {offsets(17, 20), nil, false},
		"-3:4":                           {offsets(3, 4), offsets(2, 4), true},
		fmt.Sprintf("-3:@%d", epoch+100): {offsets(7, 10), nil, false},
		fmt.Sprintf("@%d:end", epoch+30): {offsets(3, 20), offsets(3, 5), false},
		fmt.Sprintf("@%d:%d", epoch+26, epoch+60):  {offsets(3, 6), offsets(3, 5), false},
		fmt.Sprintf(":@%d", epoch+20):              {offsets(0, 2), offsets(0, 2), false},
		fmt.Sprintf("@%d:@-1h", epoch+150):         {offsets(15, 20), nil, false}, // nothing is as late as the end
		fmt.Sprintf("@%d:1s", epoch+10):            {offsets(1, 20), offsets(1, 5), false},
		fmt.Sprintf("@%d:25ms", epoch+10):          {offsets(1, 4), offsets(1, 3), false},
		"@-1h:-30m":                                {nil, nil, false},
		"0=3:5,1=:2,2=:end":                        {offsets(3, 5), offsets(0, 2), false},
		"0=18:end":                                 {offsets(18, 20), nil, false},
		"0-1=-2:end,2=:end":                        {offsets(18, 20), offsets(3, 5), false}, // of each
		fmt.Sprintf("0=18:@%d,1=:end", epoch+40):   {nil, offsets(0, 5), false},             // ends before it starts
		fmt.Sprintf("0=@%d:end,3:4", epoch+18_000): {nil, offsets(3, 4), true},
	} {
		t.Run(text, func(t *testing.T) {
			cfg := at(t, config(cluster, model.Start{}, "orders"), text)
			cfg.ExitAtEnd = want.exit
			x := mustOpen(t, cfg, nil)
			x.end()
			read := map[int32][]int64{}
			for _, r := range x.records {
				read[r.Partition] = append(read[r.Partition], r.Offset)
			}
			if !slices.Equal(read[0], want.zero) || !slices.Equal(read[1], want.one) {
				t.Errorf("read %v and %v, want %v and %v", read[0], read[1], want.zero, want.one)
			}
			var r model.Record
			if ok, err := x.Poll(0, &r); ok || !errors.Is(err, consumer.ErrEnd) {
				t.Errorf("after the end Poll gives %v, %v", ok, err)
			}
		})
	}
}

// An offset that is not written yet is waited for, and what lies behind it stays
// unread.
func TestEndAtAnOffsetToCome(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 3)...)
	x := mustOpen(t, at(t, config(cluster, model.Start{}, "orders"), "1:5"), nil)
	x.read(2)
	x.quiet(50 * time.Millisecond)
	if x.err != nil {
		t.Fatalf("ended by %v before offset 5 was written", x.err)
	}
	produce(t, cl, "orders", 0, numbers("b", 10)...)
	x.end()
	if want := []string{"a1", "a2", "b0", "b1"}; !slices.Equal(x.values(), want) {
		t.Errorf("read %q, want %q", x.values(), want)
	}
}

// A run that goes on has the end of the one that began, also where that was
// counted from where it began.
func TestEndIsKeptByTheRunThatGoesOn(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 30)...)
	open := at(t, config(cluster, model.Start{}, "orders"), "10:+6").Opener()
	run := func(from map[model.TopicPartition]int64) *tester {
		opened, err := open(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		return watch(t, opened.(*Consumer))
	}
	first := run(nil)
	first.read(2)
	from := first.resume()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := run(from)
	second.end()
	if got := append(first.values()[:2], second.values()...); !slices.Equal(got, numbers("a", 30)[10:16]) {
		t.Errorf("both runs together read %q", got)
	}
	anew := run(nil)
	anew.end()
	if !slices.Equal(anew.values(), numbers("a", 30)[10:16]) {
		t.Errorf("the run that began anew read %q", anew.values())
	}
}

// An end by time that is still to come: reading goes on until a message is as
// late. In the middle of a batch it is cut there.
func TestEndAtATimeToCome(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster, kgo.ProducerLinger(50*time.Millisecond))
	until := time.Now().Add(time.Hour).UnixMilli()
	produceRecords(t, cl, stamped("orders", 0, until-9), stamped("orders", 0, until-8))
	cfg := at(t, config(cluster, model.Start{}, "orders"), fmt.Sprintf(":@%d", until))
	x := mustOpen(t, cfg, nil)
	x.read(2)
	produceRecords(t, cl, stamped("orders", 0, until-7))
	x.read(3)
	// One batch: two before the end, then one that is late, and one that was late
	// to come.
	produceRecords(t, cl, stamped("orders", 0, until-6), stamped("orders", 0, until-5), stamped("orders", 0, until), stamped("orders", 0, until-4))
	x.end()
	var want []string
	for ms := until - 9; ms <= until-5; ms++ {
		want = append(want, fmt.Sprint(ms))
	}
	if !slices.Equal(x.values(), want) {
		t.Errorf("read %q, want %q", x.values(), want)
	}
	if p := x.position("orders", 0); p.Next != 5 {
		t.Errorf("ended at %d, want 5", p.Next)
	}
}

// The same, and the clock passes it: on a partition with messages, on one that
// stays empty, and with the last messages asked for.
func TestEndAtATimeThatPasses(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, "a", "b")
	for _, from := range []string{"", "-1", "@-1h", "0"} {
		t.Run("from "+from, func(t *testing.T) {
			end := time.Now().Add(time.Second)
			x := mustOpen(t, at(t, config(cluster, model.Start{}, "orders"), fmt.Sprintf("%s:@%d", from, end.UnixMilli())), nil)
			x.end()
			if early := time.Until(end.Add(endGrace)); early > 0 {
				t.Errorf("ended %s before its time", early)
			}
			want := 2
			if from == "-1" {
				want = 1
			}
			if len(x.records) != want {
				t.Errorf("read %q", x.values())
			}
		})
	}
}

// Compaction and markers of transactions at the bound: the position gets there
// all the same.
func TestBoundsInGaps(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	txn := newProducer(t, cluster, kgo.TransactionalID("t1"))
	transact(t, txn, "orders", []string{"a", "b"}, kgo.TryCommit)  // 0 1, marker at 2
	transact(t, txn, "orders", []string{"no", "no"}, kgo.TryAbort) // 3 4, marker at 5
	transact(t, txn, "orders", []string{"c"}, kgo.TryCommit)       // 6, marker at 7
	open := newProducer(t, cluster, kgo.TransactionalID("t2"))
	for text, want := range map[string][]string{
		":2": {"a", "b"}, ":3": {"a", "b"}, ":4": {"a", "b"}, ":5": {"a", "b"}, ":6": {"a", "b"}, ":7": {"a", "b", "c"}, ":8": {"a", "b", "c"},
		"2:3": nil, "3:6": nil, "4:7": {"c"}, "5:end": {"c"}, "-2:6": {"a", "b"}, "-2:end": {"b", "c"}, "7:end": nil, "8:end": nil,
	} {
		x := mustOpen(t, at(t, config(cluster, model.Start{}, "orders"), text), nil)
		x.end()
		if !slices.Equal(x.values(), want) {
			t.Errorf("%s: read %q, want %q", text, x.values(), want)
		}
	}

	// An offset inside an open transaction waits for its end.
	transact(t, open, "orders", []string{"d", "e"}) // 8 9
	x := mustOpen(t, at(t, config(cluster, model.Start{}, "orders"), ":9"), nil)
	x.read(3)
	x.quiet(50 * time.Millisecond)
	if x.err != nil {
		t.Fatalf("ended by %v while the transaction is open", x.err)
	}
	if err := open.EndTransaction(context.Background(), kgo.TryCommit); err != nil {
		t.Fatal(err)
	}
	x.end()
	if want := []string{"a", "b", "c", "d"}; !slices.Equal(x.values(), want) {
		t.Errorf("read %q, want %q", x.values(), want)
	}
}

// What expired takes the bound with it: there is nothing to wait for.
func TestBoundThatExpired(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	cl := newProducer(t, cluster)
	produce(t, cl, "orders", 0, numbers("a", 20)...)
	if err := cluster.DeleteRecords("orders", 0, 15); err != nil {
		t.Fatal(err)
	}
	x := mustOpen(t, at(t, config(cluster, model.Start{}, "orders"), "3:9"), nil)
	x.end()
	if len(x.records) > 0 {
		t.Errorf("read %q", x.values())
	}
	if f := x.fault(model.FaultNotice); f == nil || !strings.Contains(f.Text, "not kept any more") {
		t.Errorf("faults %s", x.faultTexts())
	}
}

// Where every partition has an end, a topic that is not there is not waited for.
func TestBoundOfAnUnknownTopicIsFatal(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1))
	x := mustOpen(t, at(t, config(cluster, model.Start{}, "nosuch"), "1:5"), nil)
	if f := x.awaitFault(model.FaultTopic); !f.Fatal {
		t.Errorf("fault %+v, want a fatal one", f)
	}
}
