package program

import (
	"errors"
	"io"
	"os"
	"runtime"
	"testing"
	"time"
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

// A write that the terminal does not take is stuck, whatever was written before.
func TestStuckWrite(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	defer func() { _ = w.Close() }()
	v := newValve(w)
	if _, err := v.Write([]byte("x")); err != nil || v.stuck(0) {
		t.Fatalf("%v; a write that is done is stuck: %v", err, v.stuck(0))
	}
	ended := make(chan error)
	go func() {
		_, err := v.Write(make([]byte, 1<<20)) // more than a pipe holds
		ended <- err
	}()
	for end := time.Now().Add(30 * time.Second); !v.stuck(time.Millisecond); {
		if time.Now().After(end) {
			t.Fatal("it is not stuck")
		}
		runtime.Gosched()
	}
	v.giveUp()
	if err := <-ended; !errors.Is(err, ErrUnread) || v.stuck(0) {
		t.Errorf("%v; given up, and still stuck: %v", err, v.stuck(0))
	}
}
