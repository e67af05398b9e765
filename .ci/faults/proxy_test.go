package main

import (
	"bufio"
	"io"
	"net"
	"testing"
	"time"
)

// echoes is a server that sends back every line, behind a proxy.
func echoes(t *testing.T) *network {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w, err := newNetwork(1)
	if err != nil {
		t.Fatal(err)
	}
	w.serve(func(int) string { return l.Addr().String() })
	t.Cleanup(func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
		_ = l.Close()
	})
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.Copy(c, c)
				_ = c.Close()
			}()
		}
	}()
	return w
}

func TestWeather(t *testing.T) {
	w := echoes(t)
	c, err := net.Dial("tcp", w.addresses())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	lines := bufio.NewReader(c)
	trip := func() (time.Duration, error) {
		began := time.Now()
		if _, err := io.WriteString(c, "to and fro\n"); err != nil {
			return 0, err
		}
		_, err := lines.ReadString('\n')
		return time.Since(began), err
	}
	if _, err := trip(); err != nil {
		t.Fatal(err)
	}
	w.set(weather{latency: 200 * time.Millisecond})
	if took, err := trip(); err != nil || took < 200*time.Millisecond {
		t.Errorf("with 200 ms latency: %s, %v", took, err)
	}
	w.set(weather{perSecond: 22})
	if took, err := trip(); err != nil || took < 400*time.Millisecond {
		t.Errorf("11 bytes at 22 a second: %s, %v", took, err)
	}
	w.set(weather{})
	w.freeze()
	thaw := time.AfterFunc(300*time.Millisecond, w.thaw)
	defer thaw.Stop()
	if took, err := trip(); err != nil || took < 300*time.Millisecond {
		t.Errorf("frozen for 300 ms: %s, %v", took, err)
	}
	w.cut()
	if _, err := trip(); err == nil {
		t.Error("a cut connection goes on")
	}
	if n := w.attempts(); n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
}
