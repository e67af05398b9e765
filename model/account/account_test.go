package account

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

var t0 = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func at(seconds float64) time.Time {
	return t0.Add(time.Duration(seconds * float64(time.Second)))
}

func position(topic string, partition int32, first, next, received int64) model.Position {
	return model.Position{
		TopicPartition: model.TopicPartition{Topic: topic, Partition: partition},
		First:          first, Next: next, Received: received,
	}
}

func status(run int, reason model.Reason, started, ended time.Time, received int64, ps ...model.Position) model.Event {
	phase := model.Running
	if !ended.IsZero() {
		phase = model.Stopped
	}
	return model.Event{Status: &model.Status{
		Phase: phase, Reason: reason, Run: run, Started: started, Ended: ended,
		Received: received, Bytes: 10 * received, Positions: ps,
	}}
}

func gap(kind model.FaultKind, partition int32, text string) model.Event {
	f := model.NewFault(kind, text, nil)
	f.Topic, f.Partition, f.Gap = "orders", partition, true
	return model.Event{Fault: f}
}

func expired(partition int32, n int) model.Event {
	return gap(model.FaultOffset, partition, fmt.Sprintf("orders/%d: %d messages expired", partition, n))
}

// notYet is about an offset, but nothing is missing.
func notYet() model.Event {
	e := expired(1, 1)
	e.Fault.Text, e.Fault.Gap = "orders/1: offset 5,000 is not written yet", false
	return e
}

// flood is more distinct faults than are kept.
func flood() []model.Event {
	var list []model.Event
	for i := range MaxFaults {
		list = append(list, model.Event{Fault: model.NewFault(model.FaultProtocol, fmt.Sprint("text ", i), nil)})
	}
	return list
}

func TestReportOfTwoRuns(t *testing.T) {
	a := New("v1.2.3", []string{"orders"})
	a.Observe(model.Event{Status: &model.Status{Phase: model.Stopped}})
	a.Observe(status(1, 0, at(0), time.Time{}, 0, position("orders", 1, -1, -1, 0), position("orders", 0, -1, 7, 0)))
	a.Observe(status(1, 0, at(0), time.Time{}, 5, position("orders", 0, 7, 12, 5), position("orders", 1, -1, 3, 0)))
	a.Observe(status(1, model.ReasonStopped, at(0), at(10), 15, position("orders", 0, 7, 22, 15), position("orders", 1, -1, 3, 0)))
	// A restart reads the same records once more.
	a.Observe(status(2, 0, at(20), time.Time{}, 20, position("orders", 0, 7, 12, 20), position("orders", 1, -1, -1, 0)))
	a.Observe(status(2, model.ReasonLifetime, at(20), at(22.5), 23, position("orders", 0, 7, 12, 20), position("orders", 1, 3, 6, 3)))

	r := a.Report()
	want := []Partition{
		{Topic: "orders", Partition: 0, First: 7, Next: 12, Received: 20},
		{Topic: "orders", Partition: 1, First: 3, Next: 6, Received: 3},
	}
	if fmt.Sprint(r.Partitions) != fmt.Sprint(want) {
		t.Errorf("partitions = %v, want %v", r.Partitions, want)
	}
	if r.Received != 23 || r.Bytes != 230 || r.DurationMS != 12500 {
		t.Errorf("received, bytes, duration = %d, %d, %d ms; want 23, 230, 12500 ms", r.Received, r.Bytes, r.DurationMS)
	}
	if len(r.Runs) != 2 || r.Runs[0].Reason != "stopped" || r.Runs[1].Reason != "lifetime" || !r.Runs[1].Ended.Equal(at(22.5)) {
		t.Errorf("runs = %+v", r.Runs)
	}
}

func TestReportCarriesTheCounters(t *testing.T) {
	a := New("v", nil)
	a.SetCounters(Counters{Shown: 1, Forgotten: 3, Cleared: 6, FirstRecord: 4500 * time.Microsecond, PeakRSS: 5})
	a.Filtered(func() (records, bytes int64) { return 2, 20 })
	r := a.Report()
	if r.Received != 2 || r.Bytes != 20 || r.Shown != 1 || r.Filtered != 2 || r.Forgotten != 3 || r.Cleared != 6 || r.FirstRecordMS != 4.5 || r.PeakRSSBytes != 5 {
		t.Errorf("report = %+v", r)
	}
}

func TestSummaryTellsWhatAFilterLeftOut(t *testing.T) {
	a := New("v", []string{"orders"})
	a.Filtered(func() (records, bytes int64) { return 998, 20 })
	a.Observe(model.Event{Status: &model.Status{Run: 1, Received: 2, Started: at(0), Ended: at(1), Reason: model.ReasonEnd}})
	if got, want := a.Summary(), "2 of 1,000 messages matched in 1.0 s from orders; stopped: end reached; nothing lost."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFaultsFoldByKey(t *testing.T) {
	var fs Faults
	for i, text := range []string{"away", "away", "refused", "away"} {
		f := model.NewFault(model.FaultConnection, text, nil)
		f.Broker, f.Count, f.Time = "b:9092", 2, at(float64(i))
		if n := fs.Add(f); fs.At(n).Text != text {
			t.Errorf("number %d is %q, not %q", n, fs.At(n).Text, text)
		}
	}
	if fs.Len() != 2 || fs.Rest() != 0 {
		t.Fatalf("len, rest = %d, %d; want 2, 0", fs.Len(), fs.Rest())
	}
	if f := fs.At(0); f.Text != "away" || f.Count != 6 || !f.First.Equal(at(0)) || !f.Last.Equal(at(3)) {
		t.Errorf("first fault = %+v", f)
	}
	if f := fs.At(1); f.Text != "refused" || f.Count != 2 {
		t.Errorf("second fault = %+v", f)
	}
}

func TestFaultsAreBounded(t *testing.T) {
	var fs Faults
	for i := range MaxFaults + 7 {
		fs.Add(model.NewFault(model.FaultProtocol, fmt.Sprint("text ", i), nil))
	}
	if n := fs.Add(model.NewFault(model.FaultProtocol, "one more", nil)); n != -1 {
		t.Errorf("one that is not in the list has the number %d", n)
	}
	fs.Add(model.NewFault(model.FaultProtocol, "text 0", nil))
	if fs.Len() != MaxFaults || fs.Rest() != 8 || fs.At(0).Count != 2 {
		t.Errorf("len, rest, count of the first = %d, %d, %d", fs.Len(), fs.Rest(), fs.At(0).Count)
	}
}

func TestSummary(t *testing.T) {
	failed := status(1, model.ReasonAuth, at(0), at(1.25), 0)
	failed.Status.Err = fmt.Errorf("run 1: %w", model.NewFault(model.FaultAuth, "The password was refused.", errors.New("SASL error 58")))
	broken := status(1, model.ReasonError, at(0), at(1), 1)
	broken.Status.Err = errors.New("disk on fire")
	running := model.Event{Status: &model.Status{Run: 1, Phase: model.Running, Started: at(0)}}

	for _, tt := range []struct {
		name   string
		topics []string
		events []model.Event
		want   string
	}{
		{
			"lifetime",
			[]string{"orders"},
			[]model.Event{status(1, model.ReasonLifetime, at(0), at(40), 12842)},
			"12,842 messages in 40.0 s from orders; stopped: lifetime reached; nothing lost.",
		},
		{"two runs", []string{"a", "b", "c", "d", "e"}, []model.Event{
			status(1, model.ReasonStopped, at(0), at(40), 1), status(2, model.ReasonLimit, at(50), at(133), 1234567),
		}, "1,234,567 messages in 2 min 3 s over 2 runs from a, b, c and 2 more; stopped: message limit reached; nothing lost."},
		{
			"hours", nil,
			[]model.Event{status(1, model.ReasonEnd, at(0), at(3*3600+125), 1)},
			"1 message in 3 h 2 min; stopped: end reached; nothing lost.",
		},
		{
			"a fault's sentence",
			[]string{"t"},
			[]model.Event{failed},
			"no messages in 1.2 s from t; failed: The password was refused.",
		},
		{"an error", []string{"t"}, []model.Event{broken}, "1 message in 1.0 s from t; failed: disk on fire."},
		{"lost", []string{"orders"}, []model.Event{
			gap(model.FaultOffset, 1, "orders/1: 1,204 messages expired before they could be read"),
			status(1, model.ReasonStopped, at(0), at(2), 999),
		}, "999 messages in 2.0 s from orders; stopped: asked to; not all could be read: orders/1: 1,204 messages expired before they could be read."},
		{
			"nothing is missing", nil,
			[]model.Event{notYet()},
			"no messages in 0.0 s; not started.",
		},
		{
			"created again", nil,
			[]model.Event{gap(model.FaultTopic, -1, "orders was deleted and created again")},
			"no messages in 0.0 s; not started; not all could be read: orders was deleted and created again.",
		},
		{
			"lost after a flood", nil,
			append(flood(), expired(2, 7)),
			"no messages in 0.0 s; not started; not all could be read: orders/2: 7 messages expired.",
		},
		{
			"lost at many places", nil,
			[]model.Event{expired(1, 1), expired(1, 2), expired(2, 3), expired(1, 4), expired(3, 5), expired(4, 6)},
			"no messages in 0.0 s; not started; not all could be read: orders/1: 1 messages expired, " +
				"orders/2: 3 messages expired, orders/3: 5 messages expired, and 3 more gaps.",
		},
		{
			"no broker",
			[]string{"t"},
			[]model.Event{status(1, model.ReasonLifetime, at(0), at(3), 0)},
			"no messages in 3.0 s from t; stopped: lifetime reached; nothing could be read.",
		},
		{
			"given up",
			[]string{"t"},
			[]model.Event{status(1, model.ReasonStopped, at(0), at(30), 0)},
			"no messages in 30.0 s from t; nothing could be read.",
		},
		{
			"nothing came",
			[]string{"t"},
			[]model.Event{running, status(1, model.ReasonStopped, at(0), at(3), 0)},
			"no messages in 3.0 s from t; stopped: asked to.",
		},
		{
			"an empty topic",
			[]string{"t"},
			[]model.Event{status(1, model.ReasonEnd, at(0), at(1), 0)},
			"no messages in 1.0 s from t; stopped: end reached.",
		},
		{"never started", []string{"t"}, nil, "no messages in 0.0 s from t; not started."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := New("v", tt.topics)
			for _, e := range tt.events {
				a.Observe(e)
			}
			if got := a.Summary(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestAccountIsSafeForConcurrentUse(t *testing.T) {
	a := New("v", []string{"orders"})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 200 {
				a.Observe(expired(1, 1))
				a.Observe(status(1, 0, at(0), time.Time{}, int64(i), position("orders", 0, 0, int64(i), int64(i))))
				a.SetCounters(Counters{Shown: int64(i)})
				a.Report()
				a.Summary()
			}
		})
	}
	wg.Wait()
	if got := a.Report().Faults[0].Count; got != 800 {
		t.Errorf("faults counted = %d, want 800", got)
	}
}

// The topics that were chosen during the session are its topics too, once each.
func TestTopicsThatWereChosen(t *testing.T) {
	a := New("v", nil)
	a.Reads([]string{"orders"})
	a.Reads([]string{"clicks", "orders"})
	a.Observe(status(1, model.ReasonStopped, at(0), at(1), 3))
	if got, want := a.Summary(), "3 messages in 1.0 s from orders, clicks; stopped: asked to; nothing lost."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := fmt.Sprint(a.Report().Topics); got != "[orders clicks]" {
		t.Errorf("the report names %s", got)
	}
}
