package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"
)

// sample is what a process holds at one time, seen from outside.
type sample struct {
	at      time.Duration // since the watch began
	records int64         // it has read
	rss     int64         // resident memory, bytes
	threads int
	files   int // open descriptors
}

// watch looks at a process now and then. It needs Linux.
type watch struct {
	pid     int
	began   time.Time
	samples []sample
}

func newWatch(pid int) *watch { return &watch{pid: pid, began: time.Now()} }

var (
	residentLine = regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`)
	threadsLine  = regexp.MustCompile(`(?m)^Threads:\s+(\d+)$`)
)

// look takes one sample; records is what the process has read by now.
func (w *watch) look(records int64) error {
	folder := fmt.Sprintf("/proc/%d/", w.pid)
	text, err := os.ReadFile(folder + "status")
	if err != nil {
		return fmt.Errorf("looking at process %d: %w", w.pid, err)
	}
	files, err := os.ReadDir(folder + "fd")
	if err != nil {
		return fmt.Errorf("looking at process %d: %w", w.pid, err)
	}
	rss, threads := residentLine.FindSubmatch(text), threadsLine.FindSubmatch(text)
	if rss == nil || threads == nil {
		return fmt.Errorf("process %d has ended", w.pid)
	}
	kilobytes, err := strconv.ParseInt(string(rss[1]), 10, 64)
	if err != nil {
		return fmt.Errorf("memory of process %d: %w", w.pid, err)
	}
	count, err := strconv.Atoi(string(threads[1]))
	if err != nil {
		return fmt.Errorf("threads of process %d: %w", w.pid, err)
	}
	w.samples = append(w.samples, sample{
		at: time.Since(w.began), records: records, rss: kilobytes << 10, threads: count, files: len(files),
	})
	return nil
}

// first, last and peak are of memory in MB.
func (w *watch) first() float64 { return megabytes(w.samples[0].rss) }
func (w *watch) last() float64  { return megabytes(w.samples[len(w.samples)-1].rss) }
func (w *watch) peak() float64 {
	var most int64
	for _, s := range w.samples {
		most = max(most, s.rss)
	}
	return megabytes(most)
}

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// ends are the first sample and the last.
func (w *watch) ends() (first, last sample) { return w.samples[0], w.samples[len(w.samples)-1] }

// slope is by how many bytes memory grows for each unit of x, from some sample
// on: the straight line that fits best.
func (w *watch) slope(from int, x func(sample) float64) float64 {
	samples := w.samples[from:]
	n := float64(len(samples))
	var sumX, sumY float64
	for _, s := range samples {
		sumX += x(s)
		sumY += float64(s.rss)
	}
	var over, under float64
	for _, s := range samples {
		dx := x(s) - sumX/n
		over += dx * (float64(s.rss) - sumY/n)
		under += dx * dx
	}
	if under == 0 {
		return 0
	}
	return over / under
}
