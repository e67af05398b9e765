package main

import "fmt"

// goal is something to be reached, and what was.
type goal struct {
	what  string
	bound float64
	below bool // the bound is not to be exceeded
	unit  string
	got   float64
}

// atLeast is a goal for a ratio that is to be large.
func atLeast(what string, bound, got float64) goal {
	return goal{what: what, bound: bound, unit: "×", got: got}
}

// atMost is a goal for something that is to be small.
func atMost(what string, bound float64, unit string, got float64) goal {
	return goal{what: what, bound: bound, below: true, unit: unit, got: got}
}

func (g *goal) reached() bool {
	if g.below {
		return g.got <= g.bound
	}
	return g.got >= g.bound
}

// goalTable shows goals of a bench.
func goalTable(goals []goal, name string) *table {
	t := &table{head: []string{"goal", "wanted", "got", ""}, left: 1}
	for _, g := range goals {
		sign, verdict := "≥", "reached"
		if g.below {
			sign = "≤"
		}
		if !g.reached() {
			verdict = "**missed**"
		}
		t.add(fmt.Sprintf("`%s` %s", name, g.what), sign+" "+amount(g.bound, g.unit), amount(g.got, g.unit), verdict)
	}
	return t
}

// amount writes a number with its unit: two decimals where it is small.
func amount(f float64, unit string) string {
	decimals := 0
	switch {
	case unit == "×" || f < 10 && f != float64(int(f)):
		decimals = 2
	case f < 100 && f != float64(int(f)):
		decimals = 1
	}
	if unit == "×" {
		return grouped(f, decimals) + unit
	}
	return grouped(f, decimals) + " " + unit
}
