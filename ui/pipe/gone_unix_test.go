//go:build !windows

package pipe

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// Nothing is written: on a quiet topic the reader's end must be noticed, too.
func TestWriterNoticesThatTheReaderHasGone(t *testing.T) {
	for name, connect := range map[string]func() (reader, writer *os.File, err error){"pipe": os.Pipe, "socket": socketPair} {
		t.Run(name, func(t *testing.T) {
			reader, writer, err := connect()
			if err != nil {
				t.Fatal(err)
			}
			defer closeOrFail(t, writer)
			w := NewWriter(writer)
			r := usual()
			if err := w.write(&r, fields{}); err != nil {
				t.Fatal(err)
			}
			if _, err := reader.Read(make([]byte, 4096)); err != nil {
				t.Fatal(err)
			}
			select {
			case <-w.Failed():
				t.Fatal("it failed while there was a reader")
			default:
			}
			closeOrFail(t, reader)
			<-w.Failed()
			if err := w.Close(); !errors.Is(err, ErrReaderGone) {
				t.Errorf("Close = %v, want ErrReaderGone", err)
			}
		})
	}
}

func socketPair() (reader, writer *os.File, err error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(ends[0]), "reader"), os.NewFile(uintptr(ends[1]), "writer"), nil
}
