package kafka

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/IBM/sarama"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

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

// Where answers may be long, one must not come slower than any line is; a line
// that is merely slow is no fault.
func TestAnswerThatDrips(t *testing.T) {
	for name, tt := range map[string]struct {
		drop  int // bytes, ten times a second
		given bool
	}{"a byte at a time": {1, false}, "slower than any line": {slowestLine / 20, false}, "a slow line": {slowestLine / 5, true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const length = 256 << 10
				client, broker := net.Pipe()
				c := &conn{Conn: client, silence: silence, release: func() bool { return true }}
				var drops sync.WaitGroup
				drops.Go(func() {
					_, err := broker.Write(binary.BigEndian.AppendUint32(nil, length))
					for sent := 0; err == nil && sent < length; sent += tt.drop {
						_, err = broker.Write(make([]byte, min(tt.drop, length-sent)))
						time.Sleep(100 * time.Millisecond)
					}
				})
				began := time.Now()
				_, err := io.CopyN(io.Discard, c, 4+length)
				took := time.Since(began)
				if tt.given != (err == nil) {
					t.Errorf("after %v: %v", took, err)
				}
				if err != nil && (!errors.Is(err, os.ErrDeadlineExceeded) || took > 3*dripping) {
					t.Errorf("given up after %v with %v", took, err)
				}
				_ = client.Close()
				_ = broker.Close()
				drops.Wait()
			})
		})
	}
}

// A broker that asks us to leave it alone right away is left alone, and that
// does not hold up Close, nor what comes afterwards.
func TestThrottledHello(t *testing.T) {
	for name, wait := range map[string]int32{"a little": 100, "for weeks": math.MaxInt32} {
		t.Run(name, func(t *testing.T) {
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
			produce(t, newProducer(t, cluster), "orders", 0, "a")
			cluster.ControlKey(int16(kmsg.ApiVersions), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
				cluster.KeepControl()
				resp, ok := kreq.ResponseKind().(*kmsg.ApiVersionsResponse)
				if !ok {
					return nil, nil, false
				}
				for _, k := range []kmsg.Request{kmsg.NewPtrFetchRequest(), kmsg.NewPtrListOffsetsRequest(), kmsg.NewPtrMetadataRequest(), kmsg.NewPtrApiVersionsRequest()} {
					key := kmsg.NewApiVersionsResponseApiKey()
					key.ApiKey, key.MaxVersion = k.Key(), min(k.MaxVersion(), 12)
					resp.ApiKeys = append(resp.ApiKeys, key)
				}
				resp.ThrottleMillis = wait
				return resp, nil, true
			})
			x := mustOpen(t, config(cluster, oldest, "orders"), nil)
			if wait < 1000 {
				x.read(1)
			} else {
				x.quiet(300 * time.Millisecond)
			}
			closeQuickly(t, x)
		})
	}
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
