//go:build unix

package program

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"

	"github.com/kafkathreadmanager/ktm/ui/screen"
)

// typing is a keyboard, and the terminal that it reads from: a pipe.
func typing(t *testing.T) (k *keyboard, terminal *os.File) {
	t.Helper()
	in, terminal, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = terminal.Close() })
	return &keyboard{
		File: in, answered: func() {},
		ready: func(timeout time.Duration) bool { return readable(int(in.Fd()), timeout) },
	}, terminal
}

func TestSift(t *testing.T) {
	a := screen.Answer
	for _, test := range []struct {
		in, out string
		answers int
	}{
		{"", "", 0},
		{"x", "x", 0},
		{a, "", 1},
		{a + a, "", 2},
		{"j" + a + "k", "jk", 1},
		{"\x1b[A" + a + "\x1b[B", "\x1b[A\x1b[B", 1},
		{"\x1b", "\x1b", 0}, // more may come
		{"\x1b" + a, escapeKey, 1},
		{"\x1b" + a + "x", escapeKey + "x", 1},
		{"\x1b" + a + "\x1b", escapeKey + "\x1b", 1},
		{"\x1b\x1b", escapeKey + "\x1b", 0}, // pressed twice
		{"\x1b\x1b\x1b", escapeKey + escapeKey + "\x1b", 0},
		{"\x1b\x1b[A", "\x1b\x1b[A", 0}, // alt+up
		{"\x1bo", "\x1bo", 0},           // alt+o
		{"\x1b[1;1R", "\x1b[1;1R", 0},   // another answer
		{"\x1b[3n", "\x1b[3n", 0},       // and another
		{"\x1b]11;rgb:0/0/0\x1b\\", "\x1b]11;rgb:0/0/0\x1b\\", 0},
	} {
		p := make([]byte, len(test.in), len(test.in)+2*len(escapeKey))
		copy(p, test.in)
		n, answers := sift(p)
		if got := string(p[:n:cap(p)][:n]); got != test.out || answers != test.answers {
			t.Errorf("%q: %q and %d answers, want %q and %d", test.in, got, answers, test.out, test.answers)
		}
	}
}

// While a screen changes, its questions are answered all the time. Keys arrive
// all the same, single escapes and keys without an end among them.
func TestKeysAmongAnswers(t *testing.T) {
	k, terminal := typing(t)
	var answers atomic.Int64
	k.answered = func() { answers.Add(1) }
	cancelable, err := uv.NewCancelReader(k)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	events, done := make(chan uv.Event), make(chan struct{})
	go func() {
		defer close(done)
		_ = uv.NewTerminalReader(cancelable, "xterm-256color").StreamEvents(ctx, events)
	}()
	answering := make(chan struct{})
	go func() {
		defer close(answering)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			if _, err := terminal.WriteString(screen.Answer); err != nil {
				return
			}
			<-tick.C
		}
	}()
	for _, test := range []struct{ bytes, key string }{
		{"x", "x"}, {"\x1b", "esc"}, {"y", "y"}, {"\x1b", "esc"}, {"\x1b[A", "up"}, {"\x1b[", "alt+["}, {"z", "z"}, {"\x1bo", "alt+o"}, {"\x1b", "esc"},
	} {
		if _, err := terminal.WriteString(test.bytes); err != nil {
			t.Fatal(err)
		}
		select {
		case e := <-events:
			if got := fmt.Sprint(e); got != test.key {
				t.Errorf("%q is %q (%T), want %q", test.bytes, got, e, test.key)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%q never arrived", test.bytes)
		}
	}
	stop()
	<-answering
	_ = terminal.Close()
	cancelable.Cancel()
	<-done
	if answers.Load() == 0 {
		t.Error("no answer was told")
	}
}

// A key that is followed by nothing need not wait for an answer.
func TestEscapeAlone(t *testing.T) {
	k, terminal := typing(t)
	for range 2 {
		if _, err := terminal.WriteString("\x1b"); err != nil {
			t.Fatal(err)
		}
		var p [4096]byte
		if n, err := k.Read(p[:]); err != nil || string(p[:n]) != escapeKey {
			t.Errorf("%q, %v", p[:n], err)
		}
	}
	long := strings.Repeat("a", 5000)
	if _, err := terminal.WriteString(long); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for len(got) < len(long) {
		var p [4096]byte
		n, err := k.Read(p[:])
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p[:n]...)
	}
	if string(got) != long {
		t.Error("a paste is torn")
	}
}

// The end of a paste begins with an escape as well, wherever a read happens to end.
func TestPastesEnd(t *testing.T) {
	for _, test := range []struct {
		name  string
		parts []string
	}{
		{"a buffer that is full", []string{"\x1b[200~" + strings.Repeat("a", 4096-2*len(escapeKey)-6-1) + "\x1b[201~q"}},
		{"a slow line", []string{"\x1b[200~aaa\x1b", "[201~", "q"}},
		{"a slower one", []string{"\x1b[200~aaa\x1b[2", "01~\x1b[A", "q"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			k, terminal := typing(t)
			k.ready = func(time.Duration) bool { return readable(int(k.Fd()), 0) }
			parts := test.parts
			send := func() {
				if len(parts) > 0 {
					if _, err := terminal.WriteString(parts[0]); err != nil {
						t.Error(err)
					}
					parts = parts[1:]
				}
			}
			send()
			var got strings.Builder
			for !strings.HasSuffix(got.String(), "q") {
				var p [4096]byte
				n, err := k.Read(p[:])
				if err != nil {
					t.Fatal(err)
				}
				got.Write(p[:n])
				send()
			}
			if want := strings.Join(test.parts, ""); got.String() != want {
				t.Errorf("%q, want %q", got.String(), want)
			}
			if k.pasting {
				t.Error("the paste never ends")
			}
		})
	}
}

// Nobody presses escape thousands of times at once, but it may be pasted.
func TestAFloodOfEscapes(t *testing.T) {
	k, terminal := typing(t)
	k.ready = func(time.Duration) bool { return readable(int(k.Fd()), 0) }
	if _, err := terminal.WriteString(strings.Repeat("\x1b", 10_000) + "q"); err != nil {
		t.Fatal(err)
	}
	_ = terminal.Close()
	var got strings.Builder
	for {
		var p [4096]byte
		n, err := k.Read(p[:])
		got.Write(p[:n])
		if err != nil {
			break
		}
	}
	if n := strings.Count(got.String(), "\x1b"); n != 10_000 || !strings.HasSuffix(got.String(), "q") {
		t.Errorf("%d escapes of 10,000 arrived", n)
	}
}
