package kafka

import (
	"bytes"
	"testing"
)

func TestAShelfKeepsCopiesSideBySide(t *testing.T) {
	s := shelf{from: new(bodies)}
	scratch := []byte("first")
	first, in := s.keep(scratch)
	copy(scratch, "other")
	second, also := s.keep(scratch)
	if in == nil || in != also {
		t.Fatal("two small pieces do not lie in one body")
	}
	if first = append(first, "!"...); string(first) != "first!" || string(second) != "other" {
		t.Errorf("the pieces are %q and %q", first, second)
	}
}

func TestAShelfTakesTheNextBodyWhenOneIsFull(t *testing.T) {
	s := shelf{from: new(bodies)}
	piece := bytes.Repeat([]byte("x"), shelfLimit)
	_, full := s.keep(piece)
	full.hold() // a block
	for range shelfSize/shelfLimit - 1 {
		if _, in := s.keep(piece); in != full {
			t.Fatal("a body that has room was left")
		}
	}
	_, next := s.keep(piece)
	if next == full {
		t.Fatal("more was put into a body than it has room for")
	}
	if other := s.from.get(shelfSize); &other.bytes[0] == &full.bytes[0] {
		t.Error("a body that a block needs is used again")
	}
	full.letGo()
	if other := s.from.get(shelfSize); &other.bytes[0] != &full.bytes[0] {
		t.Error("a body that nobody needs is not used again")
	}
}

func TestAShelfLeavesLargePiecesAlone(t *testing.T) {
	s := shelf{from: new(bodies)}
	piece := make([]byte, shelfLimit+1)
	kept, in := s.keep(piece)
	if in != nil || len(kept) != len(piece) || &kept[0] == &piece[0] {
		t.Error("a large piece does not have bytes of its own")
	}
}
