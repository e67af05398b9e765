package kafka

import "testing"

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

func TestABodyThatIsKeptIsNotUsedAgain(t *testing.T) {
	var p bodies
	b := p.get(100 << 10)
	b.hold() // a backlog, which never lets go
	b.letGo()
	if other := p.get(100 << 10); &other.bytes[0] == &b.bytes[0] {
		t.Error("bytes that a backlog keeps were given to another answer")
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
