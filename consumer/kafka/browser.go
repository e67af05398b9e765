package kafka

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// Browser looks at the topics of a cluster: which there are ([Browser.Topics]),
// and what is in some of them ([Browser.Figures]). It belongs to no consumer, has
// connections of its own, and keeps them until its context ends, which ends a call
// under way at once. Its methods may be called from any goroutine; one call waits
// for the other.
type Browser struct {
	life   context.Context
	cfg    Config
	wrong  error // with cfg
	logins logins

	mu       sync.Mutex
	brokers  map[int32]string            // addresses, by node
	leaders  map[string]map[int32]string // addresses, by topic and partition; "" = there is none
	policies map[string]string           // by topic
	closed   map[string]bool             // topics whose settings we may not see
	noSizes  bool                        // the cluster does not tell sizes
	away     map[string]time.Time        // when an address could not be reached

	linksMu sync.Mutex
	links   map[string]*link // by address
}

// sparedFor is how long a broker that could not be reached is left alone: its
// partitions are missing meanwhile, and the others do not wait for it.
const sparedFor = 5 * time.Second

// NewBrowser makes a browser of the cluster that cfg names. Of cfg it uses
// Brokers, ClientID and Security. Nothing is connected yet; a mistake in cfg is
// told by [Browser.Topics], as a *model.Fault of kind config.
func NewBrowser(life context.Context, cfg Config) *Browser {
	cfg, err := cfg.validateCluster()
	return &Browser{
		life: life, cfg: cfg, wrong: err,
		policies: map[string]string{}, closed: map[string]bool{}, away: map[string]time.Time{}, links: map[string]*link{},
	}
}

// Topics lists the topics that we may see (DESCRIBE), sorted by name. It is one
// request, however many there are. An error is a *model.Fault, or what the
// context ended with.
func (b *Browser) Topics() ([]model.Topic, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.wrong != nil {
		return nil, b.wrong
	}
	var (
		answer *sarama.MetadataResponse
		f      *model.Fault
	)
	for range 2 { // a connection from before may have died meanwhile
		var l *link
		var old bool
		if l, old, f = b.any(); f != nil {
			break
		}
		l.bound(longSilence, maxNames)
		var err error
		answer, err = ask(l, (*sarama.Broker).GetMetadata, sarama.NewMetadataRequest(sarama.MaxVersion, nil))
		if err == nil {
			f = nil
			break
		}
		b.drop(l)
		if f = linkFault(l.addr, err); !old {
			break
		}
	}
	if f != nil {
		return nil, b.told(f)
	}
	b.learn(answer)
	var topics []model.Topic
	for _, t := range answer.Topics {
		if t.Err == sarama.ErrUnknownTopicOrPartition || t.Err == sarama.ErrTopicAuthorizationFailed {
			continue // it is being deleted, or nothing for us
		}
		one := model.Topic{Name: t.Name, Partitions: len(t.Partitions), Internal: t.IsInternal || strings.HasPrefix(t.Name, "__")}
		for _, p := range t.Partitions {
			one.Replicas = max(one.Replicas, len(p.Replicas))
		}
		topics = append(topics, one)
	}
	slices.SortFunc(topics, func(a, b model.Topic) int { return strings.Compare(a.Name, b.Name) })
	return topics, nil
}

// learn takes over who leads what.
func (b *Browser) learn(answer *sarama.MetadataResponse) {
	b.brokers = make(map[int32]string, len(answer.Brokers))
	for _, n := range answer.Brokers {
		b.brokers[n.ID()] = n.Addr()
	}
	b.leaders = make(map[string]map[int32]string, len(answer.Topics))
	for _, t := range answer.Topics {
		parts := make(map[int32]string, len(t.Partitions))
		for _, p := range t.Partitions {
			parts[p.ID] = b.brokers[p.Leader]
		}
		b.leaders[t.Name] = parts
	}
}

// any gives a connection to some broker; old says that it was open already.
func (b *Browser) any() (l *link, old bool, f *model.Fault) {
	b.linksMu.Lock()
	for _, l := range b.links {
		b.linksMu.Unlock()
		return l, true, nil
	}
	b.linksMu.Unlock()
	var addrs []string
	for _, addr := range b.brokers {
		addrs = append(addrs, addr)
	}
	slices.Sort(addrs)
	for _, addr := range b.cfg.Brokers {
		if !slices.Contains(addrs, addr) {
			addrs = append(addrs, addr)
		}
	}
	l = dialAny(b.life, b.connect, addrs, func(failed *model.Fault) {
		if f == nil || failed.Fatal && !f.Fatal {
			f = failed
		}
	})
	if l == nil {
		return nil, false, cmp.Or(f, model.NewFault(model.FaultConnection, "no broker can be reached", context.Cause(b.life)))
	}
	b.keep(l)
	return l, false, nil
}

// at gives a connection to one broker.
func (b *Browser) at(addr string) (*link, error) {
	b.linksMu.Lock()
	l := b.links[addr]
	b.linksMu.Unlock()
	if l != nil {
		return l, nil
	}
	l, err := b.connect(b.life, b.life, addr)
	if err != nil {
		return nil, err
	}
	b.keep(l)
	return l, nil
}

func (b *Browser) connect(life, attempt context.Context, addr string) (*link, error) {
	return b.logins.connect(life, attempt, b.cfg, addr)
}

// keep remembers a connection, which ends with the browser's context or when it
// is dropped.
func (b *Browser) keep(l *link) {
	b.linksMu.Lock()
	b.links[l.addr] = l
	b.linksMu.Unlock()
	// Nothing of a dropped one stays with the browser's context: this is its own,
	// which ends with either.
	context.AfterFunc(l.dialer.ctx, func() { _ = l.broker.Close() }) // an error only says that it was closed already
}

func (b *Browser) drop(l *link) {
	b.linksMu.Lock()
	if b.links[l.addr] == l {
		delete(b.links, l.addr)
	}
	b.linksMu.Unlock()
	l.close()
}

// told is a fault as it may be shown: without secrets, and as what the context
// ended with where it did.
func (b *Browser) told(f *model.Fault) error {
	if err := context.Cause(b.life); err != nil {
		return err
	}
	b.cfg.Security.hide(f)
	return f
}
