package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
)

// entrant is a contender in a comparison and what came of it, by rounds.
type entrant struct {
	name    string
	records int64
	run     func(context.Context) (usage, error)
	failed  error

	rate, cpu, broker, rss, idle, others spread // records/s, ms per million records, ms per million, MB, shares
}

func (e *entrant) add(u usage) {
	millions := float64(e.records) / 1e6
	e.rate = append(e.rate, float64(e.records)/u.wall.Seconds())
	e.cpu = append(e.cpu, milliseconds(u.cpu)[0]/millions)
	e.broker = append(e.broker, milliseconds(u.broker)[0]/millions)
	e.rss = append(e.rss, float64(u.rss)/(1<<20))
	e.idle = append(e.idle, u.idle)
	e.others = append(e.others, u.others)
}

// tries is how often a run is made beside which other programs take too much.
const tries = 4

// compete runs everyone once a round, in random order. Who fails once is out.
func (p *place) compete(ctx context.Context, entrants []*entrant) error {
	for round := range p.rounds {
		order := slices.Clone(entrants)
		rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, e := range order {
			if e.failed != nil {
				continue
			}
			fmt.Fprintf(p.progress, "\rround %d of %d: %-45s", round+1, p.rounds, e.name)
			best, err := p.quietest(ctx, e)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				e.failed = err
				continue
			}
			e.add(best)
		}
	}
	fmt.Fprint(p.progress, "\r\x1b[K")
	return nil
}

// quietest runs one again while others disturb it, and gives the run that was
// disturbed least.
func (p *place) quietest(ctx context.Context, e *entrant) (best usage, err error) {
	for i := range tries {
		u, err := e.run(ctx)
		if err != nil {
			return u, err
		}
		if i == 0 || u.others < best.others {
			best = u
		}
		if best.others*100 <= p.others {
			break
		}
	}
	return best, nil
}

// compare measures everyone's throughput with one data set.
func (d dataSet) compare(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	d.records /= p.shrink
	f, err := p.fill(ctx, d)
	if err != nil {
		return result{}, err
	}
	entrants := p.entrants(d)
	if err := p.compete(ctx, entrants); err != nil {
		return result{}, err
	}
	if err := p.drop(ctx, d.name); err != nil {
		return result{}, err
	}
	return d.judge(entrants, f), nil
}

// entrants are ktm's screen and all contenders that are there.
func (p *place) entrants(d dataSet) []*entrant {
	list := []*entrant{{name: ktmScreen, records: d.records, run: func(ctx context.Context) (usage, error) {
		return p.readAll(ctx, d.name, d.records)
	}}}
	for _, c := range contenders {
		if c.slow && !d.crowd {
			continue
		}
		e := &entrant{name: c.name, records: int64(float64(d.records) * c.reads)}
		_, e.failed = c.command(p, d.name, e.records)
		e.run = func(ctx context.Context) (usage, error) {
			cmd, err := c.command(p, d.name, e.records)
			if err != nil {
				return usage{}, err
			}
			return run(ctx, cmd)
		}
		list = append(list, e)
	}
	return list
}

// judge makes the table and holds ktm against the goals.
func (d dataSet) judge(entrants []*entrant, f fed) result {
	r := result{table: table{left: 1, head: []string{
		"reader", "krec/s", "MB/s", "ktm ÷ it", "CPU ms per M records", "ktm ÷ it", "peak MB", "brokers' CPU ms per M", "idle %", "other programs %",
	}}}
	ktm := entrants[0]
	perRecord := float64(f.Bytes) / float64(f.Records)
	by := make(map[string]*entrant)
	for _, e := range entrants {
		by[e.name] = e
		if e.failed != nil {
			r.note("%s was not measured: %v", e.name, e.failed)
			continue
		}
		name := e.name
		if e.records != d.records {
			name += fmt.Sprintf(" (%s records)", grouped(float64(e.records), 0))
		}
		faster, costs := "", ""
		if e != ktm {
			faster, costs = grouped(ktm.rate.over(e.rate).median(), 2), grouped(ktm.cpu.over(e.cpu).median(), 2)
		}
		r.table.add(name, thousands(e.rate).text(0), grouped(e.rate.median()*perRecord/1e6, 0), faster, e.cpu.text(0), costs,
			grouped(e.rss.median(), 0), grouped(e.broker.median(), 0), grouped(100*e.idle.median(), 0), grouped(100*e.others.median(), 0))
	}
	rate := func(other string, bound float64) {
		if e := by[other]; e != nil && e.failed == nil && ktm.failed == nil {
			r.goals = append(r.goals, atLeast("records/s over "+other, bound, ktm.rate.over(e.rate).median()))
		}
	}
	cost := func(other string, bound float64) {
		if e := by[other]; e != nil && e.failed == nil && ktm.failed == nil {
			r.goals = append(r.goals, atMost("CPU per record over "+other, bound, "×", ktm.cpu.over(e.cpu).median()))
		}
	}
	ofKcat, ofRaw := 1.0, 0.8
	if d.small() {
		ofKcat, ofRaw = 2.0, 0.5
	}
	rate(ktmPoll, 0.95)
	rate(raw, ofRaw)
	rate(kgo400, 1)
	rate(saramaPC, 1.8)
	rate(kcatTuned, ofKcat)
	if d.small() {
		rate(seedLoop, 20)
		rate(seedTuned, 5)
	}
	cost(kgo400, 1)
	cost(kcatTuned, 0.4)
	return r
}

func thousands(s spread) spread {
	t := make(spread, len(s))
	for i := range s {
		t[i] = s[i] / 1000
	}
	return t
}
