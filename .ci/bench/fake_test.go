package main

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// fakeRun is a contender beside which others take these shares, one after the
// other.
func fakeRun(others []float64, runs *int) func(context.Context) (usage, error) {
	return func(context.Context) (usage, error) {
		u := usage{wall: time.Second, others: others[*runs]}
		*runs++
		return u, nil
	}
}

func failingRun(runs *int) func(context.Context) (usage, error) {
	return func(context.Context) (usage, error) {
		*runs++
		return usage{}, errors.New("no")
	}
}

// Through the delay an answer comes whole, and a round trip later.
func TestDelay(t *testing.T) {
	broker, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		conn, err := broker.Accept()
		if err != nil {
			return
		}
		_, _ = io.Copy(conn, conn)
		_ = conn.Close()
	}()
	t.Cleanup(func() { _ = broker.Close() })
	d, err := newDelay(roundTrip)
	if err != nil {
		t.Fatal(err)
	}
	d.serve(broker.Addr().String())
	t.Cleanup(d.close)
	conn, err := net.Dial("tcp", d.address())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	began := time.Now()
	if _, err := conn.Write([]byte("ping")); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 4)
	if _, err := io.ReadFull(conn, answer); err != nil || string(answer) != "ping" {
		t.Fatalf("answered with %q, %v", answer, err)
	}
	if took := time.Since(began); took < roundTrip {
		t.Errorf("a round trip took %s, want at least %s", took, roundTrip)
	}
}
