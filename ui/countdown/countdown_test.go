package countdown

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// running has so much of 40 s left.
func running(left time.Duration) model.Status {
	return model.Status{Phase: model.Running, Run: 1, Lifetime: 40 * time.Second, Deadline: now.Add(left)}
}

// The rule burns down by halves of a cell, and is gone only when the time is.
func TestTheRuleBurnsDown(t *testing.T) {
	for _, tt := range []struct {
		name string
		s    model.Status
		want string
	}{
		{"full", running(40 * time.Second), "━━━━━━━━━━"},
		{"half a cell less", running(38 * time.Second), "━━━━━━━━━╸"},
		{"one less", running(36 * time.Second), "━━━━━━━━━─"},
		{"half", running(20 * time.Second), "━━━━━─────"},
		{"a moment", running(time.Millisecond), "╸─────────"},
		{"over", running(-time.Second), "──────────"},
		{"longer than it was set to", running(time.Hour), "━━━━━━━━━━"},
		{"before the first run", model.Status{}, "──────────"},
	} {
		got := ansi.Strip(View(theme.New(true), &theme.Unicode, 12, tt.s, now))
		if got != " "+tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, " "+tt.want)
		}
	}
}

// Colours say what the rule alone does not.
func TestTheRuleWarns(t *testing.T) {
	th := theme.New(true)
	ended := running(20 * time.Second)
	ended.Phase, ended.Ended = model.Stopped, now
	first := func(s model.Status) string {
		view := View(th, &theme.Unicode, 12, s, now)
		return view[:strings.IndexRune(view, '━')]
	}
	burning, last := first(running(5*time.Second)), first(running(4*time.Second))
	if burning == last {
		t.Errorf("the last tenth looks like the rest: %q", last)
	}
	if first(running(40*time.Second)) != burning {
		t.Error("the colour changes before the last tenth")
	}
	if got := first(ended); got == burning || got == last {
		t.Errorf("an ended run looks like one that goes on: %q", got)
	}
}

func TestTheRuleFitsEveryWidth(t *testing.T) {
	unlimited := model.Status{Phase: model.Running, Run: 1}
	for _, g := range []*theme.Glyphs{&theme.Unicode, &theme.ASCII} {
		for width := 15; width <= 200; width++ {
			for _, s := range []model.Status{{}, running(13 * time.Second), unlimited} {
				view := View(theme.New(true), g, width, s, now)
				if w := ansi.StringWidth(view); w != width-1 {
					t.Errorf("%d columns in %d: %q", w, width, ansi.Strip(view))
				}
			}
		}
	}
	if got := ansi.Strip(View(theme.New(true), &theme.Unicode, 30, unlimited, now)); !strings.Contains(got, " no limit ") {
		t.Errorf("no limit is not told: %q", got)
	}
}
