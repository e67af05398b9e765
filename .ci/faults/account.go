package main

import (
	"fmt"
	"strings"
	"time"
)

// account is the result of a long run, one figure a line.
type account struct {
	name  string // of its marks in the file
	lines [][2]string
}

func (a *account) line(what, format string, args ...any) {
	a.lines = append(a.lines, [2]string{what, fmt.Sprintf(format, args...)})
}

// write puts the account into the file.
func (a *account) write() error {
	begin := fmt.Sprintf("<!-- written by .ci/soak %s -write: begin -->", a.name)
	return rewrite(begin, tableEnd, func(string) string {
		var table strings.Builder
		fmt.Fprintf(&table, "\nLast run on %s, %s%s.\n\n| | |\n|---|---|\n", machine(), time.Now().Format(time.DateOnly), load())
		for _, l := range a.lines {
			fmt.Fprintf(&table, "| %s | %s |\n", l[0], strings.ReplaceAll(l[1], "|", `\|`))
		}
		return table.String()
	})
}

// write puts an outcome into the file: as a row of the table of faults or, of
// a long run, as an account of its own.
func (o *outcome) write() error {
	if o.hourly == nil {
		return writeRow(*o)
	}
	h := o.hourly
	first, last := h.ends()
	a := &account{name: o.fault.name}
	a.line("ktm", "%s", o.revision)
	a.line("length, seed", "%s, %d", h.length, h.seed)
	a.line("faults played", "%s", h.mishaps())
	a.line("told on the screen", "%d of %d, the slowest after %s", o.toldInTime(), len(o.said), seconds(o.worst().after))
	a.line("produced (acknowledged by Kafka)", "%d", o.produced)
	a.line("lost, doubled", "%d, %d", o.lost, o.doubled)
	a.line("report of the screen", "received %d, gaps of %d offsets", o.onScreen.Received, o.onScreen.gaps())
	a.line("report of the pipe", "received %d, gaps of %d offsets", o.inPipe.Received, o.inPipe.gaps())
	a.line("longest wait (p99)", "%s (%s), of a record acknowledged %s", seconds(o.waits.longest), seconds(o.waits.p99), h.before(o.slowest))
	a.line("resident memory at the beginning, at the end, at most", "%.0f, %.0f, %.0f MB", h.first(), h.last(), h.peak())
	a.line("growth of memory in the second half", "%s", h.growthText())
	a.line("threads at the beginning, at the end", "%d, %d", first.threads, last.threads)
	a.line("descriptors at the beginning, at the end", "%d, %d", first.files, last.files)
	fair, all := spreadOf(o.fairKeys), spreadOf(o.keys)
	a.line("keys", "99 in 100 answered within %d ms, the slowest in %d ms; %d of %d count, the slowest of all took %d ms",
		fair.p99.Milliseconds(), fair.longest.Milliseconds(), len(o.fairKeys), len(o.keys), all.longest.Milliseconds())
	a.line("verdict", "%s", o.verdict())
	return a.write()
}

// toldInTime counts the faults that the screen told, each within the limit.
func (o *outcome) toldInTime() int {
	n := 0
	for _, t := range o.said {
		if t.words != "nothing" && t.after <= sayLimit {
			n++
		}
	}
	return n
}
