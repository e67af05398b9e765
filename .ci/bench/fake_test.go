package main

import (
	"context"
	"errors"
	"time"
)

// fakeRun is a contender beside which others take these shares, one after the
// other.
func fakeRun(others []float64, runs *int) func(context.Context) (usage, error) {
	return func(context.Context) (usage, error) {
		u := usage{wall: time.Second, others: others[*runs]}
		*runs++
		return u, nil
	}
}

func failingRun(runs *int) func(context.Context) (usage, error) {
	return func(context.Context) (usage, error) {
		*runs++
		return usage{}, errors.New("no")
	}
}
