package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	linger = 5 * time.Millisecond
	// A producer learns of a moved leader by an error and asks again at once.
	metadataMinAge = 50 * time.Millisecond
	retryPause     = 20 * time.Millisecond
)

// Every topic is compressed in another way, as in a cluster with many teams.
var codecs = [topicCount]kgo.CompressionCodec{
	orders:   kgo.Lz4Compression(),
	payments: kgo.ZstdCompression(),
	clicks:   kgo.SnappyCompression(),
}

// producers writes the messages of a story: one Kafka client a topic.
type producers struct {
	clients map[string]*kgo.Client

	mu  sync.Mutex
	err error // the first message that could not be written
}

func newProducers(c *cluster) (*producers, error) {
	p := &producers{clients: make(map[string]*kgo.Client)}
	for t, codec := range codecs {
		client, err := kgo.NewClient(
			kgo.ClientID("ktm-demo-"+topics[t].name),
			kgo.SeedBrokers(c.addresses()...),
			kgo.Dialer(c.dial),
			kgo.DisableClientMetrics(),
			kgo.RecordPartitioner(kgo.ManualPartitioner()),
			kgo.ProducerBatchCompression(codec),
			kgo.ProducerLinger(linger),
			kgo.MetadataMinAge(metadataMinAge),
			kgo.RetryBackoffFn(func(int) time.Duration { return retryPause }),
		)
		if err != nil {
			p.close()
			return nil, fmt.Errorf("demo: producer of %s: %w", topics[t].name, err)
		}
		p.clients[topics[t].name] = client
	}
	return p, nil
}

// write hands a message to its producer. It waits only when the producer's
// buffer is full; the message is written soon after.
func (p *producers) write(ctx context.Context, r *kgo.Record) {
	p.clients[r.Topic].Produce(ctx, r, func(r *kgo.Record, err error) {
		if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, kgo.ErrClientClosed) {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.err == nil {
			p.err = fmt.Errorf("demo: write to %s/%d: %w", r.Topic, r.Partition, err)
		}
	})
}

// flush returns when everything that was handed over is written.
func (p *producers) flush(ctx context.Context) error {
	for topic, client := range p.clients {
		if err := client.Flush(ctx); err != nil {
			return fmt.Errorf("demo: write the past of %s: %w", topic, err)
		}
	}
	return p.failure()
}

func (p *producers) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// close gives up what is not written yet.
func (p *producers) close() {
	for _, client := range p.clients {
		client.Close()
	}
}
