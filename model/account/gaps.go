package account

import (
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
)

// mostNamed is how many topics, and how many places of gaps, the summary names.
const mostNamed = 3

// gaps counts what is missing from the stream. It is kept apart from the list
// of faults, which is bounded: a gap is never forgotten.
type gaps struct {
	count  int
	places []string // the first ones, at most mostNamed
	texts  []string // what happened first at each of them
}

func (g *gaps) add(f *model.Fault) {
	if !f.Gap {
		return
	}
	g.count += max(1, f.Count)
	place := f.Where()
	if f.Topic != "" && f.Partition >= 0 {
		place = model.TopicPartition{Topic: f.Topic, Partition: f.Partition}.String() // wherever in it
	}
	if len(g.places) < mostNamed && !slices.Contains(g.places, place) {
		g.places = append(g.places, place)
		g.texts = append(g.texts, strings.TrimSuffix(f.Text, "."))
	}
}
