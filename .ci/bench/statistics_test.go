package main

import (
	"slices"
	"testing"
	"time"
)

func TestSpread(t *testing.T) {
	hundred := make(spread, 100)
	for i := range hundred {
		hundred[i] = float64(100 - i)
	}
	for _, c := range []struct {
		s           spread
		median, p99 float64
		text        string
	}{
		{nil, 0, 0, "–"},
		{spread{4}, 4, 4, "4.0"},
		{spread{4, 2}, 3, 4, "3.0 (2.0–4.0)"},
		{spread{9, 1, 1200}, 9, 1200, "9.0 (1.0–1,200.0)"},
		{hundred, 50.5, 99, "50.5 (1.0–100.0)"},
		{append(slices.Clone(hundred), 500), 51, 100, "51.0 (1.0–500.0)"},
	} {
		if m, p, text := c.s.median(), c.s.p99(), c.s.text(1); m != c.median || p != c.p99 || text != c.text {
			t.Errorf("%v: median %v, p99 %v, %q; want %v, %v, %q", c.s, m, p, text, c.median, c.p99, c.text)
		}
	}
	if !slices.IsSortedFunc(hundred, func(a, b float64) int { return int(b - a) }) {
		t.Error("the order of the rounds was changed")
	}
}

// Ratios are those of the same rounds: a slow hour weighs on both sides.
func TestRatiosAreOfRounds(t *testing.T) {
	a, b := spread{10, 100, 1000}, spread{5, 50, 0}
	if got := a.over(b); !slices.Equal(got, spread{2, 2}) {
		t.Errorf("%v over %v is %v", a, b, got)
	}
}

func TestGrouped(t *testing.T) {
	for want, got := range map[string]string{
		"0": grouped(0, 0), "999": grouped(999, 0), "1,000": grouped(1000, 0), "1,234,567.9": grouped(1234567.89, 1),
		"-123": grouped(-123, 0), "-1,234.50": grouped(-1234.5, 2),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMilliseconds(t *testing.T) {
	if got := milliseconds(1500*time.Microsecond, time.Second); !slices.Equal(got, spread{1.5, 1000}) {
		t.Errorf("%v", got)
	}
}

func TestAmount(t *testing.T) {
	for want, got := range map[string]string{
		"0.95×": amount(0.95, "×"), "20.00×": amount(20, "×"), "20 ms": amount(20, "ms"), "14.6 ms": amount(14.63, "ms"),
		"0.64 %": amount(0.638, "%"), "123 MB": amount(123.4, "MB"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
