package main

import (
	"context"
	"regexp"
	"strconv"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

// stamped finds in a row when its record was made, in microseconds, and its
// number.
var stamped = regexp.MustCompile(`"stamp":(\d{16}),"n":(\d+),`)

// rows watches the screen for a while and gives how old every record was when
// it was first seen, in milliseconds, from the moment its batch was made.
// Records that were forgotten before a frame could show them count for nothing.
func (s *session) rows(ctx context.Context, d time.Duration) (spread, error) {
	var ages spread
	seen := newest{}
	s.Frames() // those so far do not count
	stop := s.Watch(func(screen *terminal.Screen, at time.Time) {
		ages = append(ages, seen.on(screen, at)...)
	})
	err := last(ctx, d)
	stop()
	return ages, err
}

// newest is the highest number seen so far.
type newest struct{ n int64 }

// on gives the ages of the records that a screen shows for the first time.
func (seen *newest) on(screen *terminal.Screen, at time.Time) (ages spread) {
	highest := seen.n
	for y := range screen.Height() {
		m := stamped.FindStringSubmatch(screen.Row(y))
		if m == nil {
			continue
		}
		micros, _ := strconv.ParseInt(m[1], 10, 64) // the pattern says that it is a number
		n, _ := strconv.ParseInt(m[2], 10, 64)
		if n > seen.n {
			ages = append(ages, milliseconds(at.Sub(time.UnixMicro(micros)))...)
			highest = max(highest, n)
		}
	}
	seen.n = highest
	return ages
}

// perFrame gives the number of frames, and how many bytes they took over how
// many what changed would have taken.
func perFrame(frames []terminal.Frame) (n int, ratio float64) {
	bytes, changed := 0, 0
	for _, f := range frames {
		bytes += f.Bytes
		changed += f.Changed
	}
	if changed == 0 {
		return len(frames), 0
	}
	return len(frames), float64(bytes) / float64(changed)
}

// judge makes the row of the table and holds ktm against the goals.
func (l live) judge(o observed) result {
	r := result{table: table{left: 2, head: []string{
		"`latency`", "flow", "key → frame ms", "an echo ms", "record → row ms", "s → stopped ms", "q → exit ms", "bytes ÷ changed",
	}}}
	flow := l.does
	if l.rate > 0 {
		flow += "; " + grouped(o.rate, 0) + " came"
	}
	bytes := "–"
	if o.perFrame > 0 {
		bytes = grouped(o.perFrame, 2) + " (" + grouped(float64(o.frames), 0) + " frames)"
	}
	r.table.add("`"+l.name+"`", flow, o.keys.late(), o.echoes.late(), o.rows.late(), o.stops.late(), o.quits.late(), bytes)
	if l.keyP99 > 0 {
		r.goals = append(r.goals, atMost("key → frame, 99 in 100", l.keyP99, "ms", o.keys.p99()))
	}
	if l.rowP99 > 0 {
		r.goals = append(r.goals, atMost("record → row, 99 in 100"+l.short(o.rate), l.rowP99, "ms", o.rows.p99()))
	}
	if l.way == (way{}) {
		r.goals = append(r.goals, atMost("s → stopped, 99 in 100", 50, "ms", o.stops.p99()))
	}
	if o.perFrame > 0 && l.way == (way{}) {
		r.goals = append(r.goals, atMost("bytes to the terminal over what changed", 1.5, "×", o.perFrame))
	}
	return r
}

// short says so where fewer records came than were to come: then a goal was not
// put to the test.
func (l live) short(rate float64) string {
	if rate >= 0.95*float64(l.rate) {
		return ""
	}
	return ", though only " + grouped(rate, 0) + " records a second came"
}
