package main

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// telling is what the screen said of a fault, and how long after it happened.
type telling struct {
	words string
	after time.Duration
}

// outcome is how a fault went.
type outcome struct {
	fault    fault
	revision string // what ktm was built from
	took     time.Duration
	broken   bool // it could not be played to its end

	tally
	onScreen report
	inPipe   report

	said     []telling
	keys     []time.Duration // how long answers took
	fairKeys []time.Duration // of those, the ones for which the machine had time
	facts    []string        // what else there is to say
	missed   []string        // goals
	hourly   *hourly         // of the long run
}

func (o *outcome) miss(format string, args ...any) {
	o.missed = append(o.missed, fmt.Sprintf(format, args...))
}

func (o *outcome) fact(format string, args ...any) {
	o.facts = append(o.facts, fmt.Sprintf(format, args...))
}

// judge holds the numbers against the goals.
func (o *outcome) judge() {
	if o.fault.way != private {
		o.judgeLedger()
	}
	longest := waitLimit
	if o.fault.waits > 0 {
		longest = o.fault.waits
	}
	switch {
	case o.waits.longest > longest:
		o.miss("a record waited %s, the limit is %s", seconds(o.waits.longest), seconds(longest))
	case o.waits.p99 > min(waitMost, longest) && o.fault.waits == 0:
		o.miss("1 record in 100 waited %s, the limit is %s", seconds(o.waits.p99), seconds(waitMost))
	}
	if len(o.said) == 0 && !o.fault.silent {
		o.miss("the screen was not asked")
	}
	if worst := o.worst(); worst.after > sayLimit {
		o.miss("the screen was silent for %s, the limit is %s", seconds(worst.after), seconds(sayLimit))
	}
	if p99 := spreadOf(o.fairKeys).p99; p99 > keyAnswer {
		o.miss("1 key in 100 took %d ms, the limit is %d ms", p99.Milliseconds(), keyAnswer.Milliseconds())
	}
}

// judgeLedger compares what was written with what the two ktm handed over.
func (o *outcome) judgeLedger() {
	t := &o.tally
	if said := o.inPipe.expired(); said != t.expired {
		o.miss("%d records expired, the pipe says %d", t.expired, said)
	}
	for _, c := range []struct {
		n    int
		what string
	}{{t.lost, "lost"}, {t.doubled, "doubled"}, {t.unknown, "handed over that were never acknowledged"}, {t.refused, "refused by the cluster"}} {
		if c.n != 0 {
			o.miss("%d records %s", c.n, c.what)
		}
	}
	if t.produced == 0 {
		o.miss("nothing was produced")
	}
	for name, r := range map[string]report{"screen": o.onScreen, "pipe": o.inPipe} {
		if sum := int(r.Received) + r.expired(); sum != t.produced {
			o.miss("the report of the %s adds up to %d of %d records", name, sum, t.produced)
		}
		if gaps := r.gaps(); gaps != 0 && !o.fault.leaps {
			o.miss("the report of the %s has gaps of %d offsets", name, gaps)
		}
	}
}

// worst is the telling that came last after its fault; the zero value is none.
func (o *outcome) worst() telling {
	var w telling
	for _, t := range o.said {
		if t.after >= w.after {
			w = t
		}
	}
	return w
}

var address = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// words is what the screen said first, without port numbers.
func (o *outcome) words() string {
	if len(o.said) == 0 {
		return ""
	}
	return address.ReplaceAllString(o.said[0].words, "127.0.0.1:…")
}

func (o *outcome) verdict() string {
	if len(o.missed) > 0 {
		return "MISSED: " + strings.Join(o.missed, "; ")
	}
	return "ok"
}

// line is the outcome for a terminal.
func (o *outcome) line() string {
	said := "the screen had nothing to say"
	if len(o.said) > 0 {
		said = fmt.Sprintf("said %q after %s", o.words(), seconds(o.worst().after))
	}
	parts := []string{fmt.Sprintf("%-18s", o.fault.name)}
	if o.fault.way != private {
		parts = append(parts, fmt.Sprintf("produced %d  lost %d  doubled %d  waited %s (p99 %s)",
			o.produced, o.lost, o.doubled, seconds(o.waits.longest), seconds(o.waits.p99)))
	}
	parts = append(parts, said, "keys "+o.keyText())
	parts = append(parts, o.facts...)
	return strings.Join(append(parts, fmt.Sprintf("%.0f s", o.took.Seconds()), o.verdict()), "  ")
}

// keyText is the 99th percentile and the slowest of the keys that count, and
// how many those are.
func (o *outcome) keyText() string {
	fair, all := spreadOf(o.fairKeys), spreadOf(o.keys)
	return fmt.Sprintf("%d ms (p99 %d; %d of %d; all: %d)", fair.longest.Milliseconds(), fair.p99.Milliseconds(),
		len(o.fairKeys), len(o.keys), all.longest.Milliseconds())
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
