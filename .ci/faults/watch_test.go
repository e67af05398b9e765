package main

import (
	"math"
	"os"
	"testing"
)

// The slope is that of the line through the samples, whatever came before.
func TestSlope(t *testing.T) {
	w := &watch{}
	w.samples = append(w.samples, sample{records: 0, rss: 900 << 20}) // warming up
	for i := range int64(100) {
		w.samples = append(w.samples, sample{records: i * 1e6, rss: 50<<20 + i*3000 + i%2*4096})
	}
	bytes := w.slope(1, func(s sample) float64 { return float64(s.records) / 1e6 })
	if math.Abs(bytes-3000) > 10 {
		t.Errorf("memory grows by %.0f bytes for a million records, want 3000", bytes)
	}
	if w.peak() != 900 {
		t.Errorf("peak of %.0f MB, want 900", w.peak())
	}
	if got := w.slope(len(w.samples)-1, func(s sample) float64 { return float64(s.records) }); got != 0 {
		t.Errorf("a single sample has slope %f", got)
	}
}

// What a watch sees of this very process is plausible, and another descriptor
// is one more.
func TestWatchSeesDescriptors(t *testing.T) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc here")
	}
	w := newWatch(os.Getpid())
	if err := w.look(0); err != nil {
		t.Fatal(err)
	}
	const opened, others = 100, 20 // what other tests leave behind may be closed meanwhile
	for range opened {
		f, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }() // it was only open
	}
	if err := w.look(1); err != nil {
		t.Fatal(err)
	}
	first, last := w.ends()
	if more := last.files - first.files; more < opened-others || more > opened+others || first.threads < 1 || first.rss < 1<<20 {
		t.Errorf("first %+v, then %+v", first, last)
	}
}

func TestWatchOfAProcessThatIsGone(t *testing.T) {
	if err := newWatch(1 << 30).look(0); err == nil {
		t.Error("a process that does not exist can be looked at")
	}
}
