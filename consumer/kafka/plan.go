package kafka

import (
	"context"
	"slices"
	"sync"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/model"
)

// Plan is what runs read: a configuration that changes between them, as the user
// chooses other topics or goes elsewhere. A run under way keeps the one that it
// began with. Its methods may be called from any goroutine.
type Plan struct {
	first Config

	mu   sync.Mutex
	now  Config
	open consumer.Opener // of now; its runs know each other's topics
}

// NewPlan makes a plan that begins with what a scope says of a configuration.
func NewPlan(cfg Config, at model.Scope) *Plan {
	p := &Plan{first: cfg, now: cfg}
	p.Change(nil, at)
	return p
}

// Open opens a consumer of what is to be read at the moment; it is a
// consumer.Opener.
func (p *Plan) Open(ctx context.Context, from map[model.TopicPartition]int64) (consumer.Consumer, error) {
	p.mu.Lock()
	open := p.open
	p.mu.Unlock()
	return open(ctx, from)
}

// Current is what is to be read at the moment.
func (p *Plan) Current() Config {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// Change changes what the runs from now on read: other topics, or nil for the
// same, and from where up to where. Numbers of partitions are places in the topics
// that they were given for: of others all partitions are read. Those that were
// given without topics are for whichever are chosen.
func (p *Plan) Change(topics []string, at model.Scope) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if topics != nil {
		p.now.Topics = topics
	}
	p.now.Partitions = nil
	if given := p.first.Topics; len(given) == 0 || sameNames(given, p.now.Topics) {
		p.now.Partitions = p.first.Partitions
	}
	p.now = p.now.At(at)
	p.open = p.now.Opener()
}

func sameNames(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
