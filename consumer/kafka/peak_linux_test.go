//go:build !race

package kafka

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// The race detector keeps several times the memory of the program, so this is
// not for it.

// Whatever a log holds, a consumer's memory stays bounded, whoever reads it
// slowly, and other partitions are read. The consumer is a process of its own,
// whose peak the system tells.
func TestPeakMemory(t *testing.T) {
	const (
		bombs   = 12
		size    = 40 << 20
		hundred = 100_000_000
		most    = 300 << 20
	)
	ordinary := func(n int) (log []ranged) {
		for len(log) < n {
			var records []kmsg.Record
			for range 100 {
				records = append(records, kmsg.Record{Value: large(1000)})
			}
			log = append(log, packedBatch(t, model.NoCompression, int64(100*len(log)), records...))
		}
		return log
	}
	repeat := func(log []ranged, n int, b ranged) []ranged {
		for range n {
			next := int64(0)
			if len(log) > 0 {
				next = log[len(log)-1].last + 1
			}
			log = append(log, moved(b, next))
		}
		return log
	}
	cases := map[string]func() []ranged{
		"100 MB record": func() []ranged {
			return repeat(nil, 3, packedBatch(t, model.NoCompression, 0, kmsg.Record{Value: large(hundred)}))
		},
		"100 MB record, zstd": func() []ranged {
			return repeat(nil, 3, packedBatch(t, model.Zstd, 0, kmsg.Record{Value: large(hundred)}))
		},
		"1 MB key": func() []ranged {
			return repeat(nil, 50, packedBatch(t, model.NoCompression, 0, kmsg.Record{Key: large(1_000_000), Value: []byte("v")}))
		},
		"10,000 headers": func() []ranged {
			r := kmsg.Record{Value: []byte("v")}
			for i := range 10_000 {
				r.Headers = append(r.Headers, kmsg.Header{Key: fmt.Sprint("h", i), Value: []byte("v")})
			}
			return repeat(nil, 50, packedBatch(t, model.NoCompression, 0, r))
		},
		"100,000 records of a byte": func() []ranged {
			records := make([]kmsg.Record, 100_000)
			for i := range records {
				records[i].Value = []byte{'v'}
			}
			return repeat(nil, 10, packedBatch(t, model.Zstd, 0, records...))
		},
	}
	for by := model.Gzip; by <= model.Zstd; by++ {
		cases[by.String()+" bombs"] = func() []ranged {
			b := packedBatch(t, by, 0, kmsg.Record{Value: make([]byte, size)})
			t.Logf("%s: %d to 1", by, size/len(b.raw))
			return repeat(nil, bombs, b)
		}
		cases[by.String()+" bombs after 10 MB"] = func() []ranged {
			return repeat(ordinary(100), bombs, packedBatch(t, by, 0, kmsg.Record{Value: make([]byte, size)}))
		}
	}
	for name, log := range cases {
		t.Run(name, func(t *testing.T) {
			cluster := newCluster(t, kfake.NumBrokers(1), kfake.SeedTopics(2, "orders"))
			s := &shadow{logs: map[int32][][]byte{0: logOf(10, "a")}, ranges: map[int32][]ranged{1: log()}}
			s.install(cluster)
			n := 10 + int(s.ranges[1][len(s.ranges[1])-1].last) + 1
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), "KTM_PEAK_BROKER="+cluster.ListenAddrs()[0], fmt.Sprint("KTM_PEAK_RECORDS=", n))
			out, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			var peak int64
			if _, after, ok := strings.Cut(string(out), "peak="); ok {
				peak, _ = strconv.ParseInt(strings.Fields(after)[0], 10, 64)
			}
			t.Logf("peak %d MB", peak/1_000_000)
			if peak == 0 || peak > most {
				t.Errorf("the peak is %d bytes, want at most %d", peak, most)
			}
		})
	}
}

func init() {
	broker := os.Getenv("KTM_PEAK_BROKER")
	want, _ := strconv.Atoi(os.Getenv("KTM_PEAK_RECORDS"))
	if broker == "" {
		return
	}
	instead = func() error { return readAndTellPeak(broker, want) }
}

// readAndTellPeak is what a process of TestPeakMemory does.
func readAndTellPeak(broker string, want int) error {
	c, err := Open(context.Background(), Config{Brokers: []string{broker}, Topics: []string{"orders"}, Start: oldest}, nil)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	var r model.Record
	for n := 0; n < want; {
		ok, err := c.Poll(patience, &r)
		var f *model.Fault
		switch {
		case errors.As(err, &f) && !f.Fatal: // a busy machine
		case err != nil || !ok:
			return fmt.Errorf("after %d of %d records: %v, %w", n, want, ok, err)
		default:
			n++
			if r.Size() > 1<<20 { // who reads a giant takes a while
				slow := time.NewTimer(30 * time.Millisecond)
				<-slow.C
			}
		}
	}
	if c.Health() != consumer.Live {
		return fmt.Errorf("health %v", c.Health())
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return fmt.Errorf("status: %w", err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	fmt.Printf("peak=%d\n", kilobytes<<10)
	return err
}
