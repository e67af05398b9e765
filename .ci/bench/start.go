package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"slices"
	"time"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// opening is a topic that is opened again and again, and how far away it is.
type opening struct {
	name       string
	does       string
	partitions int
	far        bool // on the way that takes longer
	others     int  // topics in the cluster besides
	goals      func(ktm, kcat spread) []goal
}

// nearKcat: no later than kcat by more than 10 ms.
func nearKcat(ktm, kcat spread) []goal {
	return []goal{atMost("exec → first row, behind kcat's first byte", 10, "ms", ktm.median()-kcat.median())}
}

// farKcat: no later than kcat by more than a fifth.
func farKcat(ktm, kcat spread) []goal {
	return []goal{atMost("exec → first row over kcat's first byte", 1.2, "×", ktm.median()/kcat.median())}
}

var openings = []opening{
	{"open-1p", "one partition", 1, false, 0, nearKcat},
	{"open-12p", "12 partitions", 12, false, 0, nearKcat},
	{"open-1p-far", fmt.Sprintf("one partition, %s away", roundTrip), 1, true, 0, farKcat},
	{"open-12p-far", fmt.Sprintf("12 partitions, %s away", roundTrip), 12, true, 0, farKcat},
	{"open-1000p", "1,000 partitions", 1000, false, 0, func(ktm, _ spread) []goal {
		return []goal{atMost("exec → first row", 1000, "ms", ktm.median())}
	}},
	{"open-crowd", "12 partitions, beside 3,000 other topics", 12, false, 3000, nearKcat},
}

func startBenches() []bench {
	var all []bench
	for _, o := range openings {
		all = append(all, bench{group: "start", name: o.name, does: "exec to the first record seen: " + o.does, run: o.run})
	}
	return append(all, bench{group: "start", name: "version", does: "ktm --version, from exec to exit", run: version})
}

// startHead is the head of the table of starts.
var startHead = []string{"`start`", "what is opened", "ktm: exec → first row ms", "ktm: record handed over ms", "kcat: exec → first byte ms"}

// startRounds is how often each is opened for every round of a comparison.
const startRounds = 2

func (o opening) run(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	d := dataSet{o.name, o.partitions, 100, "text", "none", int64(max(1000, 10*o.partitions)), false}
	if _, err := p.fill(ctx, d); err != nil {
		return result{}, err
	}
	if err := p.crowd(ctx, o.others); err != nil {
		return result{}, err
	}
	brokers := p.cluster.Bootstrap()
	if o.far {
		brokers = p.far.Addresses()
	}
	var ktm, handed, kcat spread
	measures := []func() error{
		func() error {
			row, record, err := p.firstRow(ctx, brokers, d.name)
			ktm, handed = append(ktm, row), append(handed, record)
			return err
		},
		func() error {
			took, err := firstByte(ctx, brokers, d.name)
			if errors.Is(err, exec.ErrNotFound) {
				return nil // kcat is not there
			}
			kcat = append(kcat, took)
			return err
		},
	}
	for range startRounds * p.rounds {
		rand.Shuffle(len(measures), func(i, j int) { measures[i], measures[j] = measures[j], measures[i] })
		for _, measure := range measures {
			if err := measure(); err != nil {
				return result{}, err
			}
		}
	}
	if o.others > 0 {
		if err := p.leave(); err != nil { // the others are nobody else's business
			return result{}, err
		}
	} else if err := p.drop(ctx, d.name); err != nil {
		return result{}, err
	}
	r := result{table: table{head: startHead, left: 2}}
	r.table.add("`"+o.name+"`", o.does, ktm.text(0), handed.text(0), kcat.text(0))
	if len(kcat) > 0 {
		r.goals = o.goals(ktm, kcat)
	}
	return r, nil
}

// firstRow gives when the first record stood on the screen, and when it was
// handed over as the report has it, in milliseconds since exec.
func (p *place) firstRow(ctx context.Context, brokers, topic string) (row, record float64, err error) {
	s, err := p.watch(way{}, "-b", brokers, "-o", "start", topic)
	if err != nil {
		return 0, 0, err
	}
	defer s.close()
	at, err := s.shows(ctx, holds(`{"id":`))
	if err != nil {
		return 0, 0, err
	}
	if _, _, err := s.quit(ctx); err != nil {
		return 0, 0, err
	}
	a, err := s.account()
	return milliseconds(at.Sub(s.Started()))[0], a.FirstRecordMS, err
}

// firstByte gives when kcat wrote its first byte, in milliseconds since exec.
func firstByte(ctx context.Context, brokers, topic string) (float64, error) {
	cmd := exec.CommandContext(ctx, "kcat", "-C", "-q", "-u", "-b", brokers, "-t", topic, "-o", "beginning")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, fmt.Errorf("kcat: %w", err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("kcat: %w", err)
	}
	_, err = io.ReadFull(out, make([]byte, 1))
	took := time.Since(began)
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // it was killed
	if err != nil {
		return 0, fmt.Errorf("kcat wrote nothing: %w", err)
	}
	return milliseconds(took)[0], nil
}

// crowd fills the cluster with n other topics.
func (p *place) crowd(ctx context.Context, n int) error {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("other-%04d", i)
	}
	for some := range slices.Chunk(names, 200) {
		made, err := p.admin.CreateTopics(ctx, 1, 1, nil, some...)
		if err == nil {
			err = made.Error()
		}
		if err != nil {
			return fmt.Errorf("other topics: %w", err)
		}
	}
	if n == 0 {
		return nil
	}
	return kafkatest.Until(ctx, patience, "leaders of the other topics", func() (bool, error) {
		topics, err := p.admin.ListTopics(ctx)
		if err != nil {
			return false, fmt.Errorf("metadata: %w", err)
		}
		led := 0
		for _, t := range topics {
			if t.Err == nil && len(t.Partitions) > 0 && t.Partitions[0].Leader >= 0 {
				led++
			}
		}
		return led > n, nil
	})
}

// version measures the shortest thing that ktm does.
func version(ctx context.Context, p *place) (result, error) {
	var times spread
	for range 10 * p.rounds {
		u, err := run(ctx, exec.Command(p.ktm, "--version"))
		if err != nil {
			return result{}, err
		}
		times = append(times, milliseconds(u.wall)...)
	}
	r := result{table: table{head: startHead, left: 2}}
	r.table.add("`version`", "ktm --version, exec → exit", times.text(1), "–", "–")
	r.goals = append(r.goals, atMost("exec → exit", 10, "ms", times.median()))
	return r, nil
}
