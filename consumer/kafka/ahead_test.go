package kafka

import (
	"bytes"
	"encoding/binary"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/model"
)

// Brokers fill answers in the order of requests. Where the first partitions have
// more than an answer takes, the others must not wait until those are read.
func TestPartitionsComeInTurn(t *testing.T) {
	t.Parallel()
	const partitions, each = 12, 8 << 20
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(partitions, "orders"))
	client, err := kgo.NewClient(kgo.SeedBrokers(cluster.ListenAddrs()...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	value := bytes.Repeat([]byte("v"), 64<<10)
	for p := range int32(partitions) {
		for range each / len(value) {
			client.Produce(t.Context(), &kgo.Record{Topic: "orders", Partition: p, Value: value}, nil)
		}
	}
	if err := client.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(partitions * each / len(value) / 2)
	seen := map[int32]int{}
	for _, r := range x.records {
		seen[r.Partition]++
	}
	for p := range int32(partitions) {
		if seen[p] == 0 {
			t.Errorf("of partition %d nothing came in half of all: %v", p, seen)
		}
	}
}

// batchHeads is a log of batches without records, of a size and from an offset to
// another each.
func batchHeads(magic byte, size int, ranges ...[2]int64) (log []byte) {
	for _, r := range ranges {
		b := make([]byte, size)
		binary.BigEndian.PutUint64(b, uint64(r[0]))
		binary.BigEndian.PutUint32(b[8:], uint32(size-headSize))
		binary.BigEndian.PutUint32(b[12:], 7) // epoch
		b[magicAt] = magic
		binary.BigEndian.PutUint32(b[23:], uint32(r[1]-r[0]))
		log = append(log, b...)
	}
	return log
}

func TestBehind(t *testing.T) {
	two := batchHeads(2, 100, [2]int64{10, 19}, [2]int64{20, 24})
	negative := slices.Clone(two)
	binary.BigEndian.PutUint32(negative[8:], 1<<31)
	short := slices.Clone(two)
	binary.BigEndian.PutUint32(short[8:], 10)
	for name, tt := range map[string]struct {
		log  []byte
		from int64
		want int64
		ok   bool
	}{
		"whole batches":          {two, 10, 25, true},
		"from within a batch":    {two, 15, 25, true},
		"the last is cut short":  {two[:150], 10, 20, true},
		"not one is whole":       {two[:90], 10, 10, false},
		"all lie before":         {two, 30, 30, false},
		"nothing":                {nil, 10, 10, true},
		"formats that say less":  {batchHeads(1, 100, [2]int64{10, 19}), 10, 10, false},
		"a length below nothing": {negative, 10, 10, false},
		"shorter than a head":    {short, 10, 10, false},
	} {
		got, ok := behind(tt.log, point{offset: tt.from})
		if got.offset != tt.want || ok != tt.ok {
			t.Errorf("%s: behind is %d (%t), want %d (%t)", name, got.offset, ok, tt.want, tt.ok)
		}
		if want := (lastRead{known: true, epoch: 7, offset: tt.want}); ok && tt.log != nil && got.last != want {
			t.Errorf("%s: last read is %+v, want %+v", name, got.last, want)
		}
	}
}

// asker is a worker with a connection whose other end gives the requests.
func asker(t *testing.T) (l *leader, parts []*partition, requests <-chan []byte) {
	t.Helper()
	client, broker := net.Pipe()
	t.Cleanup(func() { _ = client.Close(); _ = broker.Close() })
	sent := make(chan []byte, 1)
	go func() {
		defer close(sent)
		for {
			var head [4]byte
			if _, err := broker.Read(head[:]); err != nil {
				return
			}
			q := make([]byte, binary.BigEndian.Uint32(head[:]))
			if _, err := broker.Read(q); err != nil {
				return
			}
			sent <- q
		}
	}()
	c := &Consumer{topics: map[string]*topic{"orders": newTopic("orders")}}
	l = newLeader(c, 1)
	l.window = firstFetch
	l.link = &link{dialer: &dialer{ctx: t.Context()}}
	l.link.dialer.conn.Store(&conn{Conn: client, silence: silence, release: func() bool { return true }, hello: hello{fetch: newestFetch}})
	for id := range int32(2) {
		p := c.topics["orders"].add(id)
		p.offset, p.worker = 10, l
		parts = append(parts, p)
	}
	return l, parts, sent
}

// The request that follows is sent before an answer is taken over, unless anything
// is out of the ordinary.
func TestGoAhead(t *testing.T) {
	log := batchHeads(2, 100, [2]int64{10, 19}, [2]int64{20, 24})
	for name, tt := range map[string]struct {
		change func(l *leader, a *fetchAnswer, p *partition, pa *partAnswer)
		want   []int64 // offsets, nil for no request
	}{
		"as usual":                         {func(*leader, *fetchAnswer, *partition, *partAnswer) {}, []int64{25, 10}},
		"a small answer":                   {func(_ *leader, a *fetchAnswer, _ *partition, _ *partAnswer) { a.size = firstFetch - 1 }, nil},
		"a quota is used up":               {func(_ *leader, a *fetchAnswer, _ *partition, _ *partAnswer) { a.throttle = time.Second }, nil},
		"the connection is to be given up": {func(l *leader, _ *fetchAnswer, _ *partition, _ *partAnswer) { l.renew = true }, nil},
		"the broker refuses":               {func(_ *leader, _ *fetchAnswer, _ *partition, pa *partAnswer) { pa.code = 6 }, nil},
		"logs part":                        {func(_ *leader, _ *fetchAnswer, _ *partition, pa *partAnswer) { pa.parts = &logsPart{} }, nil},
		"a replica is nearer":              {func(_ *leader, _ *fetchAnswer, _ *partition, pa *partAnswer) { pa.nearby = 3 }, nil},
		"a backlog is gathered":            {func(_ *leader, _ *fetchAnswer, p *partition, _ *partAnswer) { p.tail = &tail{} }, nil},
		"an end by time":                   {func(_ *leader, _ *fetchAnswer, p *partition, _ *partAnswer) { p.awaits = 1 }, nil},
		"a careful read":                   {func(_ *leader, _ *fetchAnswer, p *partition, _ *partAnswer) { p.alone = 1 }, nil},
		"a large batch":                    {func(_ *leader, _ *fetchAnswer, p *partition, _ *partAnswer) { p.bytes = 1 << 20 }, nil},
		"its end is reached":               {func(_ *leader, _ *fetchAnswer, p *partition, _ *partAnswer) { p.until.Store(25) }, nil},
		"its end is not reached":           {func(_ *leader, _ *fetchAnswer, p *partition, _ *partAnswer) { p.until.Store(26) }, []int64{25, 10}},
		"nothing more is there":            {func(_ *leader, _ *fetchAnswer, _ *partition, pa *partAnswer) { pa.end, pa.stable = 25, 25 }, nil},
		"an open transaction":              {func(_ *leader, _ *fetchAnswer, _ *partition, pa *partAnswer) { pa.stable = 25 }, nil},
		"a batch is cut short":             {func(_ *leader, _ *fetchAnswer, _ *partition, pa *partAnswer) { pa.log = log[:60] }, nil},
		"its share is missing":             {func(_ *leader, a *fetchAnswer, p *partition, _ *partAnswer) { delete(a.parts, p.TopicPartition) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l, parts, requests := asker(t)
			rq := l.fetchRequest(parts, points(parts))
			pa := &partAnswer{end: 100, stable: 100, nearby: -1, log: log}
			a := &fetchAnswer{size: firstFetch, parts: map[model.TopicPartition]*partAnswer{
				parts[0].TopicPartition: pa,
				parts[1].TopicPartition: {end: 10, stable: 10, nearby: -1},
			}}
			tt.change(l, a, parts[0], pa)
			l.goAhead(rq, a, parts)
			if (l.ahead != nil) != (tt.want != nil) {
				t.Fatalf("a request is under way: %t", l.ahead != nil)
			}
			if tt.want == nil {
				return
			}
			q := kmsg.NewPtrFetchRequest()
			q.Version = newestFetch
			if err := q.ReadFrom((<-requests)[requestHead:]); err != nil {
				t.Fatal(err)
			}
			got := map[int32]int64{}
			for _, topic := range q.Topics {
				for _, p := range topic.Partitions {
					got[p.Partition] = p.FetchOffset
				}
			}
			if got[0] != tt.want[0] || got[1] != tt.want[1] {
				t.Errorf("it asks from %v, want %v", got, tt.want)
			}
		})
	}
}

// requestHead is the size of the head of a flexible request without a client's
// name: key, version, correlation, an empty name, tags.
const requestHead = 2 + 2 + 4 + 2 + 1

// Of an answer that was asked for ahead only what is still to be read from there is
// taken over.
func TestWhatWasAskedForAheadAndIsNotWanted(t *testing.T) {
	for name, change := range map[string]func(l *leader, p *partition){
		"it moved":                   func(_ *leader, p *partition) { p.offset = 11 },
		"it is with another worker":  func(l *leader, p *partition) { p.worker = newLeader(l.c, 2) },
		"it is with none":            func(_ *leader, p *partition) { p.worker = nil },
		"its topic was created anew": func(_ *leader, p *partition) { p.retired = true },
	} {
		l, parts, _ := asker(t)
		rq := l.fetchRequest(parts, points(parts))
		if got := l.current(rq); !slices.Equal(got, parts) {
			t.Errorf("%s: before, %d are wanted", name, len(got))
		}
		change(l, parts[0])
		if got := l.current(rq); !slices.Equal(got, parts[1:]) {
			t.Errorf("%s: %d are wanted", name, len(got))
		}
	}
}

// A damaged batch ends what is taken over of an answer, when what follows was asked
// for already. That is not taken over, and does not stay on the line, where the next
// answer is expected.
func TestAskedForBehindADamagedBatch(t *testing.T) {
	t.Parallel()
	const messages, damaged = 300, 150
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
	log := logOf(messages, strings.Repeat("v", 16<<10))
	whole := log[damaged]
	log[damaged] = slices.Clone(whole)
	log[damaged][len(whole)-1] ^= 1
	s := &shadow{logs: map[int32][][]byte{0: log}}
	var mended, ahead atomic.Bool
	cluster.ControlKey(int16(kmsg.Fetch), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		req, ok := kreq.(*kmsg.FetchRequest)
		if !ok {
			return nil, nil, false
		}
		if mended.Load() {
			log[damaged] = whole
		} else if req.Topics[0].Partitions[0].FetchOffset > damaged {
			ahead.Store(true)
		}
		return s.respond(req), nil, true
	})
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.awaitFault(model.FaultCorrupt)
	x.read(damaged)
	eventually(t, "what lies behind the damaged batch to be asked for", ahead.Load)
	mended.Store(true)
	x.read(messages)
	x.contiguous(0)
}

// While answers are full some of many partitions are asked for, the next ones each
// time, and the broker is not to wait for messages of those. They are as many as fill
// an answer, so that none is empty.
func TestManyPartitionsAreAskedForInTurn(t *testing.T) {
	const many = 3*inTurn + 5
	for name, tt := range map[string]struct {
		full bool
		more func(id int32) bool // there is more to read of it
		want int                 // asked for at a time
	}{
		"answers are not full":      {false, func(int32) bool { return true }, many},
		"all have more":             {true, func(int32) bool { return true }, inTurn},
		"every other has more":      {true, func(id int32) bool { return id%2 == 1 }, 2 * inTurn},
		"a few neighbours have":     {true, func(id int32) bool { return id < 4 }, many},
		"exactly as many have more": {true, func(id int32) bool { return id < inTurn }, inTurn},
	} {
		c := &Consumer{topics: map[string]*topic{"orders": newTopic("orders")}}
		l := newLeader(c, 1)
		var parts []*partition
		for id := range int32(many) {
			p := c.topics["orders"].add(id)
			p.offset = 10
			p.end.Store(10)
			if tt.more(id) {
				p.end.Store(11)
			}
			parts = append(parts, p)
		}
		l.full = tt.full
		rq := l.fetchRequest(parts, points(parts))
		wait := maxWait
		if tt.want < many {
			wait = time.Millisecond
		}
		if n := len(rq.parts); n != tt.want || rq.wait != wait || rq.some != (n < many) {
			t.Errorf("%s: %d are asked for, and the broker waits %v; want %d, %v", name, n, rq.wait, tt.want, wait)
		}
		asked := map[int32]bool{}
		for range many {
			rq := l.fetchRequest(parts, points(parts))
			for i := range rq.parts {
				asked[rq.parts[i].Partition] = true
			}
			l.turn = rq.parts[len(rq.parts)-1].TopicPartition // it brought something
		}
		if len(asked) != many {
			t.Errorf("%s: %d of %d are asked for in turn", name, len(asked), many)
		}
	}
}

// That a partition was not asked for is no reason to say that nothing comes of it.
func TestNotAskedForIsNotStalled(t *testing.T) {
	l, parts, _ := asker(t)
	before := time.Now().Add(-2 * stalledAfter)
	parts[0].moved, parts[1].moved = before, before
	rq := l.fetchRequest(parts[:1], points(parts[:1]))
	notAsked(rq, append(parts, &partition{}))
	if !parts[0].moved.Equal(before) || time.Since(parts[1].moved) > stalledAfter {
		t.Errorf("the one asked for counts from %v, the other from %v", parts[0].moved, parts[1].moved)
	}
}

// Of many partitions, some with much and most with little, all comes.
func TestManyPartitionsComeWhole(t *testing.T) {
	t.Parallel()
	const partitions = 3 * inTurn
	cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(partitions, "orders"))
	client := newProducer(t, cluster)
	value := bytes.Repeat([]byte("v"), 16<<10)
	all, each := 0, map[int32]int{}
	for p := range int32(partitions) {
		each[p] = 2
		if p%16 == 0 {
			each[p] = 200
		}
		for range each[p] {
			client.Produce(t.Context(), &kgo.Record{Topic: "orders", Partition: p, Value: value}, nil)
		}
		all += each[p]
	}
	if err := client.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := mustOpen(t, config(cluster, oldest, "orders"), nil)
	x.read(all)
	next := map[int32]int64{}
	for _, r := range x.records {
		if r.Offset != next[r.Partition] {
			t.Fatalf("partition %d: offset %d came where %d was to come", r.Partition, r.Offset, next[r.Partition])
		}
		next[r.Partition]++
	}
	for p, n := range each {
		if next[p] != int64(n) {
			t.Errorf("of partition %d came %d, want %d", p, next[p], n)
		}
	}
}
