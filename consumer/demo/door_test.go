package demo

import (
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
)

// echo serves a door as a broker would: it sends back what it gets.
func echo(d *door) {
	for {
		conn, err := d.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			_, _ = io.Copy(conn, conn)
		}()
	}
}

// answers says that what is behind conn is alive.
func answers(t *testing.T, conn net.Conn) error {
	t.Helper()
	buf := []byte("x")
	if _, err := conn.Write(buf); err != nil {
		return err
	}
	_, err := io.ReadFull(conn, buf)
	return err
}

func openDoor(t *testing.T) *door {
	t.Helper()
	d, err := newDoor()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	go echo(d)
	return d
}

func dial(t *testing.T, d *door) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", d.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := answers(t, conn); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestShutDoorRefusesAndOpensAtTheSameAddress(t *testing.T) {
	d := openDoor(t)
	before := dial(t, d)
	address := d.Addr().String()

	d.shut()
	if err := answers(t, before); err == nil {
		t.Error("the old connection is still alive")
	}
	if conn, err := net.Dial("tcp", address); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a new connection gives %v, %v; want connection refused", conn, err)
	}

	if err := d.open(); err != nil {
		t.Fatal(err)
	}
	if d.Addr().String() != address {
		t.Errorf("the address was %s and is %s", address, d.Addr())
	}
	dial(t, d)
}

func TestBackDoorWorksWhileShut(t *testing.T) {
	d := openDoor(t)
	d.shut()
	conn, err := d.backDoor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := answers(t, conn); err != nil {
		t.Error(err)
	}
}

func TestDropResetsButWelcomes(t *testing.T) {
	d := openDoor(t)
	before := dial(t, d)
	d.drop()
	if _, err := before.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the old connection says %v, want a reset", err)
	}
	dial(t, d)
}

func TestClosedDoorStaysShut(t *testing.T) {
	d := openDoor(t)
	address := d.Addr().String()
	_ = d.Close()
	if err := d.open(); err != nil {
		t.Fatal(err)
	}
	if _, err := net.Dial("tcp", address); err == nil {
		t.Error("a closed door can be opened")
	}
	if _, err := d.backDoor(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the back door gives %v", err)
	}
}
