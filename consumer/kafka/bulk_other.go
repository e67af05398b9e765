//go:build !linux

package kafka

import (
	"net"
	"syscall"
)

// socketOf is nil: elsewhere readers are woken for whatever comes.
func socketOf(net.Conn) syscall.RawConn { return nil }

func wakeFor(syscall.RawConn, int) error { return nil }
