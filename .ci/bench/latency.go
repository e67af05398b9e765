package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

// live is a session under a flow of records.
type live struct {
	name   string
	does   string
	rate   int  // records a second; 0 = none come
	full   bool // a topic that is read as fast as it goes
	way    way
	keyP99 float64 // goals, in milliseconds; 0 = none
	rowP99 float64
}

var lives = []live{
	{name: "still", does: "nothing comes", keyP99: 20},
	{name: "1k", does: "1,000 records a second", rate: 1000, keyP99: 20, rowP99: 60},
	{name: "100k", does: "100,000 records a second", rate: 100_000, keyP99: 20, rowP99: 150},
	{name: "1M", does: "1,000,000 records a second", rate: 1_000_000, keyP99: 20, rowP99: 300},
	{name: "full", does: "a topic is read as fast as it goes", full: true, keyP99: 20},
	{name: "slow-1k", does: "1,000 records a second, a terminal that takes 50 KB/s", rate: 1000, way: way{perSecond: 50_000}, keyP99: 60},
	{name: "slow-100k", does: "100,000 records a second, a terminal that takes 50 KB/s", rate: 100_000, way: way{perSecond: 50_000}, keyP99: 60},
	{name: "tmux-100k", does: "100,000 records a second, through tmux", rate: 100_000, way: way{tmux: true}, keyP99: 20},
}

func latencyBenches() []bench {
	var all []bench
	for _, l := range lives {
		all = append(all, bench{group: "latency", name: l.name, does: l.does, run: l.run})
	}
	return all
}

// flood is what a session at full speed reads.
var flood = dataSet{"flood", 4, 100, "text", "none", 100_000_000, false}

// observed is what came of a session.
type observed struct {
	keys, echoes spread // milliseconds
	rows         spread
	stops, quits spread
	perFrame     float64 // bytes to the terminal over bytes that changed
	frames       int
	rate         float64 // records a second that were written
}

func (l live) run(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	var o observed
	topic, err := l.topic(ctx, p)
	if err != nil {
		return result{}, err
	}
	var flow *stream
	if l.rate > 0 {
		if flow, err = p.stream(topic, l.rate); err != nil {
			return result{}, err
		}
	}
	err = l.sessions(ctx, p, topic, &o)
	if flow != nil {
		rate, failed := flow.stop()
		o.rate = rate
		err = cmp.Or(err, failed)
	}
	if err != nil {
		return result{}, err
	}
	if !l.full {
		if err := p.drop(ctx, topic); err != nil {
			return result{}, err
		}
	}
	return l.judge(o), nil
}

// topic makes the topic that is read.
func (l live) topic(ctx context.Context, p *place) (string, error) {
	if !l.full {
		return "live-" + l.name, p.createTopic(ctx, "live-"+l.name, 4)
	}
	return flood.name, p.needsFlood(ctx)
}

// needsFlood fills the large topic unless it is there.
func (p *place) needsFlood(ctx context.Context) error {
	if p.filled[flood.name] {
		return nil
	}
	d := flood
	d.records /= p.shrink
	if _, err := p.fill(ctx, d); err != nil {
		return err
	}
	p.filled[flood.name] = true
	return nil
}

// quitRounds is how often a session is left to see how long that takes.
const quitRounds = 5

func (l live) sessions(ctx context.Context, p *place, topic string, o *observed) error {
	for i := range quitRounds {
		if err := l.session(ctx, p, topic, i == 0, o); err != nil {
			return err
		}
	}
	return nil
}

// session starts ktm, measures if it is to, and leaves it.
func (l live) session(ctx context.Context, p *place, topic string, measured bool, o *observed) error {
	start := "end"
	if l.full {
		start = "start"
	}
	s, err := p.watch(l.way, "-b", p.cluster.Bootstrap(), "-o", start, "--lifetime", "0", topic)
	if err != nil {
		return err
	}
	defer s.close()
	if _, err := s.shows(ctx, state("running")); err != nil {
		return err
	}
	if err := last(ctx, time.Second); err != nil {
		return err
	}
	if measured {
		if l.rate > 0 {
			if o.rows, err = s.rows(ctx, p.hold); err != nil {
				return err
			}
			o.frames, o.perFrame = perFrame(s.Frames())
		}
		if o.keys, o.echoes, err = s.keys(ctx, p.keys); err != nil {
			return err
		}
		if o.stops, err = s.stops(ctx); err != nil {
			return err
		}
	}
	quit, _, err := s.quit(ctx)
	o.quits = append(o.quits, milliseconds(quit)...)
	return err
}

// last lets something last.
func last(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// timeFormats are the headings of the column of times, as the key t goes
// through them.
var timeFormats = []string{"time UTC", "age", "epoch ms", "time"}

// heading is a condition: the column of times is headed so.
func heading(format string) func(*terminal.Screen) bool {
	return func(s *terminal.Screen) bool {
		for y := range s.Height() {
			if row := s.Row(y); strings.Contains(row, " offset") {
				return strings.HasPrefix(strings.TrimLeft(row, " "), format+"  ")
			}
		}
		return false
	}
}

// keys presses t, which changes the heading and all times, at any moment of a
// frame. Beside it a program that does nothing but echo is given a key each
// time: what it takes is what the machine takes.
func (s *session) keys(ctx context.Context, n int) (keys, echoes spread, err error) {
	echo, err := terminal.Start(exec.Command("sh", "-c", "stty raw -echo; echo ready; exec cat"), terminal.Options{Width: 200, Height: 5})
	if err != nil {
		return nil, nil, err
	}
	defer echo.Close()
	mirror := &session{Terminal: echo}
	if _, err := mirror.shows(ctx, holds("ready")); err != nil {
		return nil, nil, err
	}
	for i := range n {
		if err := last(ctx, time.Duration(40+rand.IntN(80))*time.Millisecond); err != nil {
			return nil, nil, err
		}
		took, err := mirror.press(ctx, "\r"+mark(i), holds(mark(i)))
		if err != nil {
			return nil, nil, err
		}
		echoes = append(echoes, milliseconds(took)...)
		if err := last(ctx, time.Duration(5+rand.IntN(30))*time.Millisecond); err != nil {
			return nil, nil, err
		}
		if took, err = s.press(ctx, "t", heading(timeFormats[i%len(timeFormats)])); err != nil {
			return nil, nil, err
		}
		keys = append(keys, milliseconds(took)...)
	}
	return keys, echoes, nil
}

// mark is what the echo is asked to say.
func mark(i int) string { return fmt.Sprintf("<%d>", i) }

// stops presses s, waits until the header says that ktm stopped, and starts it
// again.
func (s *session) stops(ctx context.Context) (spread, error) {
	var all spread
	for range 10 {
		took, err := s.press(ctx, "s", state("stopped"))
		if err != nil {
			return nil, err
		}
		all = append(all, milliseconds(took)...)
		if _, err := s.press(ctx, "s", state("running")); err != nil {
			return nil, err
		}
		if err := last(ctx, 300*time.Millisecond); err != nil {
			return nil, err
		}
	}
	return all, nil
}
