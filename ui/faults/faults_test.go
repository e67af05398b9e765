package faults

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func newPane() *Pane { return New(theme.New(true), &theme.Unicode) }

func fault(i int) *model.Fault {
	f := model.NewFault(model.FaultLeader, fmt.Sprintf("orders/%d has no leader", i), nil)
	f.Topic, f.Partition = "orders", int32(i)
	return f
}

func view(p *Pane, width int) string {
	return ansi.Strip(strings.Join(p.View(width, p.Height(width, 30)), "\n"))
}

// What was folded and drawn is kept, but whatever changes it is seen at once.
func TestWhatIsKeptIsNeverOld(t *testing.T) {
	p := newPane()
	step := func(what string, do func(), want string) {
		t.Helper()
		before := view(p, 100)
		if do(); !strings.Contains(view(p, 100), want) || strings.Contains(before, want) {
			t.Errorf("%s: before\n%s\nafter\n%s\nwant %q", what, before, view(p, 100), want)
		}
	}
	step("a fault", func() { p.Add(fault(1)) }, "errors 1")
	step("the same again", func() { p.Add(fault(1)) }, "×2")
	step("another one", func() { p.Add(fault(2)) }, "errors 2")
	step("it is over", func() { p.Recovered(time.Now().Add(time.Second)) }, "over: orders/2")
	bad := fault(3)
	bad.Offset, bad.Kind = 7, model.FaultCorrupt
	step("a third one", func() { p.Add(bad) }, "errors 3")
	step("a place to skip", func() { p.OfferSkip("orders/3@7", "S") }, "S skips orders/3@7")
	step("it is passed", func() { p.OfferSkip("", "S"); p.Passed("orders/3@7") }, "over: orders/3")
	step("large", p.Toggle, "last ")
	dark := p.View(100, 10)
	if p.SetTheme(theme.New(false)); strings.Join(dark, "") == strings.Join(p.View(100, 10), "") {
		t.Error("other colours are drawn alike")
	}
	if n := p.Len(); n != 3 {
		t.Errorf("%d faults, want 3", n)
	}
	if wide, narrow := view(p, 100), view(p, 50); wide == narrow {
		t.Error("another width is drawn alike")
	}
	if p.Dismiss(); p.Len() != 0 || p.Height(100, 30) != 0 {
		t.Error("dismissed faults are still there")
	}
	step("again after that", func() { p.Add(fault(1)) }, "errors 1")
}

// The title is red while something is wrong, and no longer.
func TestTheTitleIsCalmWhenAllIsOver(t *testing.T) {
	p := newPane()
	red := func() bool { return strings.Contains(p.View(80, 4)[0], p.theme.BadBold.SGR(false)) }
	p.Add(model.NewFault(model.FaultNotice, "orders has a new partition", nil))
	if red() || !p.Calm() {
		t.Error("a notice alarms")
	}
	p.Add(fault(1))
	if !red() || p.Calm() {
		t.Error("a fault does not alarm")
	}
	if p.Recovered(time.Now().Add(time.Second)); red() || !p.Calm() {
		t.Error("what is over alarms")
	}
	again := fault(1)
	again.Time = time.Now().Add(time.Minute)
	if p.Add(again); !red() || p.Calm() {
		t.Error("what happens again does not alarm")
	}
}

// BenchmarkFrame is what one message to the screen costs with a full list.
func BenchmarkFrame(b *testing.B) {
	p := newPane()
	for i := range account.MaxFaults {
		p.Add(fault(i))
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = p.Len()
		_ = p.Len()
		h := p.Height(120, 12)
		_ = p.View(120, h)
	}
}

func TestFaultsAreCountedByKind(t *testing.T) {
	p := newPane()
	for i := range account.MaxFaults + 5 {
		p.Add(fault(i))
	}
	p.Add(fault(0))
	if got := fmt.Sprint(p.Kinds()); got != "[{leader 201} {other 5}]" {
		t.Errorf("%s", got)
	}
	p.Dismiss()
	p.Add(model.NewFault(model.FaultCorrupt, "damaged", nil))
	if got := fmt.Sprint(p.Kinds()); got != "[{corrupt 1}]" {
		t.Errorf("after a dismissal %s", got)
	}
}
