package consumer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

func TestEveryRecordIsDelivered(t *testing.T) {
	c := newCluster()
	for _, v := range [][]byte{[]byte("a"), {}, nil, []byte("b")} {
		c.produce("orders", 0, v)
	}
	s := newSession(t, c, consumer.WithMaxRecords(4))
	var null []bool
	s.onRecord = func(r *model.Record) { null = append(null, r.Value == nil) }
	s.start()
	s.wantEnd(model.Stopped, model.ReasonLimit)
	s.wantRows("orders/0@0 a", "orders/0@1 ", "orders/0@2 ", "orders/0@3 b")
	if want := []bool{false, false, true, false}; !slices.Equal(null, want) {
		t.Errorf("null values %v, want %v", null, want)
	}
	if st := s.Status(); st.Received != 4 || st.Bytes != 2 {
		t.Errorf("received %d records, %d bytes; want 4, 2", st.Received, st.Bytes)
	}
}

func TestMaxRecordsIsPerRun(t *testing.T) {
	s := newSession(t, numbered(10), consumer.WithMaxRecords(4))
	for run := range 2 {
		s.start()
		s.wantEnd(model.Stopped, model.ReasonLimit)
		s.untilRows(4 * (run + 1))
	}
	want := make([]string, 8)
	for i := range want {
		want[i] = fmt.Sprintf("orders/0@%d %d", i, i)
	}
	s.wantRows(want...)
	if st := s.Status(); st.Received != 8 {
		t.Errorf("received %d, want 8", st.Received)
	}
}

// A record that comes out of Poll when the stop was already asked for is not
// handed over, and not lost.
func TestRecordPolledAfterTheStopComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster("a")
		c.produce("orders", 1, []byte("x"))
		c.produce("orders", 0, []byte("b"))
		s := newSession(t, c)
		s.onRecord = func(r *model.Record) {
			if string(r.Value) == "a" {
				time.Sleep(time.Second) // the stop comes meanwhile, the next Poll finds x
			}
		}
		s.start()
		synctest.Wait()
		s.stop()
		s.wantRows("orders/0@0 a")
		want := []model.Position{
			{TopicPartition: model.TopicPartition{Topic: "orders", Partition: 0}, Next: 1, End: 2, Stable: -1, First: 0, Received: 1},
			{TopicPartition: model.TopicPartition{Topic: "orders", Partition: 1}, Next: 0, End: 1, Stable: -1, First: -1},
		}
		if got := s.Status().Positions; !slices.Equal(got, want) {
			t.Errorf("positions %+v, want %+v", got, want)
		}
		s.start()
		synctest.Wait()
		s.wantRows("orders/0@0 a", "orders/1@0 x", "orders/0@1 b")
	})
}

func TestStatusUnderLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := numbered(1000)
		s := newSession(t, c)
		s.onRecord = func(*model.Record) { time.Sleep(time.Millisecond) }
		s.start()
		time.Sleep(550 * time.Millisecond)
		if st := s.Status(); st.Received < 440 || st.Received > 550 || st.Positions[0].Next < 440 {
			t.Errorf("after 550 of 1000 records the status says %d, next %d", st.Received, st.Positions[0].Next)
		}
		time.Sleep(time.Second)
		st := s.Status()
		if st.Received != 1000 || st.Positions[0].Next != 1000 || st.Behind() != 0 {
			t.Errorf("at the end the status says %+v", st)
		}
		// One a phase and at most one each 100 ms.
		if n := len(s.statuses()); n > 15 {
			t.Errorf("%d events in 1 s", n)
		}
	})
}

func TestEventsSayAfterHowManyRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster("a", "b")
		s := newSession(t, c)
		s.start()
		synctest.Wait()
		c.failPoll(model.NewFault(model.FaultNotice, "look", nil))
		synctest.Wait()
		c.produce("orders", 0, []byte("c"))
		synctest.Wait()
		s.restart()
		synctest.Wait()
		var got []string
		for _, e := range s.told() {
			switch {
			case e.Fault != nil:
				got = append(got, fmt.Sprint(e.After, " fault"))
			case e.Status.Phase == model.Starting || e.Status.Phase == model.Stopped:
				got = append(got, fmt.Sprint(e.After, " ", e.Status.Phase, " ", e.Status.Run))
			}
		}
		want := []string{"0 starting 1", "2 fault", "3 stopped 1", "3 starting 2"}
		if !slices.Equal(got[:4], want) {
			t.Errorf("events %q, want %q", got, want)
		}
	})
}

func TestObserverThatHangsDelaysNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := newSession(t, numbered(5000), consumer.WithLifetime(6*time.Second))
		s.onEvent = func(e model.Event) {
			if e.Status != nil && e.Status.Phase == model.Running {
				<-release
			}
		}
		s.onRecord = func(*model.Record) { time.Sleep(time.Millisecond) }
		s.start()
		time.Sleep(6*time.Second + time.Millisecond)
		if st := s.Status(); st.Phase != model.Stopped || st.Received != 5000 {
			t.Errorf("status %+v, want all received and the lifetime over", st)
		}
		close(release)
		synctest.Wait()
		var phases []model.Phase
		for _, st := range s.statuses() {
			phases = append(phases, st.Phase)
		}
		want := []model.Phase{model.Starting, model.Running, model.Running, model.Stopping, model.Stopped}
		if !slices.Equal(phases, want) {
			t.Errorf("told %v, want %v: the counts between are superseded", phases, want)
		}
	})
}

// The words are those of the Python class that ktm grew out of.
func TestLogLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster()
		c.failPoll(fmt.Errorf("broken pipe"))
		s := newSession(t, c)
		s.start()
		<-s.Done()
		want := []string{
			`INFO msg="Kafka consumer started consuming in thread 'ktm-consumer'"`,
			`ERROR msg="Consumer error when polling message: broken pipe"`,
			`INFO msg="Thread lifetime reached. Stopping thread."`,
			`INFO msg="Kafka consumer thread stopped."`,
		}
		lines := s.lines()
		if len(lines) != len(want) {
			t.Fatalf("log %q, want %q", lines, want)
		}
		for i, line := range lines {
			if !strings.HasPrefix(line, want[i]) {
				t.Errorf("line %d is %q, want %q", i, line, want[i])
			}
		}
	})
}

// Each run has a consumer of its own, which counts from 0; the status counts
// over the session, through a resumed run and one that begins anew.
func TestPositionsCountOverTheSession(t *testing.T) {
	c := newCluster("a", "b")
	s := newSession(t, c)
	run := func(begin func() error, rows int) {
		t.Helper()
		if err := begin(); err != nil {
			t.Fatal(err)
		}
		s.untilRows(rows)
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	run(s.Start, 2)
	c.produce("orders", 0, []byte("c"))
	run(s.Start, 3)
	run(s.Restart, 6)
	p := s.Status().Positions
	if len(p) != 1 || p[0].First != 0 || p[0].Next != 3 || p[0].Received != 6 {
		t.Errorf("positions are %+v, want first 0, next 3, received 6", p)
	}
}

// A partition that the consumer of a run does not know still counts.
func TestPositionsOfPartitionsThatVanished(t *testing.T) {
	c := newCluster("a", "b")
	c.produce("gone", 1, []byte("c"))
	open := c.open
	s := newSessionOn(t, c, func(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
		return open(ctx, from)
	})
	s.start()
	s.untilRows(3)
	s.stop()
	c.mu.Lock()
	c.records = c.records[:2]
	c.mu.Unlock()
	c.produce("orders", 0, []byte("d"))
	open = func(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
		delete(from, model.TopicPartition{Topic: "gone", Partition: 1})
		return c.open(ctx, from)
	}
	s.start()
	s.untilRows(4)
	s.stop()
	got := s.Status().Positions
	if len(got) != 2 || got[0].Topic != "gone" || got[0].Received != 1 || got[0].Next != 1 || got[0].End != -1 || got[1].Received != 3 {
		t.Errorf("positions are %+v", got)
	}
}
