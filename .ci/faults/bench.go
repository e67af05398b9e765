package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/.ci/network"
)

// nodes of the cluster, each a broker and a controller.
const nodes = 3

// The listeners that are reached through proxies.
const (
	plainListener = "PROXIED"
	loginListener = "LOGIN"
)

// bench is what the faults have in common: the program, and a cluster that
// every fault leaves whole.
type bench struct {
	options
	dir      string // for whatever the faults write
	program  string
	revision string // the program's commit, "+" where files were changed; "given" where it is not ours
	*place
}

// place is a cluster and the ways to it.
type place struct {
	cluster *kafkatest.Cluster
	admin   *kadm.Client
	plain   *network.Network // to the brokers' PLAINTEXT listener
	login   *network.Network // to the one that wants a login
}

func open(ctx context.Context, o options) (*bench, error) {
	b, err := build(ctx, o)
	if err != nil {
		return nil, err
	}
	if b.place, err = openPlace(ctx); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// build makes a bench with a program and without a cluster.
func build(ctx context.Context, o options) (*bench, error) {
	dir, err := os.MkdirTemp("", "ktm-faults-")
	if err != nil {
		return nil, fmt.Errorf("folder: %w", err)
	}
	b := &bench{options: o, dir: dir, program: o.program, revision: "given", place: &place{}}
	if b.program == "" {
		b.program, b.revision = filepath.Join(dir, "ktm"), revision(ctx)
		build := exec.CommandContext(ctx, "go", "build", "-o", b.program, "github.com/kafkathreadmanager/ktm")
		if out, err := build.CombinedOutput(); err != nil {
			return nil, errors.Join(fmt.Errorf("building ktm: %w\n%s", err, out), b.close())
		}
	}
	return b, nil
}

// revision is the commit of the checkout, before anything else lands in it.
func revision(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "git", "describe", "--always", "--exclude=*", "--dirty=+").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

func openPlace(ctx context.Context) (*place, error) {
	p := &place{}
	err := p.build(ctx)
	if err != nil {
		return p, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *place) build(ctx context.Context) (err error) {
	if p.plain, err = network.New(nodes); err != nil {
		return err
	}
	if p.login, err = network.New(nodes); err != nil {
		return err
	}
	p.cluster, err = kafkatest.Open(ctx, kafkatest.WithNodes(nodes),
		kafkatest.WithListener(plainListener, "PLAINTEXT", p.plain.Ports()...),
		kafkatest.WithListener(loginListener, "SASL_PLAINTEXT", p.login.Ports()...),
		kafkatest.WithProperties(
			"sasl.enabled.mechanisms=SCRAM-SHA-256",
			"listener.name.login.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;",
			"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
			"allow.everyone.if.no.acl.found=true", "super.users=User:ANONYMOUS",
			"replica.lag.time.max.ms=5000", "min.insync.replicas=2", "auto.create.topics.enable=false",
			"auto.leader.rebalance.enable=false",
		))
	if err != nil {
		return err
	}
	p.plain.Serve(func(i int) string { return p.cluster.ListenerAddress(plainListener, i) })
	p.login.Serve(func(i int) string { return p.cluster.ListenerAddress(loginListener, i) })
	return p.connect()
}

// connect makes the admin client.
func (p *place) connect() (err error) {
	p.admin, err = kadm.NewOptClient(kgo.SeedBrokers(p.seeds()...), kgo.MetadataMinAge(100*time.Millisecond),
		kgo.RetryBackoffFn(func(int) time.Duration { return 200 * time.Millisecond }), kgo.RetryTimeout(patience))
	if err != nil {
		return fmt.Errorf("admin client: %w", err)
	}
	return nil
}

// seeds are the addresses of the brokers themselves.
func (p *place) seeds() []string { return strings.Split(p.cluster.Bootstrap(), ",") }

func (p *place) close() error {
	var errs []error
	if p.admin != nil {
		p.admin.Close()
	}
	if p.cluster != nil {
		errs = append(errs, p.cluster.Close())
	}
	for _, w := range []*network.Network{p.plain, p.login} {
		if w != nil {
			errs = append(errs, w.Close())
		}
	}
	*p = place{}
	return errors.Join(errs...)
}

// renew takes a new cluster for one that a fault has left in no known state.
func (b *bench) renew(ctx context.Context) (err error) {
	if err := b.place.close(); err != nil {
		return err
	}
	b.place, err = openPlace(ctx)
	return err
}

func (b *bench) close() error {
	err := b.place.close()
	if b.keep {
		fmt.Fprintln(os.Stderr, "kept in", b.dir)
		return err
	}
	return errors.Join(err, os.RemoveAll(b.dir))
}
