package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestAKeySkipsWhatCannotBeRead(t *testing.T) {
	d := newDriver(t, 120, 30)
	d.records(3).frame(d.status(model.Running)).seesNot("S skip").press("S")
	d.frame(d.unreadable(1), d.unreadable(2))
	d.sees("the batch at orders/1@10003 is damaged", "S skips orders/1@10003. ktm tries again", "S skip orders/1@10003   s stop").seesNot("S skips orders/2")
	d.press("!").sees("S skips orders/1@10003").press("?").sees("S skip orders/1@10003").press("?")

	// One press is one place; until it is passed, another press does nothing.
	d.press("S", "S").sees("skipping orders/1@10003").seesNot("S skip")
	next := func(p int, offset int64) func(*model.Status) {
		return func(s *model.Status) { s.Positions[p].Next = offset }
	}
	d.frame(d.status(model.Running, next(1, 10_020))).sees("S skips orders/2@10003", "over: the batch at orders/1@10003").press("S")
	if want := []string{"skip orders/1@10003", "skip orders/2@10003"}; !slices.Equal(d.control.calls, want) {
		t.Errorf("the manager was asked %q, want %q", d.control.calls, want)
	}
	d.frame(d.status(model.Running, next(1, 10_020), next(2, 10_004))).seesNot("S skip")
}

// A consumer tells of what it stands before as long as it does.
func TestWhatIsToldAgainIsOneGap(t *testing.T) {
	d := newDriver(t, 120, 30)
	e := d.records(3).unreadable(1)
	stands := func(s *model.Status) { s.Positions[1].Next = e.Fault.Offset }
	for range 3 {
		d.frame(d.status(model.Running, stands), e).records(1)
	}
	if n := strings.Count(d.view(), "── the batch at orders/1@10003 is damaged"); n != 1 {
		t.Errorf("%d rules for one gap:\n%s", n, d.view())
	}
}

func TestASkipThatIsRefusedIsTold(t *testing.T) {
	d := newDriver(t, 120, 30)
	d.control.err = errors.New("orders/1@10003 is not left out\x1b[2J")
	d.records(3).frame(d.status(model.Running), d.unreadable(1)).press("S")
	d.sees(`not left out\x1b[2J`, "S skip orders/1@10003")
}

func TestNothingElseIsSkipped(t *testing.T) {
	for name, change := range map[string]func(*model.Fault){
		"another kind": func(f *model.Fault) { f.Kind = model.FaultOffset }, "fatal": func(f *model.Fault) { f.Fatal = true },
		"no place": func(f *model.Fault) { f.Offset = -1 }, "no partition": func(f *model.Fault) { f.Partition = -1 },
		"passed": func(f *model.Fault) { f.Offset-- }, "another topic": func(f *model.Fault) { f.Topic = "unknown" },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDriver(t, 120, 30)
			e := d.records(3).unreadable(1)
			change(e.Fault)
			d.frame(d.status(model.Running), e).seesNot("S skip")
		})
	}
	for _, then := range []model.Phase{model.Stopped, model.Failed} {
		d := newDriver(t, 120, 30)
		d.records(3).frame(d.status(model.Running), d.unreadable(1)).sees("S skip")
		d.frame(d.status(then)).seesNot("S skip")
	}
	d := newDriver(t, 120, 30)
	d.records(3).frame(d.status(model.Running), d.unreadable(1)).sees("S skip")
	d.frame(d.status(model.Starting, func(s *model.Status) { s.Run = 2; s.Positions[1].Next = 0 })).seesNot("S skip")
}
