package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	defaultSeed = 20260918 // two demos of a scenario are alike

	// Messages that are due within this time are written together: a story of
	// thousands a second need not wake up for each of them.
	slack = 4 * time.Millisecond
	// A story that is later than this (the machine was busy, or asleep) goes
	// on from now instead of running after the clock.
	maxLate = 500 * time.Millisecond
)

// Demo is a cluster with a story going on in it.
type Demo struct {
	scenario  Scenario
	cluster   *cluster
	producers *producers

	cancel context.CancelFunc
	done   chan struct{} // closed when the story has ended
	close  sync.Once
	err    error // why the story ended by itself; read after done
}

// Start starts the brokers, writes the past and lets the story begin; "" is
// the default scenario. It takes some tens of milliseconds. When ctx ends, so
// does the story; the brokers stay until Close. An unknown scenario is an
// error that names the known ones.
func Start(ctx context.Context, scenario string) (*Demo, error) {
	sc, err := find(scenario)
	if err != nil {
		return nil, err
	}
	return begin(ctx, sc, defaultSeed)
}

// begin starts a demo of a scenario and a seed.
func begin(ctx context.Context, sc Scenario, seed uint64) (*Demo, error) {
	c, err := newCluster()
	if err != nil {
		return nil, err
	}
	p, err := newProducers(c)
	if err != nil {
		c.close()
		return nil, err
	}
	d := &Demo{scenario: sc, cluster: c, producers: p, done: make(chan struct{})}
	st, now := newStory(sc, seed), time.Now()
	first, err := d.writePast(ctx, st, now)
	if err != nil {
		p.close()
		c.close()
		return nil, err
	}
	ctx, d.cancel = context.WithCancel(ctx)
	go func() {
		defer close(d.done)
		d.err = d.play(ctx, st, first, now)
	}()
	return d, nil
}

// find looks a scenario up by its name.
func find(name string) (Scenario, error) {
	if name == "" {
		name = DefaultScenario
	}
	var names []string
	for _, sc := range scenarios {
		if sc.Name == name {
			return sc, nil
		}
		names = append(names, sc.Name)
	}
	return Scenario{}, fmt.Errorf("demo: no scenario %q; choose one of %s", name, strings.Join(names, ", "))
}

// Brokers gives the addresses of the brokers, "127.0.0.1:port". They do not
// change, whatever happens to the brokers.
func (d *Demo) Brokers() []string { return d.cluster.addresses() }

// Topics gives the topics that a monitor should open for this scenario; the
// cluster may have more.
func (d *Demo) Topics() []string { return slices.Clone(d.scenario.topics) }

// Close ends the story and the brokers, within a fraction of a second. It
// returns what went wrong in the story, if anything did, and may be called
// twice and from any goroutine.
func (d *Demo) Close() error {
	d.close.Do(func() {
		d.cancel()
		<-d.done
		d.producers.close()
		d.cluster.close()
	})
	if d.err != nil {
		return d.err
	}
	return d.producers.failure()
}

// writePast writes all messages from before time zero, stamped with their
// time before now, and returns the first event of the present.
func (d *Demo) writePast(ctx context.Context, st *story, now time.Time) (event, error) {
	ev := st.next()
	for ; ev.at < 0; ev = st.next() {
		ev.record.Timestamp = now.Add(ev.at)
		d.producers.write(ctx, ev.record)
	}
	return ev, d.producers.flush(ctx)
}

// play carries out event after event, from ev on, each at its time since
// origin, until ctx ends.
func (d *Demo) play(ctx context.Context, st *story, ev event, origin time.Time) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ; ; ev = st.next() {
		wait := time.Until(origin.Add(ev.at))
		if wait < -maxLate {
			origin, wait = origin.Add(-wait), 0
		}
		if wait > slack {
			timer.Reset(wait)
			select {
			case <-timer.C:
			case <-ctx.Done():
			}
			wait = 0
		}
		if ctx.Err() != nil {
			return nil
		}
		if ev.record != nil {
			ev.record.Timestamp = time.Now().Add(wait)
			d.producers.write(ctx, ev.record)
			continue
		}
		if err := d.cluster.perform(ctx, ev); err != nil && ctx.Err() == nil {
			return fmt.Errorf("demo: the story ended: %w", err)
		}
	}
}
