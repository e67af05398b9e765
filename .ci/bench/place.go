package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/.ci/network"
)

// place is what the benches have in common: programs, and a cluster.
type place struct {
	options
	dir      string    // for whatever is written
	progress io.Writer // says what is being run
	programs
	*kafka
}

// kafka is a cluster and the ways to it.
type kafka struct {
	nodes   int
	cluster *kafkatest.Cluster
	admin   *kadm.Client
	far     *network.Network // a way to the first node that takes longer
	filled  map[string]bool
}

func open(ctx context.Context, o options) (*place, error) {
	dir, err := os.MkdirTemp("", "ktm-bench-")
	if err != nil {
		return nil, fmt.Errorf("folder: %w", err)
	}
	p := &place{options: o, dir: dir, progress: os.Stderr}
	if p.programs, err = build(ctx, dir, o.program); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// needs starts a cluster of so many nodes, unless it is there.
func (p *place) needs(ctx context.Context, nodes int) error {
	if p.kafka != nil && p.nodes == nodes {
		return nil
	}
	if err := p.leave(); err != nil {
		return err
	}
	k := &kafka{nodes: nodes, filled: make(map[string]bool)}
	p.kafka = k
	return k.start(ctx)
}

// farListener is the one that is reached from far away.
const farListener = "FAR"

// roundTrip is what the way from there adds to a question and its answer.
const roundTrip = 20 * time.Millisecond

// javaOptions undo what makes test clusters start fast and run slow. The JVM
// takes them in this way behind those of the command line.
const javaOptions = "-Xmx1g -XX:TieredStopAtLevel=4 -XX:-UseSerialGC -XX:+UseG1GC"

func (k *kafka) start(ctx context.Context) (err error) {
	if err := os.Setenv("_JAVA_OPTIONS", javaOptions); err != nil {
		return fmt.Errorf("options of the brokers: %w", err)
	}
	if k.far, err = network.New(1); err != nil {
		return err
	}
	k.far.Set(network.Weather{RoundTrip: roundTrip})
	advertised := make([]int, k.nodes)
	for i := range advertised {
		advertised[i] = k.far.Ports()[0] // of a single node only is it of use
	}
	k.cluster, err = kafkatest.Open(ctx, kafkatest.WithNodes(k.nodes), kafkatest.WithListener(farListener, "PLAINTEXT", advertised...),
		kafkatest.WithProperties("auto.create.topics.enable=false", "log.segment.bytes=268435456"))
	if err != nil {
		return err
	}
	k.far.Serve(func(int) string { return k.cluster.ListenerAddress(farListener, 0) })
	k.admin, err = kadm.NewOptClient(kgo.SeedBrokers(strings.Split(k.cluster.Bootstrap(), ",")...), kgo.MetadataMinAge(100*time.Millisecond))
	if err != nil {
		return fmt.Errorf("admin client: %w", err)
	}
	return nil
}

// leave ends the cluster.
func (p *place) leave() error {
	k := p.kafka
	if k == nil {
		return nil
	}
	p.kafka = nil
	var errs []error
	if k.admin != nil {
		k.admin.Close()
	}
	if k.cluster != nil {
		errs = append(errs, k.cluster.Close())
	}
	if k.far != nil {
		errs = append(errs, k.far.Close())
	}
	return errors.Join(errs...)
}

func (p *place) close() error {
	return errors.Join(p.leave(), os.RemoveAll(p.dir))
}
