package kafka

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/IBM/sarama"
	"github.com/rcrowley/go-metrics"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/names"
)

// DefaultClientID is how ktm names itself to brokers.
const DefaultClientID = "ktm"

// How long things may take. A broker answers a fetch within maxWait even when
// there is nothing to send, so silence beyond that means that it hangs. The
// limit is on silence, not on the whole answer: a slow line is no fault.
const (
	dialTimeout  = 3 * time.Second
	maxWait      = 500 * time.Millisecond
	silence      = maxWait + 3*time.Second
	longSilence  = 15 * time.Second // what a broker is given that took our login but then is too slow
	refreshEvery = 3 * time.Second
)

// How much is fetched, in bytes.
const (
	oneBatch     = 1                    // asks for a single batch, for a broker sends at least that
	firstFetch   = 64 << 10             // an answer after a small one
	partFetch    = 1 << 20              // a partition's share of an answer
	nearFetch    = 2 << 20              // one answer, all partitions together: it is read while it is in the processor's cache
	wholeFetch   = 8 << 20              // one answer of a broker that is so far away that small ones would mean to wait
	maxPartFetch = 128 << 20            // what a partition's share grows to for a batch that does not fit
	maxUnpacked  = 128 << 20            // what one compressed batch may unpack to: a record of 100 MB and some
	maxResponse  = maxPartFetch + 1<<20 // one answer
)

// What metadata may be. It is short, so an answer that goes on and on is a
// fault, and one of this size, some 100,000 partitions, is not believed: what
// sarama makes of it takes many times the room.
const (
	metadataWait = 4 * time.Second // for the answer to end; longer where that was too short
	maxMetadata  = 4 << 20         // bytes about our topics
	maxNames     = 16 << 20        // bytes about all topics of the cluster
)

// nearTime is within which the answer of a broker comes that is near.
const nearTime = 10 * time.Millisecond

// inTurn is how many partitions with more to read are asked for at a time while there
// is more than answers hold. It is some times as many as fill one. A broker looks at
// each that is asked for, which with 1,000 of them took more of its processor than to
// read them.
const inTurn = 64

// prefetch is the number of answers kept ready for Poll.
const prefetch = 2

// Sarama has these settings once a process: make room for no answer larger than
// metadata is, and start no metrics ticker that nobody could stop.
func init() {
	sarama.MaxResponseSize = maxNames
	metrics.UseNilMetrics = true
}

// Config says what to read and from where. The zero value of every field but
// Brokers, Topics and Start is useful.
type Config struct {
	// Brokers are bootstrap brokers as "host:port" or "host" (port 9092). At
	// least one; any of them may be the only one that is up.
	Brokers []string
	// Topics to read, at least one. A topic that does not exist is told as a
	// fault and read from its oldest message once it appears.
	Topics []string
	// Partitions to read of every topic; nil means all, new ones included.
	Partitions []int32
	// Start is where a session begins, and End where it ends. Once every
	// partition has reached an end, Poll returns consumer.ErrEnd. Apart holds
	// both for partitions that have others. Where every one has an end, a topic
	// that does not exist or may not be read is a fatal fault, for it is not
	// waited for.
	Start model.Start
	End   model.End
	Apart map[int32]model.Span
	// Isolation says whether open and aborted transactions are read.
	Isolation model.Isolation
	// ExitAtEnd ends every partition where its log ended when it was opened,
	// or before that.
	ExitAtEnd bool
	// ClientID is shown in the brokers' logs and quotas; "" is DefaultClientID.
	ClientID string
	// Rack names where we are, so that a replica nearby may be read instead of
	// the leader (Kafka's client.rack); "" reads from leaders only.
	Rack string
	// Security is how brokers are spoken to; the zero value is plaintext
	// without a login.
	Security Security
}

// Opener gives a Manager consumers of this configuration, one a run. Runs of
// one opener know each other's topics: one that resumes notices that a topic
// was deleted and created again meanwhile.
func (cfg Config) Opener() consumer.Opener {
	ids := newIdentities()
	return func(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
		c, err := open(ctx, cfg, from, ids)
		if err != nil {
			return nil, err
		}
		return c, nil
	}
}

// validate returns the configuration as it is used, or a fault of kind config
// that says what is wrong.
func (cfg Config) validate() (Config, error) {
	cfg, err := cfg.validateCluster()
	if err != nil {
		return cfg, err
	}
	if len(cfg.Topics) == 0 {
		return cfg, configFault("no topic is given", "Name at least one topic.")
	}
	cfg.Topics = slices.Compact(slices.Sorted(slices.Values(cfg.Topics)))
	for _, t := range cfg.Topics {
		if err := names.CheckTopic(t); err != nil {
			return cfg, configFault(err.Error(), "")
		}
	}
	cfg.Partitions = slices.Compact(slices.Sorted(slices.Values(cfg.Partitions)))
	if len(cfg.Partitions) > 0 && cfg.Partitions[0] < 0 {
		return cfg, configFault(fmt.Sprintf("partition %d is not a partition", cfg.Partitions[0]), "Partitions count from 0.")
	}
	if err := checkSpan(model.Span{Start: cfg.Start, End: cfg.End}); err != nil {
		return cfg, err
	}
	for p, own := range cfg.Apart {
		if err := checkSpan(own); err != nil {
			return cfg, fmt.Errorf("partition %d: %w", p, err)
		}
	}
	if cfg.Start.Kind == model.StartTail && cfg.Start.N == 0 {
		cfg.Start = model.Start{Kind: model.StartNewest}
	}
	if cfg.Isolation > model.ReadUncommitted {
		return cfg, configFault(fmt.Sprintf("isolation level %d is unknown", cfg.Isolation), "")
	}
	return cfg, nil
}

// validateCluster is validate for what connections are made of.
func (cfg Config) validateCluster() (Config, error) {
	if len(cfg.Brokers) == 0 {
		return cfg, configFault("no broker is given", "Name one as host:port.")
	}
	brokers := make([]string, 0, len(cfg.Brokers))
	for _, b := range cfg.Brokers {
		addr, err := names.Broker(b)
		if err != nil {
			return cfg, configFault(err.Error(), "Write host:port, without a scheme.")
		}
		if !slices.Contains(brokers, addr) {
			brokers = append(brokers, addr)
		}
	}
	cfg.Brokers = brokers
	if cfg.ClientID == "" {
		cfg.ClientID = DefaultClientID
	}
	_, err := cfg.sarama(new(dialer))
	return cfg, err
}

func configFault(text, hint string) *model.Fault {
	f := model.NewFault(model.FaultConfig, text, nil)
	f.Hint, f.Fatal = hint, true
	return f
}

func (cfg Config) isolation() sarama.IsolationLevel {
	if cfg.Isolation == model.ReadCommitted {
		return sarama.ReadCommitted
	}
	return sarama.ReadUncommitted
}

// sarama is the library's configuration for one connection made by d. Sarama
// negotiates versions down from the newest, so the newest is what to ask for.
// The error is a fault of kind config.
func (cfg Config) sarama(d *dialer) (*sarama.Config, error) {
	sc := sarama.NewConfig()
	sc.Version = sarama.MaxVersion
	sc.ClientID = cfg.ClientID
	sc.Metadata.AllowAutoTopicCreation = false
	sc.Net.WriteTimeout = silence
	sc.Net.ReadTimeout = longSilence // the dialer's own limit is on silence
	if err := cfg.Security.apply(sc); err != nil {
		return nil, err
	}
	// TLS is the dialer's as well: sarama's would shake hands under no limit.
	if sc.Net.TLS.Enable {
		d.tls, sc.Net.TLS.Enable = sc.Net.TLS.Config, false
	}
	sc.Net.Proxy.Enable, sc.Net.Proxy.Dialer = true, d
	if err := sc.Validate(); err != nil {
		return nil, configFault(err.Error(), "")
	}
	return sc, nil
}
