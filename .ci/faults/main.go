package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// options is what the command line says.
type options struct {
	rounds  int           // how often a fault that comes again and again does so
	freeze  time.Duration // how long a broker hangs
	program string        // ktm, built; "" builds it
	keep    bool          // leave the logs
	hour    time.Duration // how long the long run is
	seed    uint64        // of what happens in it
	flood   int64         // records to flood the screen with, instead of faults; 0 = none
}

func main() {
	o := options{}
	flag.IntVar(&o.rounds, "rounds", 20, "how often brokers are killed and leaders moved")
	flag.DurationVar(&o.freeze, "freeze", time.Minute, "how long a broker hangs")
	flag.StringVar(&o.program, "ktm", "", "play with this program instead of the one built from here")
	flag.BoolVar(&o.keep, "keep", false, "keep screens, reports and logs of brokers")
	flag.DurationVar(&o.hour, "hour", time.Hour, "how long the run \"hour\" is")
	flag.Uint64Var(&o.seed, "seed", rand.Uint64N(1_000_000), "what happens in the run \"hour\", and when")
	flag.Int64Var(&o.flood, "flood", 0, "flood the screen with so many records instead")
	list := flag.Bool("list", false, "name the faults and stop")
	write := flag.Bool("write", false, "put the results into "+tableFile)
	flag.Parse()
	if *list {
		for _, f := range slices.Concat(faults, soaks) {
			fmt.Printf("%-22s %s\n", f.name, f.does)
		}
		return
	}
	if err := run(o, flag.Args(), *write); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

func run(o options, names []string, write bool) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if o.flood > 0 {
		return playFlood(ctx, o, write)
	}
	chosen, err := choose(names)
	if err != nil {
		return err
	}
	return playAll(ctx, o, chosen, write)
}

// choose finds faults by name; no names are all.
func choose(names []string) ([]fault, error) {
	if len(names) == 0 {
		return faults, nil
	}
	var chosen []fault
	for _, name := range names {
		all := slices.Concat(faults, soaks)
		i := slices.IndexFunc(all, func(f fault) bool { return f.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no fault %q; -list names them", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

var errMissed = errors.New("a goal was missed")

// playAll plays one fault after the other on one cluster, and tells of each in
// a line. A fault that could not be played to its end may leave a cluster in
// any state, so that the next one gets a new cluster.
func playAll(ctx context.Context, o options, chosen []fault, write bool) (err error) {
	b, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	var missed []string
	for _, f := range chosen {
		out := b.play(ctx, f)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fmt.Println(out.line())
		if len(out.missed) > 0 {
			missed = append(missed, f.name)
		}
		if write {
			if err := out.write(); err != nil {
				return err
			}
		}
		if out.broken {
			if err := b.renew(ctx); err != nil {
				return err
			}
		}
	}
	if len(missed) > 0 {
		return fmt.Errorf("%w: %s", errMissed, strings.Join(missed, ", "))
	}
	return nil
}
