package main

import (
	"fmt"
	"strings"
	"time"
)

func (f *flood) miss(format string, args ...any) {
	f.missed = append(f.missed, fmt.Sprintf(format, args...))
}

// compare holds what the broker has of each partition against what ktm says it
// handed over: all from the first offset to the end, each once.
func (f *flood) compare() {
	for _, p := range f.onScreen.Partitions {
		if p.First != 0 || p.Next != f.ends[p.Partition] {
			f.miss("partition %d was read from %d to %d of %d", p.Partition, p.First, p.Next, f.ends[p.Partition])
		}
		f.lost += max(0, f.ends[p.Partition]-p.Received)
		f.doubled += max(0, p.Received-f.ends[p.Partition])
	}
	if f.lost+f.doubled != 0 || f.onScreen.Received != f.records || len(f.onScreen.Partitions) != len(f.ends) {
		f.miss("received %d of %d records in %d partitions", f.onScreen.Received, f.records, len(f.onScreen.Partitions))
	}
}

// warm is the first sample after the first 10 million records, or after a
// tenth of fewer.
func (f *flood) warm() int {
	for i, s := range f.samples {
		if s.records >= min(10e6, f.records/10) {
			return i
		}
	}
	return 0
}

// growth of memory in MB for 10 million records.
func (f *flood) growth() float64 {
	return f.slope(f.warm(), func(s sample) float64 { return float64(s.records) / 10e6 }) / (1 << 20)
}

func (f *flood) judge() {
	f.compare()
	if n := len(f.onScreen.Faults); n != 0 {
		f.miss("%d faults, the first: %s", n, f.onScreen.Faults[0].Text)
	}
	if peak := f.mostMemory(); peak > floodPeak {
		f.miss("%.0f MB of memory, the limit is %d MB", peak, floodPeak)
	}
	if slope := f.growth(); slope > floodSlope {
		f.miss("memory grows by %.2f MB for 10 million records, the limit is %.0f MB", slope, floodSlope)
	}
	warm, last := f.samples[f.warm()], f.samples[len(f.samples)-1]
	if last.files > warm.files {
		f.miss("%d descriptors at the end, %d after the warm-up", last.files, warm.files)
	}
	if last.threads > warm.threads+2 {
		f.miss("%d threads at the end, %d after the warm-up", last.threads, warm.threads)
	}
}

// mostMemory is the larger of what was sampled and what the kernel says.
func (f *flood) mostMemory() float64 { return max(f.peak(), megabytes(f.onScreen.PeakRSS)) }

func (f *flood) account() *account {
	warm, last := f.samples[f.warm()], f.samples[len(f.samples)-1]
	verdict := "ok"
	if len(f.missed) > 0 {
		verdict = "MISSED: " + strings.Join(f.missed, "; ")
	}
	a := &account{name: "flood"}
	a.line("ktm", "%s", f.revision)
	a.line("records", "%d of %d B in %d partitions, written in %.0f s", f.records, floodValue, floodPartitions, f.fill.Seconds())
	a.line("lost, doubled", "%d, %d", f.lost, f.doubled)
	a.line("report of the screen", "received %d, gaps of %d offsets, %d faults", f.onScreen.Received, f.onScreen.gaps(), len(f.onScreen.Faults))
	a.line("time, records a second", "%s, %.0f", f.took.Round(time.Second), float64(f.records)/f.took.Seconds())
	a.line("resident memory at the beginning, after the warm-up, at the end, at most", "%.0f, %.0f, %.0f, %.0f MB",
		f.first(), megabytes(warm.rss), f.last(), f.mostMemory())
	a.line("growth of memory after the warm-up", "%+.2f MB for 10 million records", f.growth())
	a.line("threads after the warm-up, at the end", "%d, %d", warm.threads, last.threads)
	a.line("descriptors after the warm-up, at the end", "%d, %d", warm.files, last.files)
	a.line("verdict", "%s", verdict)
	return a
}
