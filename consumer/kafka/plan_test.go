package kafka

import (
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

// Partitions that were given for a topic say nothing of another one, and hold for
// it again afterwards; those given without a topic are for whichever is chosen.
func TestPartitionsAreOfTheTopicsTheyWereGivenFor(t *testing.T) {
	p := NewPlan(Config{Topics: []string{"orders", "clicks"}, Partitions: []int32{0, 2}}, model.DefaultScope)
	for _, step := range []struct {
		topics []string
		want   int
	}{{nil, 2}, {[]string{"payments"}, 0}, {nil, 0}, {[]string{"clicks", "orders"}, 2}, {nil, 2}} {
		p.Change(step.topics, model.DefaultScope)
		if now := p.Current(); len(now.Partitions) != step.want {
			t.Errorf("of %v: partitions %v, want %d", now.Topics, now.Partitions, step.want)
		}
	}
	p = NewPlan(Config{Partitions: []int32{0, 2}}, model.DefaultScope)
	if p.Change([]string{"payments"}, model.DefaultScope); len(p.Current().Partitions) != 2 {
		t.Errorf("the first choice: %v", p.Current().Partitions)
	}
}
