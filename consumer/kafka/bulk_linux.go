package kafka

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// socketOf is the socket of a connection that can be told when to wake its reader.
// One with TLS cannot: what it reads are records of 16 KB.
func socketOf(c net.Conn) syscall.RawConn {
	t, ok := c.(*net.TCPConn)
	if !ok {
		return nil
	}
	s, err := t.SyscallConn()
	if err != nil {
		return nil
	}
	return s
}

// wakeFor lets a socket count as readable from n bytes on, or at its end. What lies
// there already is read in any case.
func wakeFor(s syscall.RawConn, n int) error {
	var set error
	err := s.Control(func(fd uintptr) {
		set = os.NewSyscallError("setsockopt", syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVLOWAT, n))
	})
	if err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	return set
}
