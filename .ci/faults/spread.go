package main

import (
	"slices"
	"time"
)

// spread is the slowest of many, and the slowest but one in a hundred.
type spread struct{ longest, p99 time.Duration }

func spreadOf(times []time.Duration) spread {
	if len(times) == 0 {
		return spread{}
	}
	slices.Sort(times)
	return spread{times[len(times)-1], times[(len(times)-1)*99/100]}
}
