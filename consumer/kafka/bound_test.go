package kafka

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// An answer that comes drop by drop is never silent; where answers are short
// it must end all the same.
func TestAnswerThatNeverEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, broker := net.Pipe()
		c := &conn{Conn: client, silence: silence, release: func() bool { return true }}
		l := &link{dialer: &dialer{ctx: t.Context()}}
		l.dialer.conn.Store(c)
		l.bound(metadataWait, maxMetadata)
		l.limit()
		var drops sync.WaitGroup
		drops.Go(func() {
			_, err := broker.Write([]byte{0, 0, 255, 255})
			for ; err == nil; _, err = broker.Write([]byte{0}) {
				time.Sleep(time.Second)
			}
		})
		began := time.Now()
		_, err := io.Copy(io.Discard, c)
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took != metadataWait {
			t.Errorf("given up after %s with %v, want %s", took, err, metadataWait)
		}
		_ = broker.Close()
		drops.Wait()
	})
}

func TestAnswerLargerThanItsBound(t *testing.T) {
	for length, refused := range map[byte]bool{9: false, 10: false, 11: true} {
		f := frames{count: 1, most: 10}
		err := f.see([]byte{0, 0, 0, length})
		var frame *frameError
		if errors.As(err, &frame) != refused {
			t.Errorf("an answer of %d bytes, 10 are allowed: %v", length, err)
		}
	}
}

func TestAnswerToAnotherRequest(t *testing.T) {
	f := linkFault("kafka:9092", sarama.PacketDecodingError{Info: "correlation ID didn't match"})
	if f.Kind != model.FaultProtocol || f.Fatal || !strings.Contains(f.Text, "cannot be understood") {
		t.Errorf("fault %+v", f)
	}
}
