package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

func TestStatTime(t *testing.T) {
	const line = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 100 20 3000 400 20 0 1 0 5 6 7"
	if got, want := statTime(line, false), 1200*time.Millisecond; got != want {
		t.Errorf("alone %s, want %s", got, want)
	}
	if got, want := statTime(line, true), 35200*time.Millisecond; got != want {
		t.Errorf("with ended children %s, want %s", got, want)
	}
	if got := statTime("nothing", true); got != 0 {
		t.Errorf("of nothing %s", got)
	}
}

func TestMachineTimeAddsUp(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells")
	}
	before := now()
	for processTime(os.Getpid(), false)-before.own < 100*time.Millisecond {
		_ = fmt.Sprint(before) // work
	}
	after := now()
	if own, busy, all := after.own-before.own, after.busy-before.busy, after.all-before.all; own < 100*time.Millisecond || busy > all || own > all+4*tick {
		t.Errorf("we worked %s, the machine %s of %s", own, busy, all)
	}
}

// A record counts when it is first seen, and not again.
func TestRowsAges(t *testing.T) {
	const made = 1_763_892_342_000_000
	row := func(micros, n int) string { return fmt.Sprintf(`12:00 0 7 {"stamp":%d,"n":%d,"text":"x`, micros, n) }
	screen := terminal.NewScreen(80, 4)
	_, _ = fmt.Fprintf(screen, "head\r\n%s\r\n%s", row(made, 8), row(made+5000, 9))
	seen := newest{n: 8}
	at := time.UnixMicro(made + 20_000)
	if got := seen.on(screen, at); !slices.Equal(got, spread{15}) {
		t.Errorf("ages %v, want 15 ms of one record", got)
	}
	if got := seen.on(screen, at.Add(time.Second)); len(got) != 0 {
		t.Errorf("the same screen again: %v", got)
	}
}

func TestPerFrame(t *testing.T) {
	n, ratio := perFrame([]terminal.Frame{{Bytes: 300, Changed: 100}, {Bytes: 20}, {Bytes: 80, Changed: 100}})
	if n != 3 || ratio != 2 {
		t.Errorf("%d frames, %v; want 3 and 2", n, ratio)
	}
}

func TestHeading(t *testing.T) {
	screen := terminal.NewScreen(60, 3)
	_, _ = fmt.Fprint(screen, "title\r\n time UTC      part  offset  key")
	for format, want := range map[string]bool{"time UTC": true, "time": false, "age": false} {
		if got := heading(format)(screen); got != want {
			t.Errorf("headed %q: %v", format, got)
		}
	}
}

// Who is many times disturbed keeps the run that was disturbed least.
func TestQuietest(t *testing.T) {
	shares := []float64{0.5, 0.2, 0.3, 0.4, 0.0}
	runs := 0
	e := &entrant{run: nil}
	p := &place{options: options{others: 10}, progress: io.Discard}
	e.run = fakeRun(shares, &runs)
	best, err := p.quietest(t.Context(), e)
	if err != nil || best.others != 0.2 || runs != tries {
		t.Errorf("the best of %d runs had %v, %v", runs, best.others, err)
	}
	runs = 0
	e.run = fakeRun([]float64{0.05}, &runs)
	if best, err = p.quietest(t.Context(), e); err != nil || best.others != 0.05 || runs != 1 {
		t.Errorf("a run beside which others took 5 %% was done %d times: %v, %v", runs, best.others, err)
	}
}

// Everyone runs once a round; who fails is out and keeps nobody from running.
func TestCompete(t *testing.T) {
	good, bad := 0, 0
	entrants := []*entrant{
		{name: "good", records: 1e6, run: fakeRun([]float64{0, 0, 0}, &good)},
		{name: "bad", records: 1e6, run: failingRun(&bad)},
	}
	p := &place{options: options{rounds: 3, others: 10}, progress: io.Discard}
	if err := p.compete(t.Context(), entrants); err != nil {
		t.Fatal(err)
	}
	if good != 3 || bad != 1 || len(entrants[0].rate) != 3 || entrants[1].failed == nil {
		t.Errorf("good ran %d times and has %d rates, bad ran %d times and says %v", good, len(entrants[0].rate), bad, entrants[1].failed)
	}
}

// The goals are held against the rounds' ratios.
func TestJudge(t *testing.T) {
	d := dataSets[0]
	entrants := []*entrant{{name: ktmScreen, records: d.records}}
	for _, c := range contenders {
		entrants = append(entrants, &entrant{name: c.name, records: d.records, failed: os.ErrNotExist})
	}
	for _, e := range entrants {
		if e.name == ktmScreen || e.name == kgo400 {
			e.failed = nil
		}
	}
	for _, wall := range []time.Duration{2 * time.Second, 4 * time.Second, 3 * time.Second} {
		entrants[0].add(usage{wall: wall, cpu: time.Second})
		for _, e := range entrants[1:] {
			if e.name == kgo400 {
				e.add(usage{wall: 2 * wall, cpu: 2 * time.Second})
			}
		}
	}
	r := d.judge(entrants, fed{Records: d.records, Bytes: 112 * d.records})
	want := [][]string{
		{"`x` records/s over " + kgo400, "≥ 1.00×", "2.00×", "reached"},
		{"`x` CPU per record over " + kgo400, "≤ 1.00×", "0.50×", "reached"},
	}
	if got := goalTable(r.goals, "x").rows; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("goals %v, want %v", got, want)
	}
	if len(r.table.rows) != 2 || r.table.rows[0][1] != "2,667 (2,000–4,000)" || r.table.rows[0][2] != "299" {
		t.Errorf("rows %v", r.table.rows)
	}
	if len(r.notes) != len(contenders)-1 {
		t.Errorf("%d notes on who was not measured, want %d", len(r.notes), len(contenders)-1)
	}
}

// A stream that did not reach its rate is named beside its goal.
func TestShortStreamIsTold(t *testing.T) {
	l := live{rate: 1000, rowP99: 60}
	for rate, want := range map[float64]string{
		990: "record → row, 99 in 100",
		600: "record → row, 99 in 100, though only 600 records a second came",
	} {
		if got := l.judge(observed{rate: rate}).goals[0].what; got != want {
			t.Errorf("at %v records a second the goal is %q, want %q", rate, got, want)
		}
	}
}
