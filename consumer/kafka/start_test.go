package kafka

import (
	"fmt"
	"slices"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestStartPositions(t *testing.T) {
	cluster := newCluster(t, kfake.NumBrokers(1))
	cl := newProducer(t, cluster)
	for i, tt := range []struct {
		name  string
		start model.Start
		want  []string // then "late", which is written once the consumer is in place
	}{
		{"oldest", oldest, numbers("a", 10)},
		{"newest", model.Start{Kind: model.StartNewest}, nil},
		{"offset", model.Start{Kind: model.StartOffset, N: 7}, []string{"a7", "a8", "a9"}},
		{"offset 0", model.Start{Kind: model.StartOffset, N: 0}, numbers("a", 10)},
		{"tail", model.Start{Kind: model.StartTail, N: 3}, []string{"a7", "a8", "a9"}},
		{"tail of none", model.Start{Kind: model.StartTail}, nil},
		{"tail of more than there is", model.Start{Kind: model.StartTail, N: 1000}, numbers("a", 10)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			topic := fmt.Sprint("orders-", i)
			if err := cluster.CreateTopic(topic, 1, nil); err != nil {
				t.Fatal(err)
			}
			produce(t, cl, topic, 0, numbers("a", 10)...)
			x := mustOpen(t, config(cluster, tt.start, topic), nil)
			x.until("the position", func() bool {
				return len(x.Positions()) == 1 && x.position(topic, 0).Next == 10
			})
			produce(t, cl, topic, 0, "late")
			x.read(len(tt.want) + 1)
			if want := append(tt.want, "late"); !slices.Equal(x.values(), want) {
				t.Errorf("read %q, want %q", x.values(), want)
			}
			p := x.position(topic, 0)
			if p.Next != 11 || p.Received != int64(len(tt.want)+1) || p.First != int64(10-len(tt.want)) || p.Start != 0 || p.End != 11 || p.Stable != 11 {
				t.Errorf("position %+v", p)
			}
			if len(x.faults) > 0 {
				t.Errorf("faults %s", x.faultTexts())
			}
		})
	}
}
