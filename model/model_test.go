package model

import (
	"errors"
	"io"
	"testing"
	"time"
)

func TestBehind(t *testing.T) {
	for _, tt := range []struct {
		next, end, until, want int64
	}{{10, 25, -1, 15}, {25, 25, -1, 0}, {30, 25, -1, 0}, {-1, 25, -1, 0}, {10, -1, -1, 0}, {10, 25, 12, 2}, {12, 25, 12, 0}, {12, 25, 0, 0}, {10, 25, 99, 15}, {10, -1, 12, 0}} {
		if got := (Position{Next: tt.next, End: tt.end, Until: tt.until}).Behind(); got != tt.want {
			t.Errorf("next %d, end %d: behind %d, want %d", tt.next, tt.end, got, tt.want)
		}
	}
	s := Status{Positions: []Position{{Next: 1, End: 3, Until: -1}, {Next: -1, End: 9, Until: -1}, {Next: 5, End: 10, Until: -1}}}
	if got := s.Behind(); got != 7 {
		t.Errorf("all partitions: behind %d, want 7", got)
	}
}

func TestLeft(t *testing.T) {
	now := time.Now()
	s := Status{Deadline: now.Add(10 * time.Second)}
	for _, tt := range []struct {
		at   time.Duration
		want time.Duration
	}{{0, 10 * time.Second}, {4 * time.Second, 6 * time.Second}, {11 * time.Second, 0}} {
		if got, ok := s.Left(now.Add(tt.at)); got != tt.want || !ok {
			t.Errorf("after %v: %v, %v; want %v", tt.at, got, ok, tt.want)
		}
	}
	s.Ended = now.Add(3 * time.Second)
	if got, _ := s.Left(now.Add(time.Hour)); got != 7*time.Second {
		t.Errorf("an hour after the end: %v, want what was left then, 7s", got)
	}
	if _, ok := (Status{}).Left(now); ok {
		t.Error("a run without a deadline has a limit")
	}
}

func TestFaultNamesItsPlace(t *testing.T) {
	f := NewFault(FaultCorrupt, "the batch cannot be decoded", io.ErrUnexpectedEOF)
	f.Broker = "kafka-2:9092"
	if got := f.Where(); got != "kafka-2:9092" {
		t.Error(got)
	}
	f.Topic = "orders"
	if got := f.Where(); got != "orders" {
		t.Error(got)
	}
	f.Partition = 3
	if got := f.Where(); got != "orders/3" {
		t.Error(got)
	}
	f.Offset = 1042
	if got := f.Where(); got != "orders/3@1042" {
		t.Error(got)
	}
	if got := f.Error(); got != "the batch cannot be decoded: unexpected EOF" || !errors.Is(f, io.ErrUnexpectedEOF) {
		t.Error(got)
	}
	if got := (&Fault{Err: io.EOF}).Error(); got != "EOF" {
		t.Error(got)
	}
}

func TestFaultKeyFoldsWhatIsShownAlike(t *testing.T) {
	fault := func(change func(*Fault)) string {
		f := NewFault(FaultLeader, "no leader", nil)
		f.Topic, f.Partition = "orders", 1
		change(f)
		return f.Key()
	}
	same := fault(func(*Fault) {})
	if fault(func(f *Fault) { f.Offset, f.Count, f.Err = 7, 3, io.EOF }) != same {
		t.Error("offset, count and cause keep two faults apart")
	}
	for name, change := range map[string]func(*Fault){
		"kind": func(f *Fault) { f.Kind = FaultTopic }, "broker": func(f *Fault) { f.Broker = "b" }, "topic": func(f *Fault) { f.Topic = "x" },
		"partition": func(f *Fault) { f.Partition = 2 }, "text": func(f *Fault) { f.Text = "x" },
	} {
		if fault(change) == same {
			t.Errorf("another %s is folded in", name)
		}
	}
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		Reconnecting.String(): "reconnecting", ReasonLifetime.String(): "lifetime", NoReason.String(): "", Phase(99).String(): "unknown",
		LogAppendTime.String(): "LogAppendTime", DefaultStart.String(): "from last 100", Start{Kind: StartOffset, N: 7}.String(): "from offset 7",
		ReadUncommitted.String(): "read_uncommitted", TopicPartition{"orders", 3}.At(1042): "orders/3@1042",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	r := Record{Key: []byte("ab"), Value: []byte("cde"), Headers: []Header{{Key: []byte("f"), Value: []byte("gh")}}, Timestamp: -1}
	if r.Size() != 8 || !r.Time().IsZero() {
		t.Errorf("size %d, time %v", r.Size(), r.Time())
	}
}
