package kafka

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// stopSoon is what Stop may take, at the 99th percentile.
const stopSoon = 250 * time.Millisecond

// Starts, stops and restarts in any order, as fast as they return.
func TestFastStartsAndStops(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(2), kfake.SeedTopics(4, "orders"))
	cl := newProducer(t, cluster)
	for p := range int32(4) {
		produce(t, cl, "orders", p, numbers("v", 50)...)
	}
	cl.Close()
	startAndStop(t, config(cluster, oldest, "orders"), rounds(t, 100))
}

func TestRealFastStartsAndStops(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "startstop", 3)
	var records []*kgo.Record
	for _, v := range numbers("v", 150) {
		records = append(records, &kgo.Record{Topic: "startstop", Value: []byte(v)})
	}
	c.Produce(t, records...)
	startAndStop(t, realConfig(c, oldest, "startstop"), rounds(t, 50))
}

// rounds is the number of steps: the one given, or what KTM_ROUNDS says
// (.ci/startstop sets it).
func rounds(t *testing.T, short int) int {
	t.Helper()
	text := os.Getenv("KTM_ROUNDS")
	if text == "" {
		return short
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("KTM_ROUNDS=%q is not a number of rounds", text)
	}
	return n
}

// census counts the consumers that are open.
type census struct {
	mu                 sync.Mutex
	open, most, opened int
}

// change adds n to the consumers that are open and gives their number.
func (c *census) change(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open += n
	c.opened += max(0, n)
	c.most = max(c.most, c.open)
	return c.open
}

type counted struct {
	*Consumer
	of   *census
	once sync.Once
}

func (c *counted) Close() error {
	err := c.Consumer.Close()
	c.once.Do(func() { c.of.change(-1) })
	return err
}

func (c *census) opener(open consumer.Opener) consumer.Opener {
	return func(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
		opened, err := open(ctx, from)
		if err != nil {
			return nil, err
		}
		c.change(1)
		return &counted{Consumer: opened.(*Consumer), of: c}, nil
	}
}

func startAndStop(t *testing.T, cfg Config, steps int) {
	t.Helper()
	var consumers census
	var received atomic.Int64
	m, err := consumer.New(consumers.opener(cfg.Opener()), func(*model.Record) { received.Add(1) }, consumer.WithLifetime(0))
	if err != nil {
		t.Fatal(err)
	}
	stop := func() {
		if err := m.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	// What the process holds for good, such as the resolver's, is there after
	// the first run.
	if err := m.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the first record", func() bool { return received.Load() > 0 })
	stop()
	goroutines, files := runtime.NumGoroutine(), openFiles()

	rnd := rand.New(rand.NewPCG(uint64(steps), 1))
	var stops []time.Duration
	for range steps {
		switch rnd.IntN(4) {
		case 0:
			err = m.Start()
		case 1:
			err = m.Restart()
		case 2:
			seen := received.Load()
			if err = m.Restart(); err == nil { // and let it come to read
				eventually(t, "a record", func() bool { return received.Load() > seen })
			}
		default:
			running := m.Status().Phase.Active()
			began := time.Now()
			stop()
			if running {
				stops = append(stops, time.Since(began))
			}
			if open, phase := consumers.change(0), m.Status().Phase; open != 0 || phase.Active() {
				t.Fatalf("after Stop %d consumers are open, the phase is %v", open, phase)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	stop()

	if consumers.most != 1 {
		t.Errorf("%d consumers were open at the same time", consumers.most)
	}
	slices.Sort(stops)
	if len(stops) == 0 {
		t.Fatal("nothing was stopped")
	}
	p99 := stops[len(stops)*99/100]
	t.Logf("%d steps, %d consumers, %d stops: p50 %v, p99 %v, most %v", steps, consumers.opened, len(stops),
		stops[len(stops)/2].Round(time.Microsecond), p99.Round(time.Microsecond), stops[len(stops)-1].Round(time.Microsecond))
	if p99 > stopSoon {
		t.Errorf("stop takes %v at the 99th percentile, want at most %v", p99, stopSoon)
	}
	eventually(t, "goroutines and files to be as before", func() bool {
		return runtime.NumGoroutine() <= goroutines && openFiles() <= files
	})
}

// openFiles is the number of descriptors the process has, 0 where the system
// does not list them.
func openFiles() int {
	names, err := os.ReadDir("/dev/fd")
	if err != nil {
		return 0
	}
	n := 0
	for _, name := range names {
		if !strings.HasPrefix(name.Name(), ".") {
			n++
		}
	}
	return n
}
