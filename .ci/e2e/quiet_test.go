package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// A cluster that would create a topic for whoever asks has, after all kinds of
// sessions, the topics, the messages and the groups it had before.
func TestSessionsLeaveTheClusterAlone(t *testing.T) {
	c := kafkatest.Start(t, kafkatest.WithProperties("auto.create.topics.enable=true"))
	c.CreateTopic(t, "watched", 2)
	c.Produce(t, &kgo.Record{Topic: "watched", Value: []byte("a")}, &kgo.Record{Topic: "watched", Value: []byte("b")})
	state := func() string {
		messages := c.Kcat(t, "-C", "-t", "watched", "-o", "beginning", "-e", "-q", "-f", `%p/%o `)
		parts := strings.Fields(string(messages))
		slices.Sort(parts)
		return strings.Join(append(parts, append(c.Topics(t), c.Groups(t)...)...), " ")
	}
	before := state()
	for _, args := range []string{
		"-e watched", "-o start -e watched", "-o 1 -n 1 watched", "-o end --lifetime 2s watched", "--lifetime 2s watched missing",
	} {
		run(t, nil, append([]string{"-b", c.Bootstrap(), "-J"}, strings.Fields(args)...)...)
	}
	if after := state(); after != before {
		t.Errorf("the cluster had\n%s, has\n%s", before, after)
	}
	if !strings.Contains(before, "watched") || strings.Contains(before, "missing") {
		t.Errorf("the comparison says nothing: %s", before)
	}
}
