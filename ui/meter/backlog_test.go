package meter

import (
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// at is the status of a run whose partitions stand at next, of logs that end at end.
func at(run int, until int64, nextAndEnd ...int64) model.Status {
	s := model.Status{Phase: model.Running, Run: run}
	for i := 0; i < len(nextAndEnd); i += 2 {
		tp := model.TopicPartition{Topic: "t", Partition: int32(i)}
		s.Positions = append(s.Positions, model.Position{TopicPartition: tp, Next: nextAndEnd[i], End: nextAndEnd[i+1], Stable: -1, Until: until})
	}
	return s
}

func TestBacklog(t *testing.T) {
	const never = -1
	type step struct {
		second  float64
		status  model.Status
		reading bool
		share   float64
		toGo    time.Duration // 0 = not told
	}
	open := at(1, never, 0, 100_000)
	open.Positions[0].Stable = 50_000
	stopped := at(1, never, 30_000, 100_000)
	stopped.Phase = model.Stopped
	for name, steps := range map[string][]step{
		"nothing is known yet": {{0, at(1, never), false, 0, 0}, {1, at(1, never, -1, -1), false, 0, 0}, {2, at(1, never, 0, 100_000), true, 0, 0}},
		"to the tail": {
			{0, at(1, never, 0, 100_000, 500, 600), true, 0, 0},
			{0.5, at(1, never, 10_000, 100_000, 600, 600), true, 0.1008, 0}, // the pace is not known yet
			{1, at(1, never, 20_000, 100_000, 600, 600), true, 0.2008, 3980 * time.Millisecond},
			{2, at(1, never, 40_000, 100_000, 600, 600), true, 0.4006, 2990 * time.Millisecond},
			{4, at(1, never, 95_000, 100_000, 600, 600), true, 0.95, 210 * time.Millisecond}, // less than half a second of the pace
			{5.5, at(1, never, 115_000, 120_000, 600, 600), false, 0.95, 0},                  // and for a while
			{9, at(1, never, 95_000, 900_000, 600, 600), false, 0.1, 0},                      // what comes later is no backlog
		},
		"a jump over a gap": {
			{0, at(1, never, 0, 1_000_000), true, 0, 0},
			{1, at(1, never, 10_000, 1_000_000), true, 0.01, 99 * time.Second},
			{2, at(1, never, 900_000, 1_000_000), true, 0.9, 222 * time.Millisecond},
			{3, at(1, never, 910_000, 1_000_000), true, 0.91, 9 * time.Second}, // the jump is no pace
		},
		"the log grows faster than it is read": {
			{0, at(1, never, 0, 100_000), true, 0, 0}, {2, at(1, never, 10_000, 120_000), true, 0.0833, 0},
		},
		"up to an end": {
			{0, at(1, 50_000, 20_000, 100_000), true, 0, 0}, {2, at(1, 50_000, 35_000, 100_000), true, 0.5, 2 * time.Second}, {4, at(1, 50_000, 50_000, 100_000), false, 1, 0},
		},
		"an end that is still to come": {{0, at(1, 5_000_000, 0, 100_000), true, 0, 0}, {1, at(1, 5_000_000, 100_000, 100_000), false, 1, 0}},
		"an open transaction":          {{0, open, true, 0, 0}, {1, func() model.Status { s := at(1, never, 50_000, 100_000); s.Positions[0].Stable = 50_000; return s }(), false, 1, 0}},
		"near the tail from the start": {{0, at(1, never, 99_900, 100_000), false, 0, 0}, {1, at(1, never, 99_900, 200_000), false, 0, 0}},
		"stopped":                      {{0, at(1, never, 0, 100_000), true, 0, 0}, {1, stopped, false, 0, 0}},
		"the next run":                 {{0, at(1, never, 0, 100_000), true, 0, 0}, {1, at(2, never, 90_000, 100_000), true, 0, 0}},
		"created again":                {{0, at(1, never, 50_000, 100_000), true, 0, 0}, {1, at(1, never, 10, 60_000), true, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			var b Backlog
			begin := time.Unix(1000, 0)
			for _, s := range steps {
				b.Add(begin.Add(time.Duration(s.second*float64(time.Second))), s.status)
				if b.Reading() != s.reading {
					t.Fatalf("after %v s: reading is %v", s.second, b.Reading())
				}
				if !s.reading {
					continue
				}
				if off := b.Share() - s.share; off > 0.001 || off < -0.001 {
					t.Errorf("after %v s: %v is read, want %v", s.second, b.Share(), s.share)
				}
				toGo, ok := b.ToGo()
				if off := toGo - s.toGo; ok != (s.toGo > 0) || off > 20*time.Millisecond || off < -20*time.Millisecond {
					t.Errorf("after %v s: %v to go (%v), want %v", s.second, toGo, ok, s.toGo)
				}
			}
		})
	}
}
