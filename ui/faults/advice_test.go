package faults

import (
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// What ktm does while it reads is not told when it does not.
func TestAdvice(t *testing.T) {
	for hint, want := range map[string]string{
		"": "",
		"Is its listener up? ktm tries again every second.":              "Is its listener up?",
		"Nothing to do: ktm asks who leads it now and goes on.":          "",
		"ktm tries again every second. Press S to leave it out.":         "Press S to leave it out.",
		"Look at broker-1.example.org:9092, and at advertised.listeners": "Look at broker-1.example.org:9092, and at advertised.listeners",
		"Why? Ask for an ACL.": "Why? Ask for an ACL.",
	} {
		p := newPane()
		f := &alike{}
		if f.Hint = hint; p.advice(f) != hint {
			t.Errorf("while it reads: %q", p.advice(f))
		}
		if p.Stopped(true); p.advice(f) != want {
			t.Errorf("stopped: %q, want %q", p.advice(f), want)
		}
	}
}

// Beside something that is read, errors take three lines.
func TestBrief(t *testing.T) {
	p := newPane()
	for i := range 3 {
		f := fault(i)
		f.Kind, f.Hint = model.FaultStalled, "Look at the broker's log, and then at what is there to be seen beside it for a while."
		p.Add(f)
	}
	if n := p.Height(80, 30); n != 7 {
		t.Fatalf("%d lines with hints, want 7", n)
	}
	p.Brief(true)
	got := view(p, 80)
	if n := p.Height(80, 30); n != 3 || !strings.Contains(got, "errors 3  1 more: !") || strings.Contains(got, "Look at") {
		t.Errorf("brief, %d lines:\n%s", n, got)
	}
	if p.Toggle(); !strings.Contains(view(p, 80), "Look at") {
		t.Errorf("opened by hand:\n%s", view(p, 80))
	}
	p.Brief(false)
}
