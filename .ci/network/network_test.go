package network

import (
	"bufio"
	"io"
	"net"
	"testing"
	"time"
)

// echoes is a server that sends back every line, behind a proxy.
func echoes(t *testing.T) *Network {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(1)
	if err != nil {
		t.Fatal(err)
	}
	w.Serve(func(int) string { return l.Addr().String() })
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
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
	c, err := net.Dial("tcp", w.Addresses())
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
	w.Set(Weather{RoundTrip: 200 * time.Millisecond})
	if took, err := trip(); err != nil || took < 200*time.Millisecond {
		t.Errorf("with 200 ms RoundTrip: %s, %v", took, err)
	}
	w.Set(Weather{PerSecond: 22})
	if took, err := trip(); err != nil || took < 400*time.Millisecond {
		t.Errorf("11 bytes at 22 a second: %s, %v", took, err)
	}
	w.Set(Weather{})
	w.Freeze()
	thaw := time.AfterFunc(300*time.Millisecond, w.Thaw)
	defer thaw.Stop()
	if took, err := trip(); err != nil || took < 300*time.Millisecond {
		t.Errorf("frozen for 300 ms: %s, %v", took, err)
	}
	w.Cut()
	if _, err := trip(); err == nil {
		t.Error("a cut connection goes on")
	}
	if n := w.Attempts(); n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
}
