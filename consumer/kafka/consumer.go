package kafka

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// Consumer is one open tail of one or more topics. Poll, Positions and Health
// are for one goroutine; Interrupt and Close for any.
type Consumer struct {
	cfg    Config
	scope  model.Scope
	ends   bool      // it ends by itself
	begun  time.Time // what times ago are counted from
	from   map[model.TopicPartition]int64
	ids    *identities
	logins logins

	ctx     context.Context // ends the workers
	cancel  context.CancelFunc
	workers sync.WaitGroup

	deliveries chan []block
	store      store
	bodies     bodies
	faults     *reporter
	fatal      atomic.Pointer[model.Fault]
	health     atomic.Uint32
	refresh    chan struct{} // asks for metadata now

	mu        sync.Mutex
	topics    map[string]*topic
	parts     []*partition // of all topics, retired ones left out
	counted   []*partition // these, and those that vanished when their topic was created again
	brokers   map[int32]string
	leaders   map[int32]*leader
	refreshed uint64 // number of the last metadata refresh begun
	settled   bool   // metadata has been read once
	everLive  bool

	// What Poll has in hand. signals is looked at for every record, wake ends
	// a wait.
	signals  atomic.Uint32
	wake     chan struct{}
	timer    *time.Timer
	delivery []block
	current  *block
	batches  []batch
	batch    batch
	headers  []model.Header
	gap      *model.Fault // to be told before anything else
	ended    bool         // the fatal fault was told
}

var (
	_ consumer.Consumer = (*Consumer)(nil)
	_ consumer.Reporter = (*Consumer)(nil)
	_ consumer.Teller   = (*Consumer)(nil)
	_ consumer.Skipper  = (*Consumer)(nil)
)

// Bits of Consumer.signals.
const (
	interrupted uint32 = 1 << iota
	faulty             // the reporter has something
	failed             // fatal is set
	closed
)

// block is what one partition contributes to a delivery: records to hand out,
// and the position after them. One without records moves the position only.
type block struct {
	part    *partition
	batches []batch
	next    int64
	weight  int64        // of the records; see memory
	gap     *model.Fault // told once the position is next; nil for none
	body    *body        // what the records alias; nil for bytes of their own
}

// Open checks the configuration and begins to connect. It does not wait for
// brokers: what they do is told by Poll and Health.
//
// from holds the offset to go on at for every partition that was read before.
// Where it has some partitions of a topic, the others are taken for new ones
// and read from their oldest message; a topic it does not have begins at
// the start of cfg.
func Open(ctx context.Context, cfg Config, from map[model.TopicPartition]int64) (*Consumer, error) {
	return open(ctx, cfg, from, newIdentities())
}

func open(ctx context.Context, cfg Config, from map[model.TopicPartition]int64, ids *identities) (*Consumer, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("opening %s: %w", strings.Join(cfg.Topics, ", "), err)
	}
	cfg, err := cfg.validate()
	if err != nil {
		return nil, err
	}
	c := &Consumer{
		cfg:        cfg,
		scope:      cfg.scope(),
		ends:       cfg.ends(),
		begun:      ids.begins(len(from) > 0),
		from:       maps.Clone(from),
		ids:        ids,
		deliveries: make(chan []block, prefetch),
		store:      store{giant: make(chan struct{}, 1)},
		refresh:    make(chan struct{}, 1),
		topics:     make(map[string]*topic, len(cfg.Topics)),
		brokers:    make(map[int32]string),
		leaders:    make(map[int32]*leader),
		wake:       make(chan struct{}, 1),
		timer:      time.NewTimer(time.Hour),
	}
	c.timer.Stop()
	c.faults = newReporter(func() { c.signal(faulty) })
	c.ctx, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, name := range cfg.Topics {
		t := newTopic(name)
		if c.resumes(name) {
			t.id = ids.of(name)
		}
		c.topics[name] = t
	}
	c.workers.Go(c.followMetadata)
	return c, nil
}

// resumes says whether an earlier run has read something of the topic.
func (c *Consumer) resumes(topic string) bool {
	for tp, offset := range c.from {
		if tp.Topic == topic && offset >= 0 {
			return true
		}
	}
	return false
}

// Close implements consumer.Consumer.
func (c *Consumer) Close() error {
	c.mu.Lock() // Skip starts no worker after this
	c.cancel()
	c.mu.Unlock()
	c.signal(closed)
	c.workers.Wait()
	return nil
}

// Untold implements consumer.Teller.
func (c *Consumer) Untold() []*model.Fault {
	untold := c.faults.rest()
	if f := c.fatal.Load(); f != nil && !c.ended {
		c.ended = true
		untold = append(untold, f)
	}
	return untold
}

// Interrupt implements consumer.Consumer.
func (c *Consumer) Interrupt() { c.signal(interrupted) }

func (c *Consumer) signal(bit uint32) {
	c.signals.Or(bit)
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// tell hands a fault to Poll. A fatal one ends the workers.
func (c *Consumer) tell(f *model.Fault) {
	if c.ctx.Err() != nil {
		return // what fails because we close is no fault
	}
	c.cfg.Security.hide(f)
	// Where there is an end to reach, an ACL is not waited for.
	f.Fatal = f.Fatal || c.ends && f.Kind == model.FaultAuthorization
	if !f.Fatal {
		c.faults.tell(f)
		return
	}
	if c.fatal.CompareAndSwap(nil, f) {
		c.cancel()
		c.signal(failed)
	}
}

// deliver hands blocks to Poll, waiting until it has room. It reports false
// when the consumer ends instead.
func (c *Consumer) deliver(blocks []block) bool {
	if len(blocks) == 0 {
		return true
	}
	select {
	case c.deliveries <- blocks:
		return true
	case <-c.ctx.Done():
		return false
	}
}

// pause waits for d, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// askMetadata makes the metadata goroutine refresh soon.
func (c *Consumer) askMetadata() {
	select {
	case c.refresh <- struct{}{}:
	default:
	}
}

// Positions implements consumer.Reporter. First and Received count over all
// incarnations of a topic.
func (c *Consumer) Positions() []model.Position {
	c.mu.Lock()
	parts := slices.Clone(c.counted)
	c.mu.Unlock()
	out := make([]model.Position, 0, len(parts))
	for _, p := range parts {
		out = append(out, model.Position{
			TopicPartition: p.TopicPartition,
			Next:           p.next, First: p.handed.first, Received: p.handed.received,
			Start: p.start.Load(), End: p.end.Load(), Stable: p.stable.Load(), Until: p.until.Load(),
		})
	}
	return out
}

// identity is a topic's id where it is not the zero one.
func identity(id sarama.Uuid) bool { return id != sarama.Uuid{} }
