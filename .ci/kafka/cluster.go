package kafkatest

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

//go:embed log4j2.xml
var log4j []byte

// startTimeout is generous: one node answers after about 4 s, three after
// about 10 s, on a machine that does nothing else.
const startTimeout = 3 * time.Minute

// Cluster is a running Kafka. Its methods are for one goroutine at a time.
type Cluster struct {
	settings settings
	dir      string
	nodes    []*node
}

// Open starts a cluster outside of a test and waits until all its brokers
// answer. Who opens it closes it.
func Open(ctx context.Context, opts ...Option) (*Cluster, error) {
	s := settings{nodes: 1}
	for _, opt := range opts {
		opt(&s)
	}
	libs, err := jars(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "ktm-kafka-")
	if err != nil {
		return nil, fmt.Errorf("folder of the test cluster: %w", err)
	}
	c := &Cluster{settings: s, dir: dir}
	if err := c.boot(ctx, libs); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (c *Cluster) boot(ctx context.Context, libs string) error {
	if err := os.WriteFile(filepath.Join(c.dir, "log4j2.xml"), log4j, 0o644); err != nil {
		return fmt.Errorf("log configuration of the test cluster: %w", err)
	}
	if c.settings.sasl {
		if err := writeCertificates(c.dir); err != nil {
			return err
		}
	}
	for id := 1; id <= c.settings.nodes; id++ {
		n := &node{id: id, dir: filepath.Join(c.dir, fmt.Sprintf("node-%d", id)), libs: libs}
		n.extra = make([]int, len(c.settings.listeners))
		ports := []*int{&n.port, &n.controller, &n.saslPort}
		for i := range n.extra {
			ports = append(ports, &n.extra[i])
		}
		for _, port := range ports {
			var err error
			if *port, err = freePort(); err != nil {
				return err
			}
		}
		c.nodes = append(c.nodes, n)
	}
	clusterID := newClusterID()
	for _, n := range c.nodes {
		if err := os.Mkdir(n.dir, 0o755); err != nil {
			return fmt.Errorf("folder of node %d: %w", n.id, err)
		}
		if err := os.WriteFile(n.config(), []byte(c.properties(n)), 0o600); err != nil {
			return fmt.Errorf("configuration of node %d: %w", n.id, err)
		}
		if err := n.format(ctx, clusterID, c.settings.sasl); err != nil {
			return err
		}
	}
	for _, n := range c.nodes {
		if err := n.start(); err != nil {
			return err
		}
	}
	return c.awaitBrokers(ctx)
}

// newClusterID makes what Kafka calls a random uuid: 16 bytes, URL-safe. It
// may not begin with a dash, which StorageTool would take for a flag.
func newClusterID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails, it says
	id[0] &= 0x7f
	return base64.RawURLEncoding.EncodeToString(id[:])
}

// awaitBrokers waits until every running node is a broker of the cluster. It
// gives up early on a node that has ended.
func (c *Cluster) awaitBrokers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	cl, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(c.Bootstrap(), ",")...))
	if err != nil {
		return fmt.Errorf("client of the test cluster: %w", err)
	}
	defer cl.Close()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if c.allRegistered(ctx, cl) {
			return nil
		}
		for _, n := range c.nodes {
			if n.cmd != nil && exited(n.cmd.Process) {
				return fmt.Errorf("node %d ended before it answered:\n%s", n.id, n.logTail())
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waiting for %d brokers: %w\n%s", len(c.nodes), ctx.Err(), c.nodes[0].logTail())
		}
	}
}

// allRegistered asks every running node itself, because each learns of the
// others at its own time.
func (c *Cluster) allRegistered(ctx context.Context, cl *kgo.Client) bool {
	running := 0
	for _, n := range c.nodes {
		if n.cmd != nil {
			running++
		}
	}
	seeds := cl.SeedBrokers()
	for i, n := range c.nodes {
		if n.cmd == nil {
			continue
		}
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		request := kmsg.NewPtrMetadataRequest()
		request.Topics = []kmsg.MetadataRequestTopic{}
		response, err := seeds[i].Request(ctx, request)
		cancel()
		metadata, ok := response.(*kmsg.MetadataResponse)
		if err != nil || !ok || len(metadata.Brokers) < running {
			return false
		}
	}
	return true
}

// Close ends the nodes and removes their folders. It may be called twice.
func (c *Cluster) Close() error {
	err := c.killAll()
	if removed := os.RemoveAll(c.dir); removed != nil {
		err = errors.Join(err, fmt.Errorf("folder of the test cluster: %w", removed))
	}
	return err
}

func (c *Cluster) killAll() error {
	var errs []error
	for _, n := range c.nodes {
		errs = append(errs, n.kill())
	}
	return errors.Join(errs...)
}

// Bootstrap lists the PLAINTEXT addresses of all nodes, separated by commas.
func (c *Cluster) Bootstrap() string {
	return c.addresses(func(n *node) int { return n.port })
}

// SASLBootstrap lists the SASL_SSL addresses; "" without [WithSASL].
func (c *Cluster) SASLBootstrap() string {
	if !c.settings.sasl {
		return ""
	}
	return c.addresses(func(n *node) int { return n.saslPort })
}

// ListenerAddress is where node i (from 0) listens for what [WithListener]
// added; "" where there is no such listener.
func (c *Cluster) ListenerAddress(name string, i int) string {
	for at, l := range c.settings.listeners {
		if l.name == name {
			return fmt.Sprintf("127.0.0.1:%d", c.nodes[i].extra[at])
		}
	}
	return ""
}

func (c *Cluster) addresses(port func(*node) int) string {
	list := make([]string, len(c.nodes))
	for i, n := range c.nodes {
		list[i] = fmt.Sprintf("127.0.0.1:%d", port(n))
	}
	return strings.Join(list, ",")
}

// CAFile is the PEM file of the authority that signed the nodes' certificates.
// It exists with [WithSASL] only.
func (c *Cluster) CAFile() string { return filepath.Join(c.dir, "ca.pem") }
