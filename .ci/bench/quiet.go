package main

import (
	"context"
	"fmt"
	"time"
)

func quietBenches() []bench {
	return []bench{
		{group: "quiet", name: "idle", does: "what ktm costs while nothing comes", run: idle},
		{group: "quiet", name: "memory", does: "the memory it takes while many records pass", run: memory},
	}
}

// quietHead is the head of the table.
var quietHead = []string{"`quiet`", "what happens", "CPU % of a core", "MB, largest", "krec/s"}

// idleTime is how long a quiet topic is watched.
const idleTime = 30 * time.Second

// idle watches a topic on which nothing happens, after some records.
func idle(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	d := dataSet{"idle", 12, 100, "text", "none", 1000, false}
	if _, err := p.fill(ctx, d); err != nil {
		return result{}, err
	}
	s, err := p.watch(way{}, "-b", p.cluster.Bootstrap(), "-o", "start", "--lifetime", "0", d.name)
	if err != nil {
		return result{}, err
	}
	defer s.close()
	if _, err := s.shows(ctx, holds(`{"id":`)); err != nil {
		return result{}, err
	}
	if err := last(ctx, 2*time.Second); err != nil {
		return result{}, err
	}
	before := processTime(s.Process().Pid, false)
	if err := last(ctx, idleTime); err != nil {
		return result{}, err
	}
	share := 100 * float64(processTime(s.Process().Pid, false)-before) / float64(idleTime)
	now := float64(residentBytes(s.Process().Pid)) / (1 << 20)
	_, state, err := s.quit(ctx)
	if err != nil {
		return result{}, err
	}
	if err := p.drop(ctx, d.name); err != nil {
		return result{}, err
	}
	r := result{table: table{head: quietHead, left: 2}}
	r.table.add("`idle`", fmt.Sprintf("12 partitions, nothing comes for %s", idleTime), grouped(share, 2),
		fmt.Sprintf("%s, %s at the end", grouped(float64(peakRSS(state))/(1<<20), 0), grouped(now, 0)), "–")
	r.goals = append(r.goals, atMost("processor, of one core", 1, "%", share), atMost("memory", 60, "MB", float64(peakRSS(state))/(1<<20)))
	return r, nil
}

// memory lets many records pass.
func memory(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	if err := p.needsFlood(ctx); err != nil {
		return result{}, err
	}
	n := flood.records / p.shrink
	var peaks, rates, shares spread
	for range max(1, p.rounds/2) {
		u, err := p.readAll(ctx, flood.name, n)
		if err != nil {
			return result{}, err
		}
		peaks = append(peaks, float64(u.rss)/(1<<20))
		rates = append(rates, float64(n)/u.wall.Seconds()/1000)
		shares = append(shares, 100*u.cpu.Seconds()/u.wall.Seconds())
	}
	r := result{table: table{head: quietHead, left: 2}}
	r.table.add("`memory`", grouped(float64(n), 0)+" records of 100 bytes pass", shares.text(0), peaks.text(0), rates.text(0))
	r.goals = append(r.goals, atMost("memory", 100, "MB", peaks.median()))
	return r, nil
}
