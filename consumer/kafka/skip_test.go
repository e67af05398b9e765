package kafka

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// damages are ways to make a batch unreadable.
var damages = map[string]func(t *testing.T, b ranged) []byte{
	"a flipped bit": func(_ *testing.T, b ranged) []byte { b.raw[len(b.raw)-1] ^= 1; return b.raw },
	"a head that claims more": func(_ *testing.T, b ranged) []byte {
		b.raw[25]++ // the last offset, by 256
		return b.raw
	},
	"a length that lies":     func(_ *testing.T, b ranged) []byte { b.raw[8] = 0x7f; return b.raw },
	"a negative length":      func(_ *testing.T, b ranged) []byte { b.raw[8] = 0xff; return b.raw },
	"an unknown format":      func(_ *testing.T, b ranged) []byte { b.raw[16] = 9; return b.raw },
	"an offset from nowhere": func(_ *testing.T, b ranged) []byte { b.raw[0] = 0x40; return b.raw },
	"a bomb":                 bomb,
}

// bomb is a batch that unpacks to more than is kept.
func bomb(_ *testing.T, b ranged) []byte {
	packed := &wire{kmsg.RecordBatch{
		FirstOffset: b.first, LastOffsetDelta: int32(b.last - b.first), Magic: 2, Attributes: int16(model.Zstd),
		ProducerID: -1, ProducerEpoch: -1, FirstSequence: -1, NumRecords: int32(b.last - b.first + 1),
		Records: tooMuch(),
	}}
	return packed.bytes()
}

var tooMuch = sync.OnceValue(func() []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err) // of no options at all
	}
	return w.EncodeAll(make([]byte, maxUnpacked+1), nil)
})

// What cannot be read is left out on demand: all of it, wherever it lies, and
// nothing else; the other partitions are read throughout.
func TestSkip(t *testing.T) {
	sizes := []int64{5, 1, 4, 15, 1, 4, 100, 3, 7}
	for name, damage := range damages {
		for where, damaged := range map[string][]int{
			"in the middle": {3}, "at the start": {0}, "at the end": {8}, "three in a row": {2, 3, 4},
			"the last two": {7, 8}, "apart": {1, 3}, "all": {0, 1, 2, 3, 4, 5, 6, 7, 8},
		} {
			if name == "a bomb" && len(damaged) > 3 {
				continue // as any other, and it takes long
			}
			t.Run(name+" "+where, func(t *testing.T) {
				t.Parallel()
				testSkip(t, sizes, damaged, damage)
			})
		}
	}
}

func testSkip(t *testing.T, sizes []int64, damaged []int, damage func(*testing.T, ranged) []byte) {
	t.Helper()
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	log := rangedLog(sizes...)
	end := log[len(log)-1].last + 1
	var want []int64
	for i := range log {
		if slices.Contains(damaged, i) {
			log[i].raw = damage(t, log[i])
			continue
		}
		for o := log[i].first; o <= log[i].last; o++ {
			want = append(want, o)
		}
	}
	s := &shadow{logs: map[int32][][]byte{0: logOf(3, "a")}, ranges: map[int32][]ranged{1: log}}
	s.install(cluster)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	at := model.TopicPartition{Topic: "orders", Partition: 1}
	done := func() bool { return x.position("orders", 1).Next == end && x.position("orders", 0).Next == 3 }
	x.until("both partitions", func() bool { return len(x.Positions()) == 2 })
	for !done() {
		seen := len(x.faults)
		x.until("a fault or the end", func() bool {
			return done() || slices.ContainsFunc(x.faults[seen:], func(f *model.Fault) bool { return f.Kind != model.FaultOffset })
		})
		if done() {
			break
		}
		f := x.faults[len(x.faults)-1]
		if f.Kind != model.FaultCorrupt && f.Kind != model.FaultTooLarge || f.Partition != 1 || f.Fatal {
			t.Fatalf("fault %+v", f)
		}
		if next := x.position("orders", 1).Next; next > f.Offset {
			continue // told before it was left out
		}
		if err := x.Skip(at, f.Offset+1); !errors.Is(err, errReadable) {
			t.Errorf("leaving out another place: %v", err)
		}
		if err := x.Skip(at, f.Offset); err != nil {
			t.Fatal(err)
		}
		x.until("what lies behind", func() bool { return x.position("orders", 1).Next > f.Offset })
	}
	x.quiet(20 * time.Millisecond)
	var got []int64
	for _, r := range x.records {
		if r.Partition == 1 {
			got = append(got, r.Offset)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("read %v, want %v", got, want)
	}
	var gaps, wantGaps []string
	for _, f := range x.faults {
		if f.Kind == model.FaultOffset {
			gaps = append(gaps, f.Text)
			if !f.Gap || f.Fatal || f.Topic != "orders" || f.Partition != 1 {
				t.Errorf("fault %+v", f)
			}
		}
	}
	for i := 0; i < len(damaged); i++ {
		first, last := log[damaged[i]].first, log[damaged[i]].last
		for i+1 < len(damaged) && damaged[i+1] == damaged[i]+1 {
			i++
			last = log[damaged[i]].last
		}
		text := fmt.Sprintf("orders/1: %d offsets left out, %d to %d (could not be read)", last-first+1, first, last)
		if first == last {
			text = fmt.Sprintf("orders/1: 1 offset left out, %d (could not be read)", first)
		}
		wantGaps = append(wantGaps, text)
	}
	if !slices.Equal(gaps, wantGaps) {
		t.Errorf("told %q, want %q", gaps, wantGaps)
	}
}

// What was left out once does not stop a later run, which tells of it again.
func TestSkipHoldsForLaterRuns(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	log := rangedLog(5, 5, 5)
	log[1].raw = damages["a flipped bit"](t, log[1])
	s := &shadow{ranges: map[int32][]ranged{0: log}}
	s.install(cluster)
	gaps := make(chan *model.Fault, 100)
	stands := make(chan *model.Fault, 100)
	offsets := make(chan int64, 100)
	m, err := consumer.New(config(cluster, oldest, "orders").Opener(),
		func(r *model.Record) { offsets <- r.Offset }, consumer.WithLifetime(0),
		consumer.WithObserver(func(e model.Event) {
			switch {
			case e.Fault == nil:
			case e.Fault.Kind == model.FaultOffset:
				gaps <- e.Fault
			default:
				stands <- e.Fault
			}
		}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Stop() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	expect := func(want ...int64) {
		t.Helper()
		for _, w := range want {
			select {
			case got := <-offsets:
				if got != w {
					t.Fatalf("offset %d, want %d", got, w)
				}
			case <-time.After(patience):
				t.Fatalf("offset %d did not come", w)
			}
		}
	}
	must(m.Start())
	expect(0, 1, 2, 3, 4)
	f := <-stands
	must(m.Skip(model.TopicPartition{Topic: f.Topic, Partition: f.Partition}, f.Offset))
	expect(10, 11, 12, 13, 14)
	if g := <-gaps; g.Text != "orders/0: 5 offsets left out, 5 to 9 (could not be read)" {
		t.Errorf("told %q", g.Text)
	}
	must(m.Stop())
	if p := m.Status().Positions; len(p) != 1 || p[0].Next != 15 {
		t.Errorf("positions %+v", p)
	}
	must(m.Start()) // goes on behind it
	must(m.Restart())
	expect(0, 1, 2, 3, 4, 10, 11, 12, 13, 14)
	if g := <-gaps; !strings.Contains(g.Text, "5 to 9") {
		t.Errorf("told %q", g.Text)
	}
	must(m.Stop())
	if err := m.Skip(model.TopicPartition{Topic: "orders"}, 5); err == nil {
		t.Error("something is left out while nothing runs")
	}
}

// The end that was asked for, and the backlog of a topic, count what was left out.
func TestSkipWithAnEnd(t *testing.T) {
	for name, start := range map[string]model.Start{"from the start": oldest, "the last 8": tailOf(8)} {
		t.Run(name, func(t *testing.T) {
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
			cl := newProducer(t, cluster)
			produce(t, cl, "orders", 0, numbers("v", 15)...) // for the ends of the log
			log := rangedLog(5, 5, 5)
			for i := 1; i < 3; i++ {
				log[i].raw = damages["a flipped bit"](t, log[i])
			}
			s := &shadow{ranges: map[int32][]ranged{0: log}}
			s.install(cluster)
			cfg := config(cluster, start, "orders")
			cfg.ExitAtEnd = true
			x := mustOpen(t, cfg, nil)
			for x.err == nil {
				seen := len(x.faults)
				x.until("a damaged batch or the end", func() bool {
					return x.err != nil || slices.ContainsFunc(x.faults[seen:], func(f *model.Fault) bool { return f.Kind == model.FaultCorrupt })
				})
				if x.err == nil {
					_ = x.Skip(model.TopicPartition{Topic: "orders"}, x.faults[len(x.faults)-1].Offset) // it may be gone by now
				}
			}
			x.end()
			if x.fault(model.FaultOffset) == nil {
				t.Errorf("the gap is not told: %s", x.faultTexts())
			}
		})
	}
}

// Where there is nothing unreadable nothing is left out.
func TestSkipOfWhatCanBeRead(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	produce(t, newProducer(t, cluster), "orders", 0, "a")
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(1)
	for _, at := range []model.TopicPartition{{Topic: "orders"}, {Topic: "orders", Partition: 7}, {Topic: "others"}} {
		if err := x.Skip(at, 0); err == nil {
			t.Errorf("%s is left out", at)
		}
	}
	_ = x.Close()
	if err := x.Skip(model.TopicPartition{Topic: "orders"}, 1); !errors.Is(err, consumer.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}
