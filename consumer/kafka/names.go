package kafka

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/names"
)

// mostNames is how many similar names are suggested.
const mostNames = 3

// tellMissing tells that a topic is not listed, once, and which topics have
// similar names if we may see the list. Brokers answer the same for a topic that
// does not exist and for one that the user may not see.
func (c *Consumer) tellMissing(l *link, name string) {
	c.mu.Lock()
	deleted := c.topics[name].known
	c.mu.Unlock()
	text := name + " is not listed: it does not exist, or you may not see it"
	if deleted {
		text = name + " was deleted"
	}
	f := model.NewFault(model.FaultTopic, text, sarama.ErrUnknownTopicOrPartition)
	f.Broker, f.Topic, f.Fatal = l.addr, name, c.ends
	f.Gap = deleted
	var hints []string
	if near := nearest(name, c.topicNames(l)); !deleted && len(near) > 0 {
		hints = append(hints, "Did you mean "+strings.Join(near, " or ")+"?")
	}
	if !f.Fatal {
		hints = append(hints, "Once listed, "+name+" is read from its start.")
	}
	f.Hint = strings.Join(hints, " ")
	c.tell(f)
}

// topicNames lists the cluster's topics as far as we may see them; nil where
// the list cannot be had, which is no fault: it is only for a hint.
func (c *Consumer) topicNames(l *link) []string {
	l.bound(longSilence, maxNames)
	if time.Until(l.free) > 0 {
		return nil // a hint is not worth the wait for a quota
	}
	answer, err := ask(l, (*sarama.Broker).GetMetadata, sarama.NewMetadataRequest(sarama.MaxVersion, nil))
	if err != nil {
		return nil
	}
	var list []string
	for _, t := range answer.Topics {
		if t.Err == sarama.ErrNoError && !t.IsInternal {
			list = append(list, t.Name)
		}
	}
	return list
}

// nearest picks the names that may have been meant, best first: at most a
// third of the letters away, not counting case, or having name as a part.
func nearest(name string, known []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	lower := strings.ToLower(name)
	for _, n := range known {
		other := strings.ToLower(n)
		switch d := names.Edits(lower, other); {
		case d <= max(1, len(lower)/3):
			near = append(near, candidate{n, d})
		case len(lower) >= 3 && strings.Contains(other, lower):
			near = append(near, candidate{n, d})
		}
	}
	slices.SortFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), strings.Compare(a.name, b.name))
	})
	var out []string
	for _, n := range near[:min(mostNames, len(near))] {
		out = append(out, n.name)
	}
	return out
}
