package consumer_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// shelf is about the smallest Consumer there is: a partition in memory that
// ends. It is no Reporter, so the manager keeps the account of what was read.
type shelf struct {
	values []string
	next   int64
	closed bool
}

var letters = model.TopicPartition{Topic: "letters", Partition: 0}

// openShelf is an Opener: a run that resumes goes on at the offset in from.
func openShelf(_ context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
	return &shelf{values: []string{"alpha", "beta", "gamma"}, next: from[letters]}, nil
}

func (s *shelf) Poll(_ time.Duration, r *model.Record) (bool, error) {
	switch {
	case s.closed:
		return false, consumer.ErrClosed
	case s.next == int64(len(s.values)):
		return false, consumer.ErrEnd
	}
	*r = model.Record{TopicPartition: letters, Offset: s.next, Value: []byte(s.values[s.next])}
	s.next++
	return true, nil
}

func (s *shelf) Interrupt() {} // Poll never waits

func (s *shelf) Close() error {
	s.closed = true
	return nil
}

// A manager reads in the background until there is a reason to end.
func Example() {
	m, err := consumer.New(openShelf, func(r *model.Record) {
		fmt.Println(r.At(r.Offset), string(r.Value))
	}, consumer.WithLifetime(10*time.Second))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := m.Start(); err != nil {
		fmt.Println(err)
		return
	}
	<-m.Done()
	status := m.Status()
	fmt.Println(status.Phase, status.Reason, status.Received)
	// Output:
	// letters/0@0 alpha
	// letters/0@1 beta
	// letters/0@2 gamma
	// stopped end 3
}

// Start goes on where the last run ended, Restart begins anew.
func ExampleManager_Restart() {
	m, err := consumer.New(openShelf, func(r *model.Record) {
		fmt.Println(r.At(r.Offset), string(r.Value))
	}, consumer.WithMaxRecords(2))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, begin := range []func() error{m.Start, m.Start, m.Restart} {
		if err := begin(); err != nil {
			fmt.Println(err)
			return
		}
		<-m.Done()
		status := m.Status()
		fmt.Println("run", status.Run, "resumed", status.Resumed, "ended:", status.Reason)
	}
	// Output:
	// letters/0@0 alpha
	// letters/0@1 beta
	// run 1 resumed false ended: limit
	// letters/0@2 gamma
	// run 2 resumed true ended: end
	// letters/0@0 alpha
	// letters/0@1 beta
	// run 3 resumed false ended: limit
}

// The callback may stop the manager. It gets no further record, and the next
// run begins with the one after.
func ExampleManager_Stop() {
	var m *consumer.Manager
	m, err := consumer.New(openShelf, func(r *model.Record) {
		fmt.Println(string(r.Value))
		if string(r.Value) == "beta" {
			if err := m.Stop(); err != nil {
				fmt.Println(err)
			}
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := m.Start(); err != nil {
		fmt.Println(err)
		return
	}
	<-m.Done()
	fmt.Println(m.Status().Reason)
	// Output:
	// alpha
	// beta
	// stopped
}

// The observer is told every change of phase, and every fault, in order.
func ExampleWithObserver() {
	observe := func(e model.Event) {
		if e.Fault != nil {
			fmt.Printf("after %d: %s: %s\n", e.After, e.Fault.Where(), e.Fault.Text)
		}
	}
	m, err := consumer.New(openShelf, func(r *model.Record) {
		if r.Offset == 1 {
			panic("cannot read beta")
		}
	}, consumer.WithObserver(observe))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := m.Start(); err != nil {
		fmt.Println(err)
		return
	}
	<-m.Done()
	status := m.Status()
	fmt.Println(status.Received, "records,", status.Panics, "panic,", status.Reason)
	// Output:
	// after 2: letters/0@1: the callback panicked: cannot read beta
	// 3 records, 1 panic, end
}
