package header

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// facts are of a run that began 12.6 s ago and has 27.4 s left.
func facts(change func(f *Facts)) Facts {
	f := Facts{
		Topics: []string{"orders"}, Brokers: []string{"broker-1:9092"}, Start: "from last 100", Rate: &meter.Meter{}, FollowKey: "f",
		Status: model.Status{
			Phase: model.Running, Run: 1, Since: now.Add(-12600 * time.Millisecond), Started: now.Add(-12600 * time.Millisecond),
			Lifetime: 40 * time.Second, Deadline: now.Add(27400 * time.Millisecond),
			Positions: []model.Position{{TopicPartition: model.TopicPartition{Topic: "orders"}}},
		},
	}
	if change != nil {
		change(&f)
	}
	return f
}

func view(width int, f Facts) string {
	return ansi.Strip(strings.Join(View(theme.New(true), &theme.Unicode, width, f, now), "\n"))
}

func TestPhases(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(f *Facts)
		want   []string
	}{
		{"running", nil, []string{"● running", "27.4 s left of 40 s", "behind 0", "1 partition", "from last 100"}},
		{"a later run", func(f *Facts) { f.Status.Run = 3 }, []string{"running  run 3"}},
		{"asked, not answered", func(f *Facts) { f.Status = model.Status{} }, []string{"● starting", "not started", "behind ?"}},
		{"no topic", func(f *Facts) { f.Topics, f.Status = nil, model.Status{} }, []string{"● choose a topic"}},
		{"away", func(f *Facts) { f.Status.Phase = model.Reconnecting }, []string{"● reconnecting  12 s", "behind ?"}},
		{"stopping", func(f *Facts) { f.Status.Phase = model.Stopping }, []string{"● stopping"}},
		{"stopped", func(f *Facts) {
			f.Status.Phase, f.Status.Reason, f.Status.Ended = model.Stopped, model.ReasonLimit, now.Add(-2*time.Second)
		}, []string{"● stopped  limit reached", "29.4 s left of 40 s"}},
		{"over", func(f *Facts) {
			f.Status.Phase, f.Status.Reason, f.Status.Ended = model.Stopped, model.ReasonLifetime, f.Status.Deadline
		}, []string{"stopped  lifetime reached", "0.0 s of 40 s"}},
		{"refused", func(f *Facts) { f.Status.Phase, f.Status.Reason = model.Failed, model.ReasonAuth }, []string{"● failed  access refused"}},
		{"no limit", func(f *Facts) { f.Status.Lifetime, f.Status.Deadline = 0, time.Time{} }, []string{"12 s so far, no limit"}},
		{"behind", func(f *Facts) { f.Status.Positions[0].End, f.Status.Positions[0].Until = 1234, -1 }, []string{"behind 1,234"}},
		{"behind an end", func(f *Facts) {
			f.Status.Phase, f.Status.Reason, f.Status.Ended = model.Stopped, model.ReasonEnd, now
			f.Status.Positions[0] = model.Position{Next: 110, End: 5000, Until: 110}
		}, []string{"● stopped  end reached", "behind 0"}},
		{"before an end", func(f *Facts) { f.Status.Positions[0] = model.Position{Next: 104, End: 5000, Until: 110} }, []string{"behind 6"}},
		{"nothing to read", func(f *Facts) { f.Waiting, f.Status.Positions = "ordres", nil }, []string{"● waiting for ordres", "behind ?"}},
		{"frozen", func(f *Facts) { f.Frozen, f.New, f.Below = true, 312, 9 }, []string{"frozen · 312 new"}},
		{"scrolled up", func(f *Facts) { f.Below = 1500 }, []string{"1,500 below · f follows"}},
		{"several brokers", func(f *Facts) { f.Brokers = []string{"a:9092", "b:9092", "c:9092"} }, []string{"1 partition  a:9092 +2 "}},
		{"not safe", func(f *Facts) { f.Insecure = "not encrypted" }, []string{"orders  not encrypted"}},
	} {
		got := view(120, facts(tt.change))
		for _, w := range tt.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: lacks %q:\n%s", tt.name, w, got)
			}
		}
	}
}

// Less fits on a narrow terminal; the state and the time are always there.
func TestWidths(t *testing.T) {
	f := facts(func(f *Facts) { f.Topics = []string{strings.Repeat("long-topic-", 12), "日本語"} })
	for width := 40; width <= 200; width++ {
		got := view(width, f)
		for l := range strings.SplitSeq(got, "\n") {
			if w := ansi.StringWidth(l); w > width {
				t.Errorf("%d columns in %d: %q", w, width, l)
			}
		}
		for _, w := range []string{" ktm ", "● running", "27.4 s left", "/s", "behind 0"} {
			if !strings.Contains(got, w) {
				t.Errorf("%d columns: lacks %q:\n%s", width, w, got)
			}
		}
		if has := strings.Contains(got, "from last 100"); has != (width >= wide) {
			t.Errorf("%d columns: where it began is told: %t", width, has)
		}
	}
}

// On a stage the time is large, and what is in the digits is the same.
func TestLarge(t *testing.T) {
	lines := Large(theme.New(true), &theme.Unicode, 120, facts(nil), now)
	if len(lines) != LargeLines {
		t.Fatalf("%d lines, want %d", len(lines), LargeLines)
	}
	for i, want := range []string{"▀▀█ ▀▀█   █ █", "█▀▀   █   ▀▀█", "▀▀▀   ▀ ▀   ▀  s left of 40 s"} {
		got := ansi.Strip(lines[2+i])
		if !strings.HasPrefix(got, " "+want) {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
		if w := ansi.StringWidth(got); w > 120 {
			t.Errorf("line %d has %d columns", i, w)
		}
	}
}

// What has stopped is grey on a stage too, and says what the small header does.
func TestLargeStopped(t *testing.T) {
	th := theme.New(true)
	lines := func(f Facts) []string { return Large(th, &theme.Unicode, 120, f, now)[2:] }
	live := facts(func(f *Facts) { f.Status.Deadline = now.Add(time.Second) })
	over := facts(func(f *Facts) {
		f.Status.Phase, f.Status.Reason, f.Status.Deadline, f.Status.Ended = model.Stopped, model.ReasonLifetime, now, now
	})
	painted := func(ink theme.Ink) string {
		before, _, _ := strings.Cut(paint.New(th, &theme.Unicode, 9).Text(ink, "x").String(), "x")
		return before
	}
	for name, ink := range map[string]theme.Ink{"amber": th.WarnBold, "green": th.OKBold} {
		if code := painted(ink); !strings.Contains(lines(live)[0], code) || strings.Contains(lines(over)[0], code) {
			t.Errorf("%s, running and stopped:\n%q\n%q", name, lines(live)[0], lines(over)[0])
		}
	}
	if got := ansi.Strip(lines(over)[2]); !strings.Contains(got, "s of 40 s") {
		t.Errorf("it says %q", got)
	}
}
