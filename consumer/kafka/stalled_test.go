package kafka

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// A broker that says the log goes on and gives nothing of it: the manager's
// phase tells, the fault is counted, and all is well again once something moves.
func TestStalledPartitionIsReconnecting(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	s := &shadow{logs: map[int32][][]byte{0: logOf(5, "a")}}
	var withheld atomic.Bool
	more := make(chan []byte, 1)
	cluster.ControlKey(int16(kmsg.Fetch), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		req, ok := kreq.(*kmsg.FetchRequest)
		if !ok {
			return nil, nil, false
		}
		select {
		case b := <-more:
			s.logs[0] = append(s.logs[0], b)
		default:
		}
		resp := s.respond(req)
		for i := range resp.Topics[0].Partitions {
			if !withheld.Load() {
				break
			}
			p := &resp.Topics[0].Partitions[i]
			p.HighWatermark, p.LastStableOffset, p.RecordBatches = 100, 100, []byte{}
		}
		return resp, nil, true
	})
	var mu sync.Mutex
	var faults []*model.Fault
	received := 0
	phases := make(chan model.Phase, 100)
	m, err := consumer.New(config(cluster, oldest, "orders").Opener(),
		func(*model.Record) { mu.Lock(); defer mu.Unlock(); received++ },
		consumer.WithLifetime(0), consumer.WithObserver(func(e model.Event) {
			if e.Status != nil {
				phases <- e.Status.Phase
				return
			}
			mu.Lock()
			defer mu.Unlock()
			faults = append(faults, e.Fault)
		}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Stop() })
	await := func(want model.Phase) {
		t.Helper()
		timeout := time.After(patience)
		for {
			select {
			case got := <-phases:
				if got == want {
					return
				}
			case <-timeout:
				t.Fatalf("phase %v did not come", want)
			}
		}
	}
	if err := m.Start(); err != nil {
		t.Fatal(err)
	}
	await(model.Running)
	eventually(t, "what is in the log", func() bool { mu.Lock(); defer mu.Unlock(); return received == 5 })
	withheld.Store(true)
	await(model.Reconnecting)
	// It stays so: an answer with nothing in it is no reading. The second fault
	// comes after as long again.
	eventually(t, "the second fault", func() bool {
		mu.Lock()
		defer mu.Unlock()
		n := 0
		for _, f := range faults {
			if f.Kind == model.FaultStalled && f.Where() == "orders/0@5" {
				n += f.Count
			}
		}
		return n >= 2
	})
	if p := m.Status().Phase; p != model.Reconnecting {
		t.Errorf("phase %v while nothing comes", p)
	}
	withheld.Store(false)
	more <- batchOf(5, "at last")
	await(model.Running)
	eventually(t, "the record after", func() bool { mu.Lock(); defer mu.Unlock(); return received == 6 })
}
