package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// A note leaves out what matters least of the counters, and no more than it must.
func TestANoteLeavesTheCounters(t *testing.T) {
	for _, tt := range []struct {
		width   int
		note    string
		want    string
		outside []string
	}{
		{120, "key copied, 6 B", "received 60   shown 60   forgotten 0   read 5.3 KiB   row 40 of 60   errors 1   key copied, 6 B", nil},
		{80, "key copied, 6 B", "received 60   shown 60   forgotten 0   errors 1   key copied, 6 B", []string{"read", "row"}},
		{80, "formats are remembered for orders", "received 60   shown 60   errors 1   formats are remembered for orders", []string{"read", "row", "forgotten"}},
		{80, strings.Repeat("long ", 12), strings.TrimSpace(strings.Repeat("long ", 12)), []string{"received", "errors"}},
		{44, "", "received 60   shown 60   errors 1", []string{"read", "row", "forgotten"}},
	} {
		d := newDriver(t, tt.width, 24).records(60)
		d.frame(d.status(model.Running), d.lostBroker()).press("!", "!")
		for range 20 {
			d.press("k")
		}
		before := d.app.share().table
		if tt.note != "" {
			d.app.say(tt.note)
		}
		d.tick(time.Second)
		footer := strings.Join(d.app.share().footer, "\n")
		d.sees(tt.want)
		for _, word := range tt.outside {
			if strings.Contains(footer, " "+word+" ") {
				t.Errorf("%d columns, %q: %s is there: %q", tt.width, tt.note, word, footer)
			}
		}
		if got := d.app.share().table; got != before {
			t.Errorf("%d columns, %q: the rows have %d lines, had %d", tt.width, tt.note, got, before)
		}
	}
}

// Where counters and keys share a line, a note between them moves no row.
func TestANoteMovesNothing(t *testing.T) {
	const note = "kcat command copied, with 3 files to fill in"
	for width := 40; width < 240; width++ {
		d := newDriver(t, width, 24).records(60)
		d.frame(d.status(model.Running))
		before := d.app.share()
		d.app.say(note)
		after := d.app.share()
		if !strings.Contains(strings.Join(after.footer, ""), note[:min(len(note), width-6)]) {
			t.Fatalf("%d columns: no note in %q", width, after.footer)
		}
		if len(before.footer) != len(after.footer) {
			t.Fatalf("%d columns: %q became %q", width, before.footer, after.footer)
		}
	}
}
