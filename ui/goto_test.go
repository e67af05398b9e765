package ui

import (
	"slices"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// goes makes a driver whose session notes where it is sent.
func goes(t *testing.T, width, height int) (d *driver, sent func() []string) {
	t.Helper()
	var scopes []string
	d = newDriver(t, width, height, func(s *Session) {
		s.Reopen = func(topics []string, at model.Scope) error {
			if topics != nil {
				t.Errorf("sent to the topics %v", topics)
			}
			scopes = append(scopes, at.String())
			return nil
		}
	})
	return d, func() []string { return scopes }
}

func TestGoTo(t *testing.T) {
	d, sent := goes(t, 120, 36)
	d.stage().frame(d.status(model.Running))
	d.press("space", "o").sees("from ", "go there", "@12:00:13:00")
	d.types("@25:00").press("enter").sees("there is no hour 25", "hours go from 0 to 23", "@25:00")
	if len(sent()) > 0 {
		t.Fatalf("a mistake sends it to %v", sent())
	}
	// The mistake goes with the next key, and the text stays to be mended.
	d.press("backspace", "backspace", "backspace", "backspace", "backspace").seesNot("no hour").types("-1h:-30m").press("enter").seesNot("go there")
	if want := []string{"from 1h ago to 30m ago"}; !slices.Equal(sent(), want) || !slices.Equal(d.control.calls, []string{"restart"}) {
		t.Fatalf("sent to %v, asked for %v", sent(), d.control.calls)
	}
	// The rows stay, a rule names the run and its position, the header too.
	second := func(s *model.Status) { s.Run, s.Started = 2, d.now }
	d.frame(d.status(model.Starting, second)).frame(d.status(model.Running, second))
	d.sees("run 2", "from 1h ago to 30m ago", "user-1").seesNot("frozen")

	// What was typed comes back; esc goes nowhere.
	d.press("o").types("zzz").press("up").sees("@-1h:-30m").press("down").sees("zzz").press("esc").seesNot("zzz")
	d.press("o", "up", "enter")
	if len(sent()) != 2 {
		t.Errorf("sent to %v", sent())
	}
}

func TestGoToNeedsASessionThatCan(t *testing.T) {
	d := newDriver(t, 120, 36)
	d.stage().frame(d.status(model.Running)).press("o").seesNot("go there")
	d.press("?").seesNot("o      go to")
}

// behind makes the status of a run that reads what was there before it.
func behind(next, end int64) func(*model.Status) {
	return func(s *model.Status) {
		for i := range s.Positions {
			p := &s.Positions[i]
			p.Next, p.End, p.Stable, p.Until = next, end, -1, -1
		}
	}
}

func TestTheBacklogIsShownUntilTheTail(t *testing.T) {
	d := newDriver(t, 120, 36)
	d.frame(d.status(model.Running, behind(0, 4_000_000))).tick(100 * time.Millisecond).sees("0 %").seesNot("to go")
	d.frame(d.status(model.Running, behind(1_000_000, 4_000_000))).tick(2*time.Second).sees("25 %", "6 s to go")
	d.frame(d.status(model.Running, behind(4_000_000, 4_000_000))).tick(6*time.Second).seesNot("%", "to go")
}
