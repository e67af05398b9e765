package kafka

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestABodyIsUsedAgainOnceNobodyNeedsIt(t *testing.T) {
	var p bodies
	first := p.get(100 << 10)
	first.hold() // a block
	first.letGo()
	if other := p.get(100 << 10); &other.bytes[0] == &first.bytes[0] {
		t.Fatal("bytes that a block needs were given to another answer")
	}
	first.letGo()
	if other := p.get(90 << 10); &other.bytes[0] != &first.bytes[0] || len(other.bytes) != 90<<10 {
		t.Errorf("bytes that nobody needs were not used again, or with a length of %d", len(other.bytes))
	}
}

// A backlog has bytes of its own, so answers use theirs again while it is
// gathered.
func TestBytesAreUsedAgainWhileABacklogIsGathered(t *testing.T) {
	c := &Consumer{}
	l := &leader{c: c}
	p := newPartition(model.TopicPartition{Topic: "orders"})
	p.tail = newTail("orders", 10, []*partition{p})
	p.offset, _ = p.tail.open(p, ends{0, 10})
	in := c.bodies.get(100 << 10)
	answer := answerOf(wireBatch(0, 0, 0).bytes())
	answer.log = in.bytes[:copy(in.bytes, answer.log)]
	if moved, err := l.takeBatches(p, answer, in); !moved || err != nil {
		t.Fatalf("nothing was taken: %v", err)
	}
	in.letGo()
	clear(in.bytes) // another answer
	if len(c.bodies.free) != 1 {
		t.Error("the bytes of the answer are not used again")
	}
	var r model.Record
	p.tail.reaches[p].window[0].batch.pop(&r, nil)
	if string(r.Value) != "0" {
		t.Errorf("then the backlog has %q", r.Value)
	}
}

func TestBodiesKeepFewOfUsualSize(t *testing.T) {
	var p bodies
	var taken []*body
	for range 2 * spare {
		taken = append(taken, p.get(wholeFetch))
	}
	taken = append(taken, p.get(wholeFetch+1), p.get(firstFetch))
	for _, b := range taken {
		b.letGo()
	}
	if len(p.free) != spare {
		t.Errorf("%d bodies are kept, want %d", len(p.free), spare)
	}
	if p.get(10); len(p.free) != 0 {
		t.Errorf("%d bodies are kept while answers are small", len(p.free))
	}
}

func TestNoBodiesNoPool(t *testing.T) {
	b := (*bodies)(nil).get(100 << 10)
	b.letGo()
	var none *body
	none.hold()
	none.letGo()
	if len(b.bytes) != 100<<10 {
		t.Errorf("a body of %d bytes", len(b.bytes))
	}
}
