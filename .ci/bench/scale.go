package main

import (
	"context"
	"errors"
	"fmt"
)

func scaleBenches() []bench {
	return []bench{
		{group: "scale", name: "partitions", does: "what a record costs at 1,000 partitions, over 12", run: partitions},
		{group: "scale", name: "brokers", does: "throughput with three brokers, over one", run: brokers},
	}
}

// scaleHead is the head of the table.
var scaleHead = []string{"`scale`", "what is read", "ktm krec/s", "CPU ms per M records", "franz-go kgo, GOGC 400 krec/s", "CPU ms per M records"}

// side is ktm and kgo on one data set.
type side struct{ ktm, kgo *entrant }

// sides takes ktm and kgo out of those who compete.
func (p *place) sides(d dataSet) side {
	s := side{}
	for _, e := range p.entrants(d) {
		switch e.name {
		case ktmScreen:
			s.ktm = e
		case kgo400:
			s.kgo = e
		}
	}
	return s
}

func (s side) row(name, does string) []string {
	return []string{
		"`" + name + "`", does, thousands(s.ktm.rate).text(0), s.ktm.cpu.text(0), thousands(s.kgo.rate).text(0), s.kgo.cpu.text(0),
	}
}

// partitions compares the same records in few partitions and in many, side by
// side.
func partitions(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	few, many := dataSet{"few", 12, 100, "text", "none", 8_000_000 / p.shrink, false}, dataSet{"many", 1000, 100, "text", "none", 8_000_000 / p.shrink, false}
	for _, d := range []dataSet{few, many} {
		if _, err := p.fill(ctx, d); err != nil {
			return result{}, err
		}
	}
	a, b := p.sides(few), p.sides(many)
	all := []*entrant{a.ktm, a.kgo, b.ktm, b.kgo}
	if err := p.compete(ctx, all); err != nil {
		return result{}, err
	}
	if err := failures(all); err != nil {
		return result{}, err
	}
	if err := p.drop(ctx, few.name, many.name); err != nil {
		return result{}, err
	}
	r := result{table: table{head: scaleHead, left: 2}}
	r.table.rows = append(r.table.rows, a.row("12 partitions", "8 million records of 100 bytes"), b.row("1,000 partitions", "the same"))
	r.goals = append(r.goals, atMost("CPU per record at 1,000 partitions over 12", 1.3, "×", b.ktm.cpu.over(a.ktm.cpu).median()))
	return r, nil
}

// brokers compares one broker with three, one cluster after the other.
func brokers(ctx context.Context, p *place) (result, error) {
	r := result{table: table{head: scaleHead, left: 2}}
	d := dataSet{"spread", 12, 100, "text", "none", 8_000_000 / p.shrink, false}
	sides := make(map[int]side)
	for _, nodes := range []int{1, 3} {
		if err := p.needs(ctx, nodes); err != nil {
			return result{}, err
		}
		if _, err := p.fill(ctx, d); err != nil {
			return result{}, err
		}
		s := p.sides(d)
		if err := p.compete(ctx, []*entrant{s.ktm, s.kgo}); err != nil {
			return result{}, err
		}
		if err := failures([]*entrant{s.ktm, s.kgo}); err != nil {
			return result{}, err
		}
		if err := p.drop(ctx, d.name); err != nil {
			return result{}, err
		}
		sides[nodes] = s
		r.table.rows = append(r.table.rows, s.row(fmt.Sprintf("%d brokers", nodes), "12 partitions, 8 million records of 100 bytes"))
	}
	r.goals = append(r.goals, atLeast("records/s with three brokers over one", 1, sides[3].ktm.rate.median()/sides[1].ktm.rate.median()))
	return r, nil
}

// failures says why somebody could not run.
func failures(entrants []*entrant) error {
	var errs []error
	for _, e := range entrants {
		errs = append(errs, e.failed)
	}
	return errors.Join(errs...)
}
