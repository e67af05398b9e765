package program

import (
	"errors"
	"io"
	"os"
	"testing"
)

// Whichever way something is written, a valve that is given up takes nothing:
// what is written with io.WriteString must not pass it by.
func TestValveGivenUp(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	defer func() { _ = w.Close() }()
	v := newValve(w)
	v.giveUp()
	if n, err := io.WriteString(v, "x"); n != 0 || !errors.Is(err, ErrUnread) {
		t.Errorf("io.WriteString: %d, %v", n, err)
	}
}
