package tally

import (
	"bytes"
	"container/heap"
	"hash/maphash"
	"slices"

	"github.com/kafkathreadmanager/ktm/model"
)

const (
	// MostKeys is how many different keys are counted exactly.
	MostKeys = 4096
	// keptKey is how much of a key is kept, in bytes. Longer ones are told apart by
	// their length and a hash of their first hashedKey bytes.
	keptKey   = 256
	hashedKey = 4 << 10
)

// Key is a key and how often it came.
type Key struct {
	// Record has the topic of the first message with that key and the key: its
	// beginning where it is long, and then Whole.
	Record model.Record
	Count  int64 // at most
	Over   int64 // by how much Count may be too high; 0 = it is exact
}

// counter is a key in the heap of all, the rarest first.
type counter struct {
	Key
	id    string
	place int
}

// keys is the sketch.
type keys struct {
	byID    map[string]*counter
	rarest  rarest
	crowded bool // counters were given to other keys
	seed    maphash.Seed
	scratch []byte
}

func newKeys() keys { return keys{byID: map[string]*counter{}, seed: maphash.MakeSeed()} }

// add counts the key of r, which is not null, n times.
func (k *keys) add(r *model.Record, n int64) {
	id := k.identify(r)
	c := k.byID[string(id)]
	switch {
	case c != nil:
	case len(k.rarest) < MostKeys:
		c = &counter{id: string(id), Key: Key{Record: beginning(r)}}
		k.byID[c.id] = c
		heap.Push(&k.rarest, c)
	default:
		k.crowded = true
		c = k.rarest[0]
		delete(k.byID, c.id)
		c.id, c.Record, c.Over = string(id), beginning(r), c.Count
		k.byID[c.id] = c
	}
	c.Count += n
	heap.Fix(&k.rarest, c.place)
}

// identify gives bytes that are equal for equal keys.
func (k *keys) identify(r *model.Record) []byte {
	whole := int64(len(r.Key))
	if r.Whole != nil {
		whole = r.Whole.Key
	}
	if whole <= keptKey && whole == int64(len(r.Key)) {
		return r.Key
	}
	var h maphash.Hash
	h.SetSeed(k.seed)
	_, _ = h.Write(r.Key[:min(len(r.Key), hashedKey)])
	k.scratch = append(k.scratch[:0], r.Key[:min(len(r.Key), keptKey)]...)
	for _, v := range [...]uint64{h.Sum64(), uint64(whole)} {
		for range 8 {
			k.scratch, v = append(k.scratch, byte(v)), v>>8
		}
	}
	return k.scratch
}

// beginning keeps what is needed of r to show its key.
func beginning(r *model.Record) model.Record {
	b := model.Record{TopicPartition: r.TopicPartition, Offset: r.Offset, Key: r.Key}
	if r.Whole != nil {
		b.Whole = &model.Extent{Key: r.Whole.Key}
	}
	if len(r.Key) > keptKey {
		b.Key = r.Key[:keptKey]
		if b.Whole == nil {
			b.Whole = &model.Extent{Key: int64(len(r.Key))}
		}
	}
	b.Key = bytes.Clone(b.Key)
	return b
}

// top gives the most frequent ones, at most so many, the most frequent first.
func (k *keys) top(most int) []Key {
	all := slices.Clone(k.rarest)
	slices.SortFunc(all, func(a, b *counter) int {
		switch {
		case a.Count != b.Count && a.Count > b.Count:
			return -1
		case a.Count != b.Count:
			return 1
		}
		return bytes.Compare(a.Record.Key, b.Record.Key)
	})
	list := make([]Key, min(most, len(all)))
	for i := range list {
		list[i] = all[i].Key
	}
	return list
}

// rarest is a heap of counters.
type rarest []*counter

// Len is the number of counters.
func (h rarest) Len() int { return len(h) }

// Less puts the rarest first.
func (h rarest) Less(i, j int) bool { return h[i].Count < h[j].Count }

// Swap exchanges two.
func (h rarest) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}

// Push appends one.
func (h *rarest) Push(x any) {
	c := x.(*counter)
	c.place = len(*h)
	*h = append(*h, c)
}

// Pop takes the last one off.
func (h *rarest) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
