package kafka

import (
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// told drains the reporter as Poll does at now.
func told(r *reporter, now time.Time) (texts []string, count int) {
	for f := r.next(now); f != nil; f = r.next(now) {
		texts = append(texts, f.Text)
		count += f.Count
	}
	return texts, count
}

func faultAt(text string, at time.Time) *model.Fault {
	f := model.NewFault(model.FaultConnection, text, nil)
	f.Time = at
	return f
}

func TestReporterTellsOnceASecondAndSwallowsNothing(t *testing.T) {
	woken := 0
	r := newReporter(func() { woken++ })
	start := time.Now()
	total := 0
	for ms := 0; ms < 3500; ms += 10 {
		now := start.Add(time.Duration(ms) * time.Millisecond)
		r.tell(faultAt("a", now))
		texts, n := told(r, now)
		if len(texts) > 1 {
			t.Fatalf("told %d times at once", len(texts))
		}
		total += n
	}
	texts, n := told(r, start.Add(10*time.Second))
	if total += n; total != 350 || len(texts) != 1 {
		t.Errorf("counted %d of 350, the rest told %d times", total, len(texts))
	}
	if woken != 350 {
		t.Errorf("woke Poll %d times", woken)
	}
	if told(r, start.Add(20*time.Second)); len(r.told) != 0 {
		t.Errorf("still remembers %d faults", len(r.told))
	}
}

func TestReporterKeepsOrderAndDifferentFaultsApart(t *testing.T) {
	r := newReporter(func() {})
	now := time.Now()
	for _, text := range []string{"a", "b", "a", "c"} {
		r.tell(faultAt(text, now))
	}
	if texts, _ := told(r, now); len(texts) != 3 || texts[0] != "a" || texts[1] != "b" || texts[2] != "c" {
		t.Errorf("told %q", texts)
	}
	wait, ok := r.due(now)
	if !ok || wait != tellEvery {
		t.Errorf("the second a is due in %v, %v", wait, ok)
	}
	if texts, _ := told(r, now.Add(tellEvery)); len(texts) != 1 || texts[0] != "a" {
		t.Errorf("after a second told %q", texts)
	}
	if _, ok := r.due(now); ok {
		t.Error("something is due though nothing is held back")
	}
}

func TestUntoldFaults(t *testing.T) {
	x := mustOpen(t, Config{Brokers: []string{"127.0.0.1:1"}, Topics: []string{"orders"}}, nil)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x.Untold()
	start := time.Now()
	for _, text := range []string{"a", "a", "b"} {
		x.Consumer.faults.tell(faultAt(text, start))
	}
	fatal := faultAt("fatal", start)
	x.fatal.Store(fatal)
	untold := x.Untold()
	if len(untold) != 4 || untold[0].Text != "a" || untold[1].Text != "b" || untold[2].Text != "a" || untold[3] != fatal {
		t.Errorf("untold are %v", untold)
	}
	if again := x.Untold(); len(again) > 0 {
		t.Errorf("told twice: %v", again)
	}
}
