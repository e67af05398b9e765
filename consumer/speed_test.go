package consumer_test

import (
	"context"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// endless always has a record at hand.
type endless struct {
	next  int64
	value []byte
}

func (e *endless) Poll(_ time.Duration, r *model.Record) (bool, error) {
	r.Topic, r.Offset, r.Value = "orders", e.next, e.value
	e.next++
	return true, nil
}

func (e *endless) Interrupt()                  {}
func (e *endless) Close() error                { return nil }
func (e *endless) Health() consumer.Health     { return consumer.Live }
func (e *endless) Positions() []model.Position { return nil }

// runRecords lets a manager hand n records to a callback.
func runRecords(tb testing.TB, c consumer.Consumer, n int64) {
	tb.Helper()
	var sum int
	open := func(context.Context, map[model.TopicPartition]int64) (consumer.Consumer, error) { return c, nil }
	m, err := consumer.New(open, func(r *model.Record) { sum += len(r.Value) },
		consumer.WithMaxRecords(n), consumer.WithLifetime(0))
	if err != nil {
		tb.Fatal(err)
	}
	if err := m.Start(); err != nil {
		tb.Fatal(err)
	}
	<-m.Done()
	if st := m.Status(); st.Received != n || int64(sum) != 100*n {
		tb.Fatalf("%d bytes of %d records came, want %d", sum, st.Received, n)
	}
}

func TestARecordCostsNoAllocation(t *testing.T) {
	const records = 200_000
	for name, c := range map[string]consumer.Consumer{
		"reporter": &endless{value: make([]byte, 100)},
		"plain":    struct{ consumer.Consumer }{&endless{value: make([]byte, 100)}},
	} {
		t.Run(name, func(t *testing.T) {
			allocs := testing.AllocsPerRun(3, func() { runRecords(t, c, records) })
			if allocs > records/100 {
				t.Errorf("%v allocations for %d records; a run may allocate, a record may not", allocs, records)
			}
		})
	}
}

// BenchmarkRecord is what a record costs through a manager …
func BenchmarkRecord(b *testing.B) {
	b.ReportAllocs()
	runRecords(b, &endless{value: make([]byte, 100)}, int64(b.N))
}

// … through a manager that keeps the account of a plain consumer …
func BenchmarkRecordPlain(b *testing.B) {
	b.ReportAllocs()
	runRecords(b, struct{ consumer.Consumer }{&endless{value: make([]byte, 100)}}, int64(b.N))
}

// … and without a manager.
func BenchmarkRecordBare(b *testing.B) {
	var c consumer.Consumer = &endless{value: make([]byte, 100)}
	var r model.Record
	var sum int
	callback := func(r *model.Record) { sum += len(r.Value) }
	for b.Loop() {
		if ok, err := c.Poll(time.Second, &r); ok && err == nil {
			callback(&r)
		}
	}
}
