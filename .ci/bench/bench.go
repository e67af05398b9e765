package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// bench is one thing that can be measured.
type bench struct {
	group string // its section of the document, unless it has one of its own
	name  string
	does  string
	own   bool // it has a section of its own
	run   func(context.Context, *place) (result, error)
}

// section is where the results stand in the document.
func (b *bench) section() string {
	if b.own {
		return b.name
	}
	return b.group
}

// benches lists all there are, in the order of the document.
func benches() []bench {
	var all []bench
	for _, d := range dataSets {
		all = append(all, bench{"throughput", d.name, d.does(), true, d.compare})
	}
	return append(all, slices.Concat(latencyBenches(), startBenches(), quietBenches(), searchBenches(), scaleBenches())...)
}

// result is what came of a bench: rows of a table, and how far goals were
// reached.
type result struct {
	bench bench
	when  string // what was measured and when
	table table
	notes []string
	goals []goal
}

func (r *result) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// text is the result for a terminal.
func (r *result) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s)\n\n%s", r.bench.name, r.bench.does, r.when, r.table.plain())
	for _, n := range r.notes {
		fmt.Fprintf(&b, "\n%s\n", n)
	}
	if len(r.goals) > 0 {
		b.WriteString("\n" + goalTable(r.goals, r.bench.name).plain())
	}
	return b.String()
}

// stamp says what was measured, when, and how busy the machine was before.
func stamp(revision string, at time.Time) string {
	s := "ktm " + revision + ", " + at.UTC().Format("2006-01-02 15:04 UTC")
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		last, _, _ := strings.Cut(string(text), " ")
		s += ", load of the last minute " + last
	}
	return s
}
