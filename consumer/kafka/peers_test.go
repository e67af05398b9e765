package kafka

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// A peer that is not a broker is told as what it is, and costs no memory.
func TestPeersThatAreNoBrokers(t *testing.T) {
	for _, tt := range []struct {
		name, says string
		text       string
		kind       model.FaultKind
	}{
		{"a web server", "HTTP/1.1 400 Bad Request\r\n\r\n", "is a web server, not a Kafka broker", model.FaultConnection},
		{"a TLS port", "\x15\x03\x03\x00\x02\x02\x46", "speaks TLS, ktm spoke plaintext to it", model.FaultConnection},
		{"something that announces 2 GB", "\x7f\xff\xff\xff and so on", "sent something that is not Kafka", model.FaultProtocol},
		{"something that announces nothing", "\x00\x00\x00\x00\x00\x00\x00\x00", "sent something that is not Kafka", model.FaultProtocol},
		{"something that hangs up", "", "closed the connection", model.FaultConnection},
	} {
		t.Run(tt.name, func(t *testing.T) {
			addr := serve(t, func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 1024))
				_, _ = io.WriteString(conn, tt.says)
			})
			x := mustOpen(t, Config{Brokers: []string{addr}, Topics: []string{"orders"}, Start: oldest}, nil)
			if f := x.awaitFault(tt.kind); f.Text != addr+" "+tt.text || f.Broker != addr || f.Fatal {
				t.Errorf("fault %+v", f)
			}
		})
	}
}

// serve hands every connection to talk and then closes it.
func serve(t *testing.T, talk func(net.Conn)) (addr string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			talk(conn)
			_ = conn.Close()
		}
	})
	t.Cleanup(func() {
		_ = ln.Close()
		wg.Wait()
	})
	return ln.Addr().String()
}
