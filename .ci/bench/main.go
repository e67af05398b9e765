package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"time"
)

// options is what the command line says.
type options struct {
	rounds  int           // of every comparison
	others  float64       // percent of the machine that other programs may take
	hold    time.Duration // how long a stream is watched
	keys    int           // pressed in every session
	shrink  int64         // divides the number of records
	program string        // ktm, built; "" builds it
}

func main() {
	o := options{}
	flag.IntVar(&o.rounds, "n", 7, "rounds of every comparison")
	flag.Float64Var(&o.others, "others", 10, "percent of the machine that other programs may take beside a run, 100 = all")
	flag.DurationVar(&o.hold, "hold", time.Minute, "how long a stream is watched")
	flag.IntVar(&o.keys, "keys", 200, "keys that are pressed in a session")
	flag.Int64Var(&o.shrink, "shrink", 1, "divide the number of records by this, to try things out")
	flag.StringVar(&o.program, "ktm", "", "measure this program instead of the one built from here")
	list := flag.Bool("list", false, "name what can be measured and stop")
	write := flag.Bool("write", false, "put the results into "+documentFile)
	flag.Parse()
	if *list {
		for _, b := range benches() {
			fmt.Printf("%-11s %-14s %s\n", b.group, b.name, b.does)
		}
		return
	}
	chosen, err := choose(benches(), flag.Args())
	if err == nil {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		err = measureAll(ctx, o, chosen, *write)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// choose finds benches by their name or their group's; no names are all.
func choose(all []bench, names []string) ([]bench, error) {
	if len(names) == 0 {
		return all, nil
	}
	for _, name := range names {
		if !slices.ContainsFunc(all, func(b bench) bool { return b.name == name || b.group == name }) {
			return nil, fmt.Errorf("there is no measurement %q; -list names them", name)
		}
	}
	var chosen []bench
	for _, b := range all {
		if slices.Contains(names, b.name) || slices.Contains(names, b.group) {
			chosen = append(chosen, b)
		}
	}
	return chosen, nil
}

// measureAll measures one thing after the other. What cannot be measured is
// told and left out.
func measureAll(ctx context.Context, o options, chosen []bench, write bool) (err error) {
	p, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	var failed []error
	for _, b := range chosen {
		began := time.Now()
		r, err := b.run(ctx, p)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", b.name, err)
			fmt.Fprintln(os.Stderr, "bench:", err)
			failed = append(failed, err)
			continue
		}
		r.bench, r.when = b, stamp(p.revision, began)
		fmt.Printf("\n%s\n(took %.0f s)\n", r.text(), time.Since(began).Seconds())
		if write {
			if err := writeResult(r); err != nil {
				return err
			}
		}
	}
	return errors.Join(failed...)
}
