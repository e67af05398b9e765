package cli

import (
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// What is told at the end must not hold up the end: a terminal may take nothing
// more, such as one that was stopped with ctrl-s.
func TestTellOnFullTerminal(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = master.Close() }()
	if _, err := term.MakeRaw(int(tty.Fd())); err != nil {
		t.Fatal(err)
	}
	fill(t, tty)
	told := make(chan struct{})
	go func() {
		defer close(told)
		Tell(tty, "5 messages in 3 s", "and a hint")
	}()
	select {
	case <-told:
	case <-time.After(30 * time.Second):
		t.Error("it waits for the terminal")
	}
}

// fill writes until the terminal takes nothing more.
func fill(t *testing.T, tty *os.File) {
	t.Helper()
	fd := int(tty.Fd())
	if err := syscall.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := syscall.Write(fd, make([]byte, 512)); errors.Is(err, syscall.EAGAIN) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.SetNonblock(fd, false); err != nil {
		t.Fatal(err)
	}
}
