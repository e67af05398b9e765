// Command feed fills topics for measurements.
//
// It makes record batches itself and sends the same ones again and again, so
// that filling a topic takes the broker's time and hardly any of its own. With
// -rate it writes a steady stream instead: then every value begins with the
// moment at which its batch was made, {"stamp":MICROSECONDS,"n":SEQUENCE…
//
//	feed -b BROKERS -t TOPIC -n RECORDS [-size BYTES] [-shape text|json] [-codec none|gzip|snappy|lz4|zstd]
//	feed -b BROKERS -t TOPIC -rate PER_SECOND [-size BYTES]
//
// A stream ends when standard input does. At the end a line of JSON says what
// was written: {"records":N,"bytes":N,"seconds":S}; bytes are those of keys and
// values.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"
)

func main() {
	brokers := flag.String("b", "", "brokers, separated by commas")
	topic := flag.String("t", "", "topic, which exists")
	records := flag.Int64("n", 0, "how many records to write")
	rate := flag.Int("rate", 0, "records a second to write, until standard input ends")
	size := flag.Int("size", 100, "bytes of a value; values of the shape json have their own")
	shape := flag.String("shape", "text", "text, or json")
	codec := flag.String("codec", "none", "compression")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, strings.Split(*brokers, ","), *topic, *records, *rate, *size, *shape, *codec); err != nil {
		fmt.Fprintln(os.Stderr, "feed:", err)
		os.Exit(1)
	}
}

// written is what was acknowledged.
type written struct {
	Records int64   `json:"records"`
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"`
}

func run(ctx context.Context, brokers []string, topic string, records int64, rate, size int, shape, codec string) error {
	w, err := connect(ctx, brokers, topic)
	if err != nil {
		return err
	}
	defer w.client.Close()
	began := time.Now()
	var done written
	switch {
	case rate > 0:
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin) // it ends in one way or another
			cancel()
		}()
		done, err = w.stream(ctx, rate, size)
	case records > 0:
		values, failed := makeValues(shape, size)
		if failed != nil {
			return failed
		}
		done, err = w.fill(ctx, records, values, codec)
	default:
		err = errors.New("neither -n nor -rate is given")
	}
	if err != nil {
		return err
	}
	done.Seconds = time.Since(began).Seconds()
	return json.NewEncoder(os.Stdout).Encode(done)
}
