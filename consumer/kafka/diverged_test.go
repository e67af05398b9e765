package kafka

import (
	"testing"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// The epoch of the last record read goes into the request.
func TestFetchTellsLastEpoch(t *testing.T) {
	p := newPartition(model.TopicPartition{Topic: "orders", Partition: 3})
	p.offset = 1042
	l := newLeader(&Consumer{topics: map[string]*topic{"orders": {id: sarama.Uuid{1}}}}, 1)
	for name, tt := range map[string]struct {
		last lastRead
		want int32
	}{
		"read up to here":     {lastRead{known: true, epoch: 5, offset: 1042}, 5},
		"moved since then":    {lastRead{known: true, epoch: 5, offset: 1000}, -1},
		"nothing read so far": {lastRead{}, -1},
	} {
		p.last = tt.last
		if got := l.fetchRequest([]*partition{p}, points([]*partition{p})).parts[0].last; got != tt.want {
			t.Errorf("%s: the request says epoch %d, want %d", name, got, tt.want)
		}
	}
}

// A log that parts from the one that was read is read from there, once it is
// certain that the topic is the same.
func TestDivergedLog(t *testing.T) {
	const was = 8000
	for name, tt := range map[string]struct {
		end, next int64
		says      string
	}{
		"three thousand back": {5000, 5000, "orders/3: the log was truncated by 3,000 offsets"},
		"nobody knows where":  {9000, was, "orders/3: the log is not the one that was read"},
	} {
		x := mustOpen(t, config(newCluster(t), oldest, "orders"), nil)
		l := &leader{c: x.Consumer}
		p := newPartition(model.TopicPartition{Topic: "orders", Partition: 3})
		p.offset, p.last = was, lastRead{known: true, epoch: 5, offset: was}
		at := &logsPart{epoch: 4, end: tt.end}
		l.diverged(p, at)
		if p.offset != was {
			t.Errorf("%s: it moved to %d before the topic was looked at again", name, p.offset)
		}
		l.diverged(p, at)
		if p.offset != tt.next {
			t.Errorf("%s: goes on at %d, want %d", name, p.offset, tt.next)
		}
		if f := x.awaitFault(model.FaultOffset); f.Text != tt.says || f.Offset != was {
			t.Errorf("%s: fault %+v, want %q", name, f, tt.says)
		}
	}
}
