package kafka

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// shadow answers fetches of a topic from logs of its own making, for kfake
// takes no damaged batches.
type shadow struct {
	logs   map[int32][][]byte // batches a partition; batch i is at offset i
	ranges map[int32][]ranged // for partitions whose batches have more than one offset
	asks   []int              // partitions asked for, a request
}

// ranged is a batch and the offsets it has, whatever its head may say.
type ranged struct {
	first, last int64
	raw         []byte
}

// rangedLog cuts the offsets from 0 on into batches of so many.
func rangedLog(sizes ...int64) (log []ranged) {
	first := int64(0)
	for _, n := range sizes {
		var all []int64
		for i := range n {
			all = append(all, first+i)
		}
		log = append(log, ranged{first, first + n - 1, wireBatch(first, first+n-1, all...).bytes()})
		first += n
	}
	return log
}

func (s *shadow) install(cluster *kfake.Cluster) {
	cluster.ControlKey(int16(kmsg.Fetch), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		req, ok := kreq.(*kmsg.FetchRequest)
		if !ok {
			return nil, nil, false
		}
		return s.respond(req), nil, true
	})
}

func (s *shadow) respond(req *kmsg.FetchRequest) *kmsg.FetchResponse {
	resp := kmsg.NewPtrFetchResponse()
	resp.Version = req.Version
	for _, rt := range req.Topics {
		topic := kmsg.NewFetchResponseTopic()
		topic.Topic = rt.Topic
		for _, rp := range rt.Partitions {
			topic.Partitions = append(topic.Partitions, s.answer(rp))
		}
		s.asks = append(s.asks, len(rt.Partitions))
		resp.Topics = append(resp.Topics, topic)
	}
	return resp
}

func (s *shadow) answer(rp kmsg.FetchRequestTopicPartition) kmsg.FetchResponseTopicPartition {
	part := kmsg.NewFetchResponseTopicPartition()
	part.Partition = rp.Partition
	part.RecordBatches = []byte{}
	if log := s.ranges[rp.Partition]; log != nil {
		part.HighWatermark = log[len(log)-1].last + 1
		part.LastStableOffset = part.HighWatermark
		for _, b := range log {
			if b.last < rp.FetchOffset {
				continue
			}
			if rest := int(rp.PartitionMaxBytes) - len(part.RecordBatches); len(part.RecordBatches) > 0 && len(b.raw) > rest {
				part.RecordBatches = append(part.RecordBatches, b.raw[:max(0, rest)]...)
				break
			}
			part.RecordBatches = append(part.RecordBatches, b.raw...)
		}
		return part
	}
	log := s.logs[rp.Partition]
	part.HighWatermark, part.LastStableOffset = int64(len(log)), int64(len(log))
	for i := rp.FetchOffset; i < int64(len(log)); i++ {
		if len(part.RecordBatches) > 0 && len(part.RecordBatches)+len(log[i]) > int(rp.PartitionMaxBytes) {
			break
		}
		part.RecordBatches = append(part.RecordBatches, log[i]...)
	}
	return part
}

// batchOf is a batch of one record.
func batchOf(offset int64, value string) []byte {
	record := kmsg.Record{Value: []byte(value)}
	body := record.AppendTo(nil)
	record.Length = int32(len(body) - 1) // a length of 0 takes one byte
	body = record.AppendTo(nil)
	batch := kmsg.RecordBatch{
		FirstOffset: offset, Length: int32(49 + len(body)), Magic: 2, FirstTimestamp: 1000, MaxTimestamp: 1000,
		ProducerID: -1, ProducerEpoch: -1, FirstSequence: -1, NumRecords: 1, Records: body,
	}
	return withCRC(batch.AppendTo(nil))
}

func logOf(n int, prefix string) [][]byte {
	var log [][]byte
	for i := range n {
		log = append(log, batchOf(int64(i), fmt.Sprint(prefix, i)))
	}
	return log
}

// A damaged batch stops its own partition, at the batch and not before it; the
// others go on, and so does it when the batch is mended.
func TestDamagedBatchIsIsolated(t *testing.T) {
	flip := func(b []byte) []byte { b = slices.Clone(b); b[len(b)-1] ^= 1; return b }
	for _, tt := range []struct {
		name   string
		damage func([]byte) []byte
	}{
		{"a flipped bit", flip},
		{"an unknown codec", func(b []byte) []byte { b = slices.Clone(b); b[22] |= 7; return withCRC(b) }},
		{"not gzip", func(b []byte) []byte { b = slices.Clone(b); b[22] |= 1; return withCRC(b) }},
		{"a negative length", func(b []byte) []byte { b = slices.Clone(b); b[8] = 0xff; return b }},
		{"nonsense in the records", func(b []byte) []byte {
			b = slices.Clone(b)
			for i := 61; i < len(b); i++ {
				b[i] = 0xff
			}
			return withCRC(b)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(3, "orders"))
			s := &shadow{logs: map[int32][][]byte{0: logOf(10, "a"), 1: logOf(10, "b"), 2: logOf(10, "c")}}
			whole := s.logs[1][6]
			s.logs[1][6] = tt.damage(whole)
			s.install(cluster)
			x := mustOpen(t, config(cluster, oldest, "orders"), nil)
			x.read(26)
			f := x.awaitFault(model.FaultCorrupt)
			if f.Where() != "orders/1@6" || f.Broker != cluster.ListenAddrs()[0] || f.Fatal || !f.Gap || f.Err == nil {
				t.Errorf("fault %+v", f)
			}
			cluster.Control(func(kmsg.Request) (kmsg.Response, error, bool) { // runs where the shadow does
				s.logs[0] = append(s.logs[0], batchOf(10, "the others go on"))
				return nil, nil, false
			})
			x.read(27)
			n := len(x.faults)
			began := time.Now()
			x.until("two more tellings", func() bool { return len(x.faults) >= n+2 })
			if took := time.Since(began); took < time.Second/2 {
				t.Errorf("tells a damaged batch twice in %v", took)
			}
			if next := x.position("orders", 1).Next; next != 6 {
				t.Errorf("the position is %d, want 6", next)
			}
			cluster.Control(func(kmsg.Request) (kmsg.Response, error, bool) {
				s.logs[1][6] = whole
				return nil, nil, false
			})
			x.read(31)
			if next := x.position("orders", 1).Next; next != 10 {
				t.Errorf("the position is %d after the batch was mended, want 10", next)
			}
		})
	}
}

// A batch whose length lies is asked for with more and more bytes, up to a
// limit, and then told; never in a hot loop.
func TestBatchThatNeverComesWhole(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	s := &shadow{logs: map[int32][][]byte{0: logOf(3, "a"), 1: logOf(3, "b")}}
	s.logs[1][1][8] = 0x7f // 2 GB
	s.logs[1] = s.logs[1][:2]
	s.install(cluster)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(4)
	f := x.awaitFault(model.FaultTooLarge)
	if f.Where() != "orders/1@1" || f.Fatal {
		t.Errorf("fault %+v", f)
	}
	x.quiet(1500 * time.Millisecond)
	asks := make(chan int, 1)
	cluster.Control(func(kmsg.Request) (kmsg.Response, error, bool) {
		asks <- len(s.asks)
		return nil, nil, false
	})
	x.quiet(600 * time.Millisecond)
	if n := <-asks; n > 120 { // a pause of 50 ms between answers, and a few to begin with
		t.Errorf("asked %d times in about 2 seconds", n)
	}
}

// A small batch that unpacks to very much is refused before it does.
func TestBombIsRefused(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
	s := &shadow{logs: map[int32][][]byte{0: logOf(3, "a"), 1: logOf(3, "b")}}
	s.logs[1][1] = bomb(t, ranged{first: 1, last: 1})
	s.install(cluster)
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(4)
	f := x.awaitFault(model.FaultTooLarge)
	if f.Text != "the batch at orders/1@1 unpacks to more than 128 MiB" || f.Fatal {
		t.Errorf("fault %+v", f)
	}
}
